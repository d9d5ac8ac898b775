
use builtin;
use str;

set edit:completion:arg-completer[sessctl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'sessctl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var values = [
        &'--billing'= [on-demand provisioned]
        &'--color'= [auto always never]
        &'--columns'= [id state expires_at ttl modified size_bytes format protocol verdict globals warnings data source]
        &'--emit'= [cloudformation terraform aws-cli iam-policy]
        &'--from'= [base64 pickle json dynamodb-json]
        &'--layout'= [flask-dynamodb-sessions flask-session cachelib dynamodb-session-flask connect-dynamodb tower-sessions-dynamodb-store django-dynamodb-sessions]
        &'--output'= [table json ndjson]
        &'--progress'= [auto plain json none]
        &'--role'= [application operator provisioner]
        &'--state'= [live expired any]
        &'--table-class'= [standard standard-infrequent-access]
        &'-o'= [table json ndjson]
        &'completions'= [bash elvish fish powershell zsh]
    ]
    var completions = [
        &'sessctl'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init-table 'Create the session table and turn its TTL on; safe to run again'
            cand describe 'Show the table, setting by setting, and what to mind about each'
            cand get 'Show sessions, decoded; nothing in them is executed'
            cand list 'List sessions, decoded, while the table is scanned'
            cand decode 'Decode payloads from files or standard input; nothing in them is executed'
            cand put 'Write a session from JSON; prints its id'
            cand edit 'Change a session in an editor, or by path'
            cand touch 'Move the expiry of sessions to `--ttl` from now'
            cand delete 'Delete sessions, which logs their users out'
            cand purge 'Delete sessions that expired, are idle, or match; never one that changed'
            cand local 'Use the embedded engine in development: serve, fill, find and reset its file'
            cand demo 'Take a tour: real commands on a table in memory that ends with the tour'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual page, or write the pages of all commands into a directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'sessctl;init-table'= {
            cand --billing 'How capacity is paid for: on-demand or provisioned [default: on-demand for a new table]'
            cand --read-capacity 'Read capacity units, with `--billing provisioned`'
            cand --write-capacity 'Write capacity units, with `--billing provisioned`'
            cand --max-read-units 'Read request units a second that an on-demand table serves at most, or `unlimited`'
            cand --max-write-units 'Write request units a second that an on-demand table serves at most, or `unlimited`'
            cand --ttl-attribute 'Attribute that expires sessions, instead of the layout''s'
            cand --point-in-time-recovery 'Keep continuous backups, from which the table can be restored as it was up to 35 days ago'
            cand --kms-key 'KMS key that encrypts the table, by its id or ARN; `aws-owned` is DynamoDB''s own'
            cand --table-class 'Class of the table: standard, or standard-infrequent-access with cheaper storage and dearer requests'
            cand --tag 'Tag the table should have; repeatable'
            cand --spec 'Read settings from this TOML file, by the names of the flags; flags win'
            cand --emit 'Print the same table for another tool; nothing is looked at'
            cand --role 'Whose policy `--emit iam-policy` prints [default: operator]'
            cand --timeout 'How long to wait until the table can be used'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --no-ttl 'Leave TTL alone; without it the layout''s attribute expires sessions'
            cand --no-point-in-time-recovery 'Keep no continuous backups'
            cand --deletion-protection 'Have DynamoDB refuse to delete the table'
            cand --no-deletion-protection 'Let the table be deleted'
            cand --check 'Change nothing; exit 5 and print the differences when there are any'
            cand --dry-run 'Change nothing; print what would be done'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;describe'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'sessctl;get'= {
            cand --allow 'Judge this application class as known; repeatable'
            cand --allow-file 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --raw 'Print the stored payload as it is'
            cand --plain 'Print `data` in its plain form: easier to read, without types'
            cand --strict 'Exit 5 when a payload is malicious or cannot be read'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;list'= {
            cand --state 'Which sessions'
            cand --where 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`'
            cand --limit 'Stop after so many sessions'
            cand --columns 'Columns of the table, separated by commas'
            cand --allow 'Judge this application class as known; repeatable'
            cand --allow-file 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --plain 'Print `data` in its plain form: easier to read, without types'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;decode'= {
            cand --from 'What the files hold, when it cannot be told'
            cand --allow 'Judge this application class as known; repeatable'
            cand --allow-file 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --plain 'Print `data` in its plain form: easier to read, without types'
            cand --explain 'List the pickle''s opcodes with their offsets, and what they import and call, instead of the data'
            cand --strict 'Exit 5 when a payload is malicious or cannot be read'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;put'= {
            cand --data 'The session''s data: JSON, `@FILE`, or `-` for standard input'
            cand --protocol 'Pickle protocol, 2 to 5; every Python from 3.4 reads 4'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --replace 'Replace the session if there is one of that id'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;edit'= {
            cand --set 'Set the value at a path such as user.name or cart[0].price, from typed JSON; repeatable'
            cand --unset 'Take the value at a path out; repeatable, done before `--set`'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;touch'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;delete'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;purge'= {
            cand --idle-for 'Sessions that were not written for so long'
            cand --where 'Sessions for which this JMESPath expression holds, over their fields and plain `data`'
            cand --grace 'Spare sessions that expired less than this ago'
            cand --max-items 'Delete so many sessions at most'
            cand --recheck 'Look again after this long, and delete the same sessions where a request in flight wrote them back'
            cand --confirm 'The table''s name, to delete all its sessions without being asked'
            cand --rcu 'Read capacity units a second at most'
            cand --wcu 'Write capacity units a second at most'
            cand --budget 'Share of the table''s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%'
            cand --segments 'Segments of the table scanned at a time [default: 8]; with `--shard` segments of the whole table'
            cand --concurrency 'Writes in flight at a time'
            cand --shard 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it'
            cand --checkpoint 'Keep in this file how far the job is; the same command goes on from there'
            cand --progress 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --expired 'Sessions whose expiry has passed'
            cand --junk 'Sessions that hold nothing but `_permanent`'
            cand --undecodable 'Sessions whose payload cannot be read'
            cand --all 'All sessions; asks for the table''s name'
            cand --accept-drift 'Purge although the web servers'' clocks make sessions expire too early'
            cand --dry-run 'Delete nothing; count what would be deleted'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;local'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
            cand serve 'Serve the engine over HTTP on 127.0.0.1, for applications in development'
            cand seed 'Write sessions of every kind, as applications write them; creates the table where there is none'
            cand path 'Print the path of the engine''s file'
            cand reset 'Delete the engine''s file with all its tables'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'sessctl;local;serve'= {
            cand --port 'Port to listen on; 0 takes a free one'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'sessctl;local;seed'= {
            cand --count 'How many sessions'
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'sessctl;local;path'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'sessctl;local;reset'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'sessctl;local;help'= {
            cand serve 'Serve the engine over HTTP on 127.0.0.1, for applications in development'
            cand seed 'Write sessions of every kind, as applications write them; creates the table where there is none'
            cand path 'Print the path of the engine''s file'
            cand reset 'Delete the engine''s file with all its tables'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'sessctl;local;help;serve'= {
        }
        &'sessctl;local;help;seed'= {
        }
        &'sessctl;local;help;path'= {
        }
        &'sessctl;local;help;reset'= {
        }
        &'sessctl;local;help;help'= {
        }
        &'sessctl;demo'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'sessctl;completions'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'sessctl;man'= {
            cand -t 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --table 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout''s library uses]'
            cand --region 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]'
            cand --profile 'Profile of the shared AWS configuration [env: AWS_PROFILE]'
            cand --endpoint-url 'DynamoDB endpoint instead of the region''s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]'
            cand --ca-bundle 'Certificates in PEM to trust instead of the system''s [env: AWS_CA_BUNDLE]'
            cand --local 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user''s data directory]'
            cand --layout 'Library whose table it is [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions, whose items alone can be read and written]'
            cand --ttl 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]'
            cand -o 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --output 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]'
            cand --query 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form'
            cand --color 'When to color [env: NO_COLOR, CLICOLOR_FORCE]'
            cand --consistent-read 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
            cand --redact 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
            cand -q 'Print no status and no warnings'
            cand --quiet 'Print no status and no warnings'
            cand -v 'Print what is talked to'
            cand --verbose 'Print what is talked to'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'sessctl;help'= {
            cand init-table 'Create the session table and turn its TTL on; safe to run again'
            cand describe 'Show the table, setting by setting, and what to mind about each'
            cand get 'Show sessions, decoded; nothing in them is executed'
            cand list 'List sessions, decoded, while the table is scanned'
            cand decode 'Decode payloads from files or standard input; nothing in them is executed'
            cand put 'Write a session from JSON; prints its id'
            cand edit 'Change a session in an editor, or by path'
            cand touch 'Move the expiry of sessions to `--ttl` from now'
            cand delete 'Delete sessions, which logs their users out'
            cand purge 'Delete sessions that expired, are idle, or match; never one that changed'
            cand local 'Use the embedded engine in development: serve, fill, find and reset its file'
            cand demo 'Take a tour: real commands on a table in memory that ends with the tour'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual page, or write the pages of all commands into a directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'sessctl;help;init-table'= {
        }
        &'sessctl;help;describe'= {
        }
        &'sessctl;help;get'= {
        }
        &'sessctl;help;list'= {
        }
        &'sessctl;help;decode'= {
        }
        &'sessctl;help;put'= {
        }
        &'sessctl;help;edit'= {
        }
        &'sessctl;help;touch'= {
        }
        &'sessctl;help;delete'= {
        }
        &'sessctl;help;purge'= {
        }
        &'sessctl;help;local'= {
            cand serve 'Serve the engine over HTTP on 127.0.0.1, for applications in development'
            cand seed 'Write sessions of every kind, as applications write them; creates the table where there is none'
            cand path 'Print the path of the engine''s file'
            cand reset 'Delete the engine''s file with all its tables'
        }
        &'sessctl;help;local;serve'= {
        }
        &'sessctl;help;local;seed'= {
        }
        &'sessctl;help;local;path'= {
        }
        &'sessctl;help;local;reset'= {
        }
        &'sessctl;help;demo'= {
        }
        &'sessctl;help;completions'= {
        }
        &'sessctl;help;man'= {
        }
        &'sessctl;help;help'= {
        }
    ]
    if (has-key $values $words[-2]) {
        all $values[$words[-2]]
    } elif (has-key $completions $command) {
        $completions[$command]
    }
}
