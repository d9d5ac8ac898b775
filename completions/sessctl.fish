# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_sessctl_global_optspecs
    string join \n t/table= region= profile= endpoint-url= ca-bundle= local= layout= key-prefix= ttl= consistent-read o/output= query= redact q/quiet v/verbose color= h/help V/version
end

function __fish_sessctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_sessctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_sessctl_using_subcommand
    set -l cmd (__fish_sessctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c sessctl -n "__fish_sessctl_needs_command" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_needs_command" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_needs_command" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_needs_command" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_needs_command" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_needs_command" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_needs_command" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_needs_command" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_needs_command" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_needs_command" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_needs_command" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_needs_command" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_needs_command" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_needs_command" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_needs_command" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_needs_command" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_needs_command" -s V -l version -d 'Print version'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "init-table" -d 'Create the session table and turn its TTL on; safe to run again'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "describe" -d 'Show the table, setting by setting, and what to mind about each'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "get" -d 'Show sessions, decoded; nothing in them is executed'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "list" -d 'List sessions, decoded, while the table is scanned'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "decode" -d 'Decode payloads from files or standard input without executing anything in them'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "put" -d 'Write a session from JSON; prints its id'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "edit" -d 'Change a session in an editor, or by path'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "touch" -d 'Move the expiry of sessions to `--ttl` from now'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "delete" -d 'Delete sessions, which logs their users out'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "purge" -d 'Delete sessions that expired, are idle, or match; never one that changed'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "export" -d 'Write whole items to a file, one a line'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "import" -d 'Write items from files: exports, backups, DynamoDB\'s exports to S3'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "stats" -d 'Count what is in the table: states, formats, verdicts, sizes, keys, classes, times'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "migrate" -d 'Copy sessions to another table, account, layout or format, without logging anybody out'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "local" -d 'Use the embedded engine in development: serve, fill, find and reset its file'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "demo" -d 'Take a tour: real commands on a table in memory that ends with the tour'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "man" -d 'Print the manual page, or write the pages of all commands into a directory'
complete -c sessctl -n "__fish_sessctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l billing -d 'How capacity is paid for: on-demand or provisioned [default: on-demand for a new table]' -r -f -a "on-demand\t''
provisioned\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l read-capacity -d 'Read capacity units, with `--billing provisioned`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l write-capacity -d 'Write capacity units, with `--billing provisioned`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l max-read-units -d 'Read request units a second that an on-demand table serves at most, or `unlimited`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l max-write-units -d 'Write request units a second that an on-demand table serves at most, or `unlimited`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l ttl-attribute -d 'Attribute that expires sessions, instead of the layout\'s' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l point-in-time-recovery -d 'Keep continuous backups, from which the table can be restored as it was up to 35 days ago' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l kms-key -d 'KMS key that encrypts the table, by its id or ARN; `aws-owned` is DynamoDB\'s own' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l table-class -d 'Class of the table: standard, or standard-infrequent-access with cheaper storage and dearer requests' -r -f -a "standard\t''
standard-infrequent-access\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l tag -d 'Tag the table should have; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l spec -d 'Read settings from this TOML file, by the names of the flags; flags win' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l emit -d 'Print the same table for another tool; nothing is looked at' -r -f -a "cloudformation\t'A CloudFormation template in YAML'
terraform\t'A Terraform resource in HCL'
aws-cli\t'A shell script of calls of the AWS CLI'
iam-policy\t'An IAM policy in JSON for a role'"
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l role -d 'Whose policy `--emit iam-policy` prints [default: operator]' -r -f -a "application\t'The web servers: sessions by id'
operator\t'Whoever runs sessctl on the sessions'
provisioner\t'Whoever runs `sessctl init-table`'"
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l timeout -d 'How long to wait until the table can be used' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l no-ttl -d 'Leave TTL alone; without it the layout\'s attribute expires sessions'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l no-point-in-time-recovery -d 'Keep no continuous backups'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l deletion-protection -d 'Have DynamoDB refuse to delete the table'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l no-deletion-protection -d 'Let the table be deleted'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l check -d 'Change nothing; exit 5 and print the differences when there are any'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l dry-run -d 'Change nothing; print what would be done'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand init-table" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand describe" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l allow -d 'Judge this application class as known; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l allow-file -d 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l raw -d 'Print the stored payload as it is'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l plain -d 'Print `data` in its plain form: easier to read, without types'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l strict -d 'Exit 5 when a payload is suspicious, malicious or cannot be read'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l state -d 'Which sessions' -r -f -a "live\t''
expired\t''
any\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l where -d 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l limit -d 'Stop after so many sessions' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l columns -d 'Columns of the table, separated by commas' -r -f -a "id\t''
state\t''
expires_at\t''
ttl\t''
modified\t''
size_bytes\t''
format\t''
protocol\t''
verdict\t''
globals\t''
warnings\t''
data\t''
source\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l allow -d 'Judge this application class as known; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l allow-file -d 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l plain -d 'Print `data` in its plain form: easier to read, without types'
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l strict -d 'Exit 5 when a listed payload is suspicious, malicious or cannot be read'
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l from -d 'Show the files as this format instead of detecting it' -r -f -a "base64\t'A `data` value: a base64 pickle'
pickle\t'The bytes of a pickle'
json\t'A JSON payload'
msgpack\t'A MessagePack payload: its bytes, or those in base64'
dynamodb-json\t'Items in DynamoDB JSON'"
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l allow -d 'Judge this application class as known; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l allow-file -d 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l plain -d 'Print `data` in its plain form: easier to read, without types'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l explain -d 'List the pickle\'s opcodes with their offsets, imports and calls instead of the data'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l strict -d 'Exit 5 if a payload is suspicious, malicious or cannot be read, or a file holds no payload'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l data -d 'The session\'s data: JSON, `@FILE`, or `-` for standard input' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l protocol -d 'Pickle protocol, 2 to 5; every Python from 3.4 reads 4 [default: 4, or 5 for cachelib]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l replace -d 'Replace the session if there is one of that id'
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand put" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l set -d 'Set the value at a path such as user.name or cart[0].price, from typed JSON; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l unset -d 'Take the value at a path out; repeatable, done before `--set`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l show-secrets -d 'Print changed values under secret keys, such as passwords and tokens, as they are'
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand touch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -s y -l yes -d 'Do not ask'
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l idle-for -d 'Sessions that were not written for so long' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l where -d 'Sessions for which this JMESPath expression holds, over their fields and plain `data`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l grace -d 'Spare sessions that expired less than this ago' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l max-items -d 'Delete so many sessions at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l recheck -d 'Look again after this long, and delete the same sessions where a request in flight wrote them back' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l backup -d 'Keep every deleted item in this new file, for `import`; `.gz` and `.zst` compress it' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l confirm -d 'The table\'s name, to delete all its sessions without being asked' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l rcu -d 'Read capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l wcu -d 'Write capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l budget -d 'Share of the table\'s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l segments -d 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l concurrency -d 'Writes in flight at a time' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l shard -d 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l checkpoint -d 'Keep in this file how far the job is; the same command goes on from there' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l progress -d 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere' -r -f -a "auto\t'A bar on a terminal, plain lines elsewhere'
plain\t'A line every 10 seconds'
json\t'A JSON object a second on standard error'
none\t'Nothing'"
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l expired -d 'Sessions whose expiry has passed'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l junk -d 'Sessions that hold nothing but `_permanent`'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l undecodable -d 'Sessions whose payload cannot be read'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l all -d 'All sessions; asks for the table\'s name'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l accept-drift -d 'Purge although the web servers\' clocks make sessions expire too early'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l dry-run -d 'Delete nothing; count what would be deleted'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -s y -l yes -d 'Do not ask'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand purge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l state -d 'Which sessions' -r -f -a "live\t''
expired\t''
any\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l where -d 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l rcu -d 'Read capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l wcu -d 'Write capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l budget -d 'Share of the table\'s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l segments -d 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l concurrency -d 'Writes in flight at a time' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l shard -d 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l checkpoint -d 'Keep in this file how far the job is; the same command goes on from there' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l progress -d 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere' -r -f -a "auto\t'A bar on a terminal, plain lines elsewhere'
plain\t'A line every 10 seconds'
json\t'A JSON object a second on standard error'
none\t'Nothing'"
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l on-conflict -d 'What becomes of a session that is in the table already' -r -f -a "newer\t'The one written last stays'
skip\t'The one in the table stays'
overwrite\t'The one that is read replaces it'
fail\t'The job ends there'"
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l rcu -d 'Read capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l wcu -d 'Write capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l budget -d 'Share of the table\'s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l segments -d 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l concurrency -d 'Writes in flight at a time' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l shard -d 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l checkpoint -d 'Keep in this file how far the job is; the same command goes on from there' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l progress -d 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere' -r -f -a "auto\t'A bar on a terminal, plain lines elsewhere'
plain\t'A line every 10 seconds'
json\t'A JSON object a second on standard error'
none\t'Nothing'"
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l include-expired -d 'Write sessions that have expired too'
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -s y -l yes -d 'Do not ask'
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l html -d 'Write the charts to this new file, too: one page that needs nothing else and no network' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l top -d 'Name so many of the largest sessions, of the keys and of the classes' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l state -d 'Which sessions' -r -f -a "live\t''
expired\t''
any\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l where -d 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l allow -d 'Judge this application class as known; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l allow-file -d 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l rcu -d 'Read capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l wcu -d 'Write capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l budget -d 'Share of the table\'s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l segments -d 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l concurrency -d 'Writes in flight at a time' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l shard -d 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l checkpoint -d 'Keep in this file how far the job is; the same command goes on from there' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l progress -d 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere' -r -f -a "auto\t'A bar on a terminal, plain lines elsewhere'
plain\t'A line every 10 seconds'
json\t'A JSON object a second on standard error'
none\t'Nothing'"
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-table -d 'Table that sessions go to [default: that of the source, or of the library at the target where that is another]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-region -d 'AWS region of the target' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-profile -d 'Profile of the shared AWS configuration for the target, such as one of another account' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-endpoint-url -d 'DynamoDB endpoint of the target' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-local -d 'Go to the embedded engine, stored in FILE' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-layout -d 'Library whose table the target is' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-key-prefix -d 'What stands before the session ids in the key at the target [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l to-format -d 'What payloads become [default: as they are, or what the library at the target writes]' -r -f -a "pickle\t''
json\t''
msgpack\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l state -d 'Which sessions [default: live]' -r -f -a "live\t''
expired\t''
any\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l where -d 'Only sessions for which this JMESPath expression holds, over their fields and plain `data`' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l on-conflict -d 'What becomes of a session that is at the target already [default: newer]' -r -f -a "newer\t'The one written last stays'
skip\t'The one in the table stays'
overwrite\t'The one that is read replaces it'
fail\t'The job ends there'"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l lossy -d 'What becomes of a session that would lose something' -r -f -a "stop\t'The migration ends before anything is written'
skip\t'It is left behind'
allow\t'It is written all the same'"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l class -d 'Convert objects of this class to a `map` of their fields (a dataclass), a `list` of their arguments (a named tuple) or their only `value` (an enum), and do not count them as a loss; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l allow -d 'Judge this application class as known; repeatable' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l allow-file -d 'Judge the classes in this file as known: one `module.Class` a line, `#` starts a comment' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l since -d 'Only what has changed since the migration of this checkpoint began, less 5 minutes for clocks' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l sample -d 'Compare so many sessions instead of all' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l report -d 'List each session that is left behind in this new file, with its id' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l rcu -d 'Read capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l wcu -d 'Write capacity units a second at most' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l budget -d 'Share of the table\'s capacity, provisioned or its on-demand ceilings, to use at most, such as 25%' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l segments -d 'Segments of the table scanned at a time [default: 8, 1 of the embedded engine]; with `--shard` segments of the whole table' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l concurrency -d 'Writes in flight at a time' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l shard -d 'Do part I (from 0) of N of the table; N such jobs on N machines do all of it' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l checkpoint -d 'Keep in this file how far the job is; the same command goes on from there' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l progress -d 'How progress is shown: auto is a bar on a terminal and a line every 10 s elsewhere' -r -f -a "auto\t'A bar on a terminal, plain lines elsewhere'
plain\t'A line every 10 seconds'
json\t'A JSON object a second on standard error'
none\t'Nothing'"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l in-place -d 'Convert the sessions where they are; one that is written meanwhile is read and converted again'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l include-expired -d 'Write sessions that have expired too, as `--state any`'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l include-unreadable -d 'Copy payloads that cannot be read or are malicious byte for byte, where layout and format stay'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l delete-missing -d 'Then delete at the target what the source no longer has: before the application there serves'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l fix-ttl -d 'Mend expiries that are off by a time zone: the life that the application gives a session is `--ttl`'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l verify -d 'Write nothing; compare both sides, value by value. Exits 5 when something differs'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l dry-run -d 'Write nothing; say what would be written, and what would be lost'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -s y -l yes -d 'Do not ask'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand migrate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -f -a "serve" -d 'Serve the engine over HTTP on 127.0.0.1, for applications in development'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -f -a "seed" -d 'Write sessions of every kind, as applications write them; creates the table where there is none'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -f -a "path" -d 'Print the path of the engine\'s file'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -f -a "reset" -d 'Delete the engine\'s file with all its tables'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and not __fish_seen_subcommand_from serve seed path reset help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l port -d 'Port to listen on; 0 takes a free one' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l count -d 'How many sessions' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from seed" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -s y -l yes -d 'Do not ask'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from help" -f -a "serve" -d 'Serve the engine over HTTP on 127.0.0.1, for applications in development'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from help" -f -a "seed" -d 'Write sessions of every kind, as applications write them; creates the table where there is none'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the path of the engine\'s file'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from help" -f -a "reset" -d 'Delete the engine\'s file with all its tables'
complete -c sessctl -n "__fish_sessctl_using_subcommand local; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand demo" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand completions" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -s t -l table -d 'Table that holds the sessions [env: SESSION_DYNAMODB_TABLE, FLASK_SESSION_DYNAMODB_TABLE] [default: flask_sessions, or what the layout\'s library uses]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l region -d 'AWS region [env: SESSION_DYNAMODB_REGION, FLASK_SESSION_DYNAMODB_REGION, then AWS_REGION]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l profile -d 'Profile of the shared AWS configuration [env: AWS_PROFILE]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l endpoint-url -d 'DynamoDB endpoint instead of the region\'s own [env: SESSION_DYNAMODB_ENDPOINT, FLASK_SESSION_DYNAMODB_ENDPOINT, then AWS_ENDPOINT_URL_DYNAMODB]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l ca-bundle -d 'Certificates in PEM to trust instead of the system\'s [env: AWS_CA_BUNDLE]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l local -d 'Use the embedded engine, stored in FILE or held in memory (`:memory:`) [env: SESSCTL_LOCAL] [default file: sessctl/local.db in the user\'s data directory]' -r -F
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l layout -d 'Library whose table it is: flask-dynamodb-sessions, flask-session, cachelib, dynamodb-session-web, connect-dynamodb or tower-sessions-dynamodb-store; for `init-table` and `describe` also django-dynamodb-sessions [env: SESSCTL_LAYOUT] [default: flask-dynamodb-sessions]' -r -f -a "flask-dynamodb-sessions\t''
flask-session\t''
cachelib\t''
dynamodb-session-web\t''
connect-dynamodb\t''
tower-sessions-dynamodb-store\t''
django-dynamodb-sessions\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l key-prefix -d 'What stands before the session ids in the key [env: SESSION_KEY_PREFIX] [default: the library\'s]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l ttl -d 'Life of the sessions that are written, such as 14d or 12h; a bare number is seconds [env: SESSION_DYNAMODB_TTL_SECONDS, FLASK_SESSION_DYNAMODB_TTL_SECONDS] [default: 14d]' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -s o -l output -d 'How results are printed: json is one document, ndjson one line a record [env: SESSCTL_OUTPUT] [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l query -d 'Print what this JMESPath expression finds in the JSON output; `data` is in its plain form' -r
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l color -d 'When to color [env: NO_COLOR, CLICOLOR_FORCE]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l consistent-read -d 'Read strongly consistent, at twice the read capacity [env: SESSION_DYNAMODB_CONSISTENT_READ]'
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -l redact -d 'Mask values whose key looks secret and shorten ids to a hash, for logs and tickets [env: SESSCTL_REDACT]'
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -s q -l quiet -d 'Print no status and no warnings'
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -s v -l verbose -d 'Print what is talked to'
complete -c sessctl -n "__fish_sessctl_using_subcommand man" -s h -l help -d 'Print help'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "init-table" -d 'Create the session table and turn its TTL on; safe to run again'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "describe" -d 'Show the table, setting by setting, and what to mind about each'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "get" -d 'Show sessions, decoded; nothing in them is executed'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "list" -d 'List sessions, decoded, while the table is scanned'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "decode" -d 'Decode payloads from files or standard input without executing anything in them'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "put" -d 'Write a session from JSON; prints its id'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "edit" -d 'Change a session in an editor, or by path'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "touch" -d 'Move the expiry of sessions to `--ttl` from now'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "delete" -d 'Delete sessions, which logs their users out'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "purge" -d 'Delete sessions that expired, are idle, or match; never one that changed'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "export" -d 'Write whole items to a file, one a line'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "import" -d 'Write items from files: exports, backups, DynamoDB\'s exports to S3'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "stats" -d 'Count what is in the table: states, formats, verdicts, sizes, keys, classes, times'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "migrate" -d 'Copy sessions to another table, account, layout or format, without logging anybody out'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "local" -d 'Use the embedded engine in development: serve, fill, find and reset its file'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "demo" -d 'Take a tour: real commands on a table in memory that ends with the tour'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "man" -d 'Print the manual page, or write the pages of all commands into a directory'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and not __fish_seen_subcommand_from init-table describe get list decode put edit touch delete purge export import stats migrate local demo completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and __fish_seen_subcommand_from local" -f -a "serve" -d 'Serve the engine over HTTP on 127.0.0.1, for applications in development'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and __fish_seen_subcommand_from local" -f -a "seed" -d 'Write sessions of every kind, as applications write them; creates the table where there is none'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and __fish_seen_subcommand_from local" -f -a "path" -d 'Print the path of the engine\'s file'
complete -c sessctl -n "__fish_sessctl_using_subcommand help; and __fish_seen_subcommand_from local" -f -a "reset" -d 'Delete the engine\'s file with all its tables'
