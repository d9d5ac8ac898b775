
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'sessctl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'sessctl'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $values = @{
        '--billing' = 'on-demand', 'provisioned'
        '--color' = 'auto', 'always', 'never'
        '--columns' = 'id', 'state', 'expires_at', 'ttl', 'modified', 'size_bytes', 'format', 'protocol', 'verdict', 'globals', 'warnings', 'data', 'source'
        '--emit' = 'cloudformation', 'terraform', 'aws-cli', 'iam-policy'
        '--from' = 'base64', 'pickle', 'json', 'msgpack', 'dynamodb-json'
        '--layout' = 'flask-dynamodb-sessions', 'flask-session', 'cachelib', 'dynamodb-session-web', 'connect-dynamodb', 'tower-sessions-dynamodb-store', 'django-dynamodb-sessions'
        '--lossy' = 'stop', 'skip', 'allow'
        '--on-conflict' = 'newer', 'skip', 'overwrite', 'fail'
        '--output' = 'table', 'json', 'ndjson'
        '--progress' = 'auto', 'plain', 'json', 'none'
        '--role' = 'application', 'operator', 'provisioner'
        '--state' = 'live', 'expired', 'any'
        '--table-class' = 'standard', 'standard-infrequent-access'
        '--to-format' = 'pickle', 'json', 'msgpack'
        '--to-layout' = 'flask-dynamodb-sessions', 'flask-session', 'cachelib', 'dynamodb-session-web', 'connect-dynamodb', 'tower-sessions-dynamodb-store', 'django-dynamodb-sessions'
        '-o' = 'table', 'json', 'ndjson'
        'completions' = 'bash', 'elvish', 'fish', 'powershell', 'zsh'
    }
    $previous = $commandElements[$(if ($wordToComplete) { -2 } else { -1 })].Extent.Text
    if ($values.ContainsKey($previous)) {
        $values[$previous] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
            [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_)
        }
        return
    }

    $completions = @(switch ($command) {
        'sessctl' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init-table', 'init-table', [CompletionResultType]::ParameterValue, 'Create the session table and turn its TTL on; safe to run again')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show the table, setting by setting, and what to mind about each')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show sessions, decoded; nothing in them is executed')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List sessions, decoded, while the table is scanned')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Decode payloads from files or standard input without executing anything in them')
            [CompletionResult]::new('put', 'put', [CompletionResultType]::ParameterValue, 'Write a session from JSON; prints its id')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a session in an editor, or by path')
            [CompletionResult]::new('touch', 'touch', [CompletionResultType]::ParameterValue, 'Move the expiry of sessions to `--ttl` from now')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete sessions, which logs their users out')
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Delete sessions that expired, are idle, or match; never one that changed')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write whole items to a file, one a line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Write items from files: exports, backups, DynamoDB''s exports to S3')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count what is in the table: states, formats, verdicts, sizes, keys, classes, times')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Copy sessions to another table, account, layout or format, without logging anybody out')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'Use the embedded engine in development: serve, fill, find and reset its file')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Take a tour: real commands on a table in memory that ends with the tour')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write the pages of all commands into a directory')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'sessctl;init-table' {
            [CompletionResult]::new('--billing', '--billing', [CompletionResultType]::ParameterName, 'How capacity is paid for: on-demand or provisioned [default: on-demand for a new table]')
            [CompletionResult]::new('--read-capacity', '--read-capacity', [CompletionResultType]::ParameterName, 'Read capacity units, with `--billing provisioned`')
            [CompletionResult]::new('--write-capacity', '--write-capacity', [CompletionResultType]::ParameterName, 'Write capacity units, with `--billing provisioned`')
            [CompletionResult]::new('--max-read-units', '--max-read-units', [CompletionResultType]::ParameterName, 'Read request units a second that an on-demand table serves at most, or `unlimited`')
            [CompletionResult]::new('--max-write-units', '--max-write-units', [CompletionResultType]::ParameterName, 'Write request units a second that an on-demand table serves at most, or `unlimited`')
            [CompletionResult]::new('--ttl-attribute', '--ttl-attribute', [CompletionResultType]::ParameterName, 'Attribute that expires sessions, instead of the layout''s')
            [CompletionResult]::new('--point-in-time-recovery', '--point-in-time-recovery', [CompletionResultType]::ParameterName, 'Keep continuous backups, from which the table can be restored as it was up to 35 days ago')
            [CompletionResult]::new('--kms-key', '--kms-key', [CompletionResultType]::ParameterName, 'KMS key that encrypts the table, by its id or ARN; `aws-owned` is DynamoDB''s own')
            [CompletionResult]::new('--table-class', '--table-class', [CompletionResultType]::ParameterName, 'Class of the table: standard, or standard-infrequent-access with cheaper storage and dearer requests')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Tag the table should have; repeatable')
            [CompletionResult]::new('--spec', '--spec', [CompletionResultType]::ParameterName, 'Read settings from this TOML file, by the names of the flags; flags win')
            [CompletionResult]::new('--emit', '--emit', [CompletionResultType]::ParameterName, 'Print the same table for another tool; nothing is looked at')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Whose policy `--emit iam-policy` prints [default: operator]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long to wait until the table can be used')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--no-ttl', '--no-ttl', [CompletionResultType]::ParameterName, 'Leave TTL alone; without it the layout''s attribute expires sessions')
            [CompletionResult]::new('--no-point-in-time-recovery', '--no-point-in-time-recovery', [CompletionResultType]::ParameterName, 'Keep no continuous backups')
            [CompletionResult]::new('--deletion-protection', '--deletion-protection', [CompletionResultType]::ParameterName, 'Have DynamoDB refuse to delete the table')
            [CompletionResult]::new('--no-deletion-protection', '--no-deletion-protection', [CompletionResultType]::ParameterName, 'Let the table be deleted')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Change nothing; exit 5 and print the differences when there are any')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Change nothing; print what would be done')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;describe' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'sessctl;get' {
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Judge this application class as known; repeatable')
            [CompletionResult]::new('--allow-file', '--allow-file', [CompletionResultType]::ParameterName, 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the stored payload as it is')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'Print `data` in its plain form: easier to read, without types')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit 5 when a payload is suspicious, malicious or cannot be read')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;list' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Which sessions')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Stop after so many sessions')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns of the table, separated by commas')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Judge this application class as known; repeatable')
            [CompletionResult]::new('--allow-file', '--allow-file', [CompletionResultType]::ParameterName, 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'Print `data` in its plain form: easier to read, without types')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit 5 when a listed payload is suspicious, malicious or cannot be read')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;decode' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Show the files as this format instead of detecting it')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Judge this application class as known; repeatable')
            [CompletionResult]::new('--allow-file', '--allow-file', [CompletionResultType]::ParameterName, 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'Print `data` in its plain form: easier to read, without types')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'List the pickle''s opcodes with their offsets, imports and calls instead of the data')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit 5 if a payload is suspicious, malicious or cannot be read, or a file holds no payload')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;put' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The session''s data: JSON, `@FILE`, or `-` for standard input')
            [CompletionResult]::new('--protocol', '--protocol', [CompletionResultType]::ParameterName, 'Pickle protocol, 2 to 5; every Python from 3.4 reads 4 [default: 4, or 5 for cachelib]')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Replace the session if there is one of that id')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;edit' {
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set the value at a path such as user.name or cart[0].price, from typed JSON; repeatable')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take the value at a path out; repeatable, done before `--set`')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print changed values under secret keys, such as passwords and tokens, as they are')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;touch' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;delete' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;purge' {
            [CompletionResult]::new('--idle-for', '--idle-for', [CompletionResultType]::ParameterName, 'Sessions that were not written for so long')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Sessions for which this JMESPath expression holds, over their fields and plain `data`')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'Spare sessions that expired less than this ago')
            [CompletionResult]::new('--max-items', '--max-items', [CompletionResultType]::ParameterName, 'Delete so many sessions at most')
            [CompletionResult]::new('--recheck', '--recheck', [CompletionResultType]::ParameterName, 'Look again after this long, and delete the same sessions where a request in flight wrote them back')
            [CompletionResult]::new('--backup', '--backup', [CompletionResultType]::ParameterName, 'Keep every deleted item in this new file, for `import`; `.gz` and `.zst` compress it')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The table''s name, to delete all its sessions without being asked')
            [CompletionResult]::new('--rcu', '--rcu', [CompletionResultType]::ParameterName, 'Read capacity units a second at most')
            [CompletionResult]::new('--wcu', '--wcu', [CompletionResultType]::ParameterName, 'Write capacity units a second at most')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Share of the table''s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%')
            [CompletionResult]::new('--segments', '--segments', [CompletionResultType]::ParameterName, 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Writes in flight at a time')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it')
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'Keep in this file how far the job is; the same command goes on from there')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--expired', '--expired', [CompletionResultType]::ParameterName, 'Sessions whose expiry has passed')
            [CompletionResult]::new('--junk', '--junk', [CompletionResultType]::ParameterName, 'Sessions that hold nothing but `_permanent`')
            [CompletionResult]::new('--undecodable', '--undecodable', [CompletionResultType]::ParameterName, 'Sessions whose payload cannot be read')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All sessions; asks for the table''s name')
            [CompletionResult]::new('--accept-drift', '--accept-drift', [CompletionResultType]::ParameterName, 'Purge although the web servers'' clocks make sessions expire too early')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Delete nothing; count what would be deleted')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;export' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Which sessions')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`')
            [CompletionResult]::new('--rcu', '--rcu', [CompletionResultType]::ParameterName, 'Read capacity units a second at most')
            [CompletionResult]::new('--wcu', '--wcu', [CompletionResultType]::ParameterName, 'Write capacity units a second at most')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Share of the table''s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%')
            [CompletionResult]::new('--segments', '--segments', [CompletionResultType]::ParameterName, 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Writes in flight at a time')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it')
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'Keep in this file how far the job is; the same command goes on from there')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;import' {
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What becomes of a session that is in the table already')
            [CompletionResult]::new('--rcu', '--rcu', [CompletionResultType]::ParameterName, 'Read capacity units a second at most')
            [CompletionResult]::new('--wcu', '--wcu', [CompletionResultType]::ParameterName, 'Write capacity units a second at most')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Share of the table''s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%')
            [CompletionResult]::new('--segments', '--segments', [CompletionResultType]::ParameterName, 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Writes in flight at a time')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it')
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'Keep in this file how far the job is; the same command goes on from there')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--include-expired', '--include-expired', [CompletionResultType]::ParameterName, 'Write sessions that have expired too')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;stats' {
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write the charts to this new file, too: one page that needs nothing else and no network')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Name so many of the largest sessions, of the keys and of the classes')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Which sessions')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Judge this application class as known; repeatable')
            [CompletionResult]::new('--allow-file', '--allow-file', [CompletionResultType]::ParameterName, 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment')
            [CompletionResult]::new('--rcu', '--rcu', [CompletionResultType]::ParameterName, 'Read capacity units a second at most')
            [CompletionResult]::new('--wcu', '--wcu', [CompletionResultType]::ParameterName, 'Write capacity units a second at most')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Share of the table''s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%')
            [CompletionResult]::new('--segments', '--segments', [CompletionResultType]::ParameterName, 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Writes in flight at a time')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it')
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'Keep in this file how far the job is; the same command goes on from there')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;migrate' {
            [CompletionResult]::new('--to-table', '--to-table', [CompletionResultType]::ParameterName, 'Table that sessions go to [default: that of the source, or of the library at the target where that is another]')
            [CompletionResult]::new('--to-region', '--to-region', [CompletionResultType]::ParameterName, 'AWS region of the target')
            [CompletionResult]::new('--to-profile', '--to-profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration for the target, such as one of another account')
            [CompletionResult]::new('--to-endpoint-url', '--to-endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint of the target')
            [CompletionResult]::new('--to-local', '--to-local', [CompletionResultType]::ParameterName, 'Go to the embedded engine, stored in FILE')
            [CompletionResult]::new('--to-layout', '--to-layout', [CompletionResultType]::ParameterName, 'Library whose table the target is')
            [CompletionResult]::new('--to-key-prefix', '--to-key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key at the target [default: the library''s]')
            [CompletionResult]::new('--to-format', '--to-format', [CompletionResultType]::ParameterName, 'What payloads become [default: as they are, or what the library at the target writes]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Which sessions [default: live]')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What becomes of a session that is at the target already [default: newer]')
            [CompletionResult]::new('--lossy', '--lossy', [CompletionResultType]::ParameterName, 'What becomes of a session that would lose something')
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Convert objects of this class to a `map` of their fields (a dataclass), a `list` of their arguments (a named tuple) or their only `value` (an enum), and do not count them as a loss; repeatable')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Judge this application class as known; repeatable')
            [CompletionResult]::new('--allow-file', '--allow-file', [CompletionResultType]::ParameterName, 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what has changed since the migration of this checkpoint began, less 5 minutes for clocks')
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Compare so many sessions instead of all')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'List each session that is left behind in this new file, with its id')
            [CompletionResult]::new('--rcu', '--rcu', [CompletionResultType]::ParameterName, 'Read capacity units a second at most')
            [CompletionResult]::new('--wcu', '--wcu', [CompletionResultType]::ParameterName, 'Write capacity units a second at most')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'Share of the table''s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%')
            [CompletionResult]::new('--segments', '--segments', [CompletionResultType]::ParameterName, 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Writes in flight at a time')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it')
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'Keep in this file how far the job is; the same command goes on from there')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--in-place', '--in-place', [CompletionResultType]::ParameterName, 'Convert the sessions where they are; one that is written meanwhile is read and converted again')
            [CompletionResult]::new('--include-expired', '--include-expired', [CompletionResultType]::ParameterName, 'Write sessions that have expired too, as `--state any`')
            [CompletionResult]::new('--include-unreadable', '--include-unreadable', [CompletionResultType]::ParameterName, 'Copy payloads that cannot be read or are malicious byte for byte, where layout and format stay')
            [CompletionResult]::new('--delete-missing', '--delete-missing', [CompletionResultType]::ParameterName, 'Then delete at the target what the source no longer has: before the application there serves')
            [CompletionResult]::new('--fix-ttl', '--fix-ttl', [CompletionResultType]::ParameterName, 'Mend expiries that are off by a time zone: the life that the application gives a session is `--ttl`')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Write nothing; compare both sides, value by value. Exits 5 when something differs')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing; say what would be written, and what would be lost')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;local' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the engine over HTTP on 127.0.0.1, for applications in development')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Write sessions of every kind, as applications write them; creates the table where there is none')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the engine''s file')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Delete the engine''s file with all its tables')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'sessctl;local;serve' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 takes a free one')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'sessctl;local;seed' {
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many sessions')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'sessctl;local;path' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'sessctl;local;reset' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'sessctl;local;help' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the engine over HTTP on 127.0.0.1, for applications in development')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Write sessions of every kind, as applications write them; creates the table where there is none')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the engine''s file')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Delete the engine''s file with all its tables')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'sessctl;local;help;serve' {
            break
        }
        'sessctl;local;help;seed' {
            break
        }
        'sessctl;local;help;path' {
            break
        }
        'sessctl;local;help;reset' {
            break
        }
        'sessctl;local;help;help' {
            break
        }
        'sessctl;demo' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'sessctl;completions' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'sessctl;man' {
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the shared AWS configuration [env: AWS_PROFILE]')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]')
            [CompletionResult]::new('--ca-bundle', '--ca-bundle', [CompletionResultType]::ParameterName, 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]')
            [CompletionResult]::new('--key-prefix', '--key-prefix', [CompletionResultType]::ParameterName, 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library''s]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color [env: NO_COLOR, CLICOLOR_FORCE]')
            [CompletionResult]::new('--consistent-read', '--consistent-read', [CompletionResultType]::ParameterName, 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status and no warnings')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print what is talked to')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'sessctl;help' {
            [CompletionResult]::new('init-table', 'init-table', [CompletionResultType]::ParameterValue, 'Create the session table and turn its TTL on; safe to run again')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show the table, setting by setting, and what to mind about each')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show sessions, decoded; nothing in them is executed')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List sessions, decoded, while the table is scanned')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Decode payloads from files or standard input without executing anything in them')
            [CompletionResult]::new('put', 'put', [CompletionResultType]::ParameterValue, 'Write a session from JSON; prints its id')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a session in an editor, or by path')
            [CompletionResult]::new('touch', 'touch', [CompletionResultType]::ParameterValue, 'Move the expiry of sessions to `--ttl` from now')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete sessions, which logs their users out')
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Delete sessions that expired, are idle, or match; never one that changed')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write whole items to a file, one a line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Write items from files: exports, backups, DynamoDB''s exports to S3')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count what is in the table: states, formats, verdicts, sizes, keys, classes, times')
            [CompletionResult]::new('migrate', 'migrate', [CompletionResultType]::ParameterValue, 'Copy sessions to another table, account, layout or format, without logging anybody out')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'Use the embedded engine in development: serve, fill, find and reset its file')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Take a tour: real commands on a table in memory that ends with the tour')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write the pages of all commands into a directory')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'sessctl;help;init-table' {
            break
        }
        'sessctl;help;describe' {
            break
        }
        'sessctl;help;get' {
            break
        }
        'sessctl;help;list' {
            break
        }
        'sessctl;help;decode' {
            break
        }
        'sessctl;help;put' {
            break
        }
        'sessctl;help;edit' {
            break
        }
        'sessctl;help;touch' {
            break
        }
        'sessctl;help;delete' {
            break
        }
        'sessctl;help;purge' {
            break
        }
        'sessctl;help;export' {
            break
        }
        'sessctl;help;import' {
            break
        }
        'sessctl;help;stats' {
            break
        }
        'sessctl;help;migrate' {
            break
        }
        'sessctl;help;local' {
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the engine over HTTP on 127.0.0.1, for applications in development')
            [CompletionResult]::new('seed', 'seed', [CompletionResultType]::ParameterValue, 'Write sessions of every kind, as applications write them; creates the table where there is none')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the engine''s file')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Delete the engine''s file with all its tables')
            break
        }
        'sessctl;help;local;serve' {
            break
        }
        'sessctl;help;local;seed' {
            break
        }
        'sessctl;help;local;path' {
            break
        }
        'sessctl;help;local;reset' {
            break
        }
        'sessctl;help;demo' {
            break
        }
        'sessctl;help;completions' {
            break
        }
        'sessctl;help;man' {
            break
        }
        'sessctl;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
