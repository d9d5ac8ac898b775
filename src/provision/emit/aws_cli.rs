//! A shell script of calls of the AWS CLI. Each call gets its whole request as JSON, which is neither the CLI's
//! shorthand nor a file to load, whatever a name or tag looks like.

use serde_json::{Map, Value, json};

use super::Subject;
use crate::provision::spec::{Billing, Ceiling, Recovery, TableClass};

pub(super) fn script(subject: &Subject<'_>) -> String {
    let spec = subject.spec;
    let table = subject.table;
    let region = subject.region.map(|region| format!(" --region {}", quoted(region))).unwrap_or_default();
    let call = |operation: &str, request: &Value| {
        let json = serde_json::to_string_pretty(request).expect("JSON values can be written");
        format!("aws dynamodb {operation}{region} --cli-input-json {}", quoted(&json))
    };
    let mut script = format!(
        "#!/bin/sh\n# Creates a table for sessions of {}; written by sessctl.\nset -eu\n\n{} >/dev/null\n\
         aws dynamodb wait table-exists{region} --table-name {}\n",
        spec.layout.name,
        call("create-table", &create_table(subject)),
        quoted(table),
    );
    if let Some(ttl) = &spec.ttl {
        let request = json!({
            "TableName": table,
            "TimeToLiveSpecification": {"Enabled": true, "AttributeName": ttl.attribute},
        });
        script.push_str(&format!("\n{} >/dev/null\n", call("update-time-to-live", &request)));
    }
    if let Some(recovery @ Recovery::On { days }) = spec.point_in_time_recovery {
        let mut specification = Map::new();
        specification.insert("PointInTimeRecoveryEnabled".to_owned(), json!(recovery != Recovery::Off));
        if let Some(days) = days {
            specification.insert("RecoveryPeriodInDays".to_owned(), json!(days));
        }
        let request = json!({"TableName": table, "PointInTimeRecoverySpecification": specification});
        script.push_str(&format!(
            "\n# DynamoDB takes a while to enable backups of a new table.\ntries=0\nuntil {} >/dev/null; do\n  \
             tries=$((tries + 1))\n  [ \"$tries\" -lt 24 ] || exit 1\n  sleep 5\ndone\n",
            call("update-continuous-backups", &request)
        ));
    }
    script
}

fn create_table(subject: &Subject<'_>) -> Value {
    let spec = subject.spec;
    let key = spec.layout.key;
    let mut request = Map::new();
    let mut set = |name: &str, value: Value| request.insert(name.to_owned(), value);
    set("TableName", json!(subject.table));
    set("AttributeDefinitions", json!([{"AttributeName": key, "AttributeType": "S"}]));
    set("KeySchema", json!([{"AttributeName": key, "KeyType": "HASH"}]));
    match spec.billing.unwrap_or(Billing::OnDemand) {
        Billing::OnDemand => set("BillingMode", json!("PAY_PER_REQUEST")),
        Billing::Provisioned { read_capacity, write_capacity } => {
            set("BillingMode", json!("PROVISIONED"));
            let throughput =
                json!({"ReadCapacityUnits": read_capacity, "WriteCapacityUnits": write_capacity});
            set("ProvisionedThroughput", throughput)
        }
    };
    let mut ceilings = Map::new();
    for (name, most) in
        [("MaxReadRequestUnits", spec.max_read_units), ("MaxWriteRequestUnits", spec.max_write_units)]
    {
        if let Some(units) = most.and_then(Ceiling::units) {
            ceilings.insert(name.to_owned(), json!(units));
        }
    }
    if !ceilings.is_empty() {
        set("OnDemandThroughput", Value::Object(ceilings));
    }
    if let Some(key) = spec.kms_key_named() {
        set("SSESpecification", json!({"Enabled": true, "SSEType": "KMS", "KMSMasterKeyId": key}));
    }
    match spec.table_class {
        None => {}
        Some(TableClass::Standard) => drop(set("TableClass", json!("STANDARD"))),
        Some(TableClass::StandardInfrequentAccess) => {
            set("TableClass", json!("STANDARD_INFREQUENT_ACCESS"));
        }
    }
    if let Some(on) = spec.deletion_protection {
        set("DeletionProtectionEnabled", json!(on));
    }
    if !spec.tags.is_empty() {
        let tags: Vec<Value> =
            spec.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
        set("Tags", json!(tags));
    }
    Value::Object(request)
}

/// One word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{everything, subject},
        *,
    };
    use crate::provision::Spec;

    #[test]
    fn a_default_table_takes_three_calls() {
        let spec = Spec::default();
        let subject = Subject { region: Some("eu-central-1"), ..subject(&spec) };
        assert_eq!(
            script(&subject),
            r#"#!/bin/sh
# Creates a table for sessions of flask-dynamodb-sessions; written by sessctl.
set -eu

aws dynamodb create-table --region 'eu-central-1' --cli-input-json '{
  "TableName": "flask_sessions",
  "AttributeDefinitions": [
    {
      "AttributeName": "id",
      "AttributeType": "S"
    }
  ],
  "KeySchema": [
    {
      "AttributeName": "id",
      "KeyType": "HASH"
    }
  ],
  "BillingMode": "PAY_PER_REQUEST"
}' >/dev/null
aws dynamodb wait table-exists --region 'eu-central-1' --table-name 'flask_sessions'

aws dynamodb update-time-to-live --region 'eu-central-1' --cli-input-json '{
  "TableName": "flask_sessions",
  "TimeToLiveSpecification": {
    "Enabled": true,
    "AttributeName": "ttl"
  }
}' >/dev/null
"#
        );
    }

    /// Runs the script in a shell whose `aws` prints its arguments, NUL after each.
    #[test]
    fn a_shell_hands_every_text_over_as_it_is() {
        let spec = everything();
        let table = "$(id) it's ${x}\n";
        let subject = Subject { table, ..subject(&spec) };
        let script = script(&subject).replace(" >/dev/null", "");
        let run = format!("aws() {{ printf '%s\\0' \"$@\"; }}\n{script}");
        let output = std::process::Command::new("sh").args(["-c", &run]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let words = String::from_utf8(output.stdout).unwrap();
        let requests: Vec<Value> =
            words.split('\0').filter_map(|word| serde_json::from_str(word).ok()).collect();
        assert_eq!(requests.len(), 3);
        assert_eq!(requests[0], create_table(&subject));
        assert!(words.split('\0').any(|word| word == table), "{words}");
        let tags = requests[0]["Tags"].as_array().unwrap();
        let read: std::collections::BTreeMap<String, String> = tags
            .iter()
            .map(|tag| (tag["Key"].as_str().unwrap().into(), tag["Value"].as_str().unwrap().into()))
            .collect();
        assert_eq!(read, spec.tags);
        assert_eq!(requests[1]["TimeToLiveSpecification"]["AttributeName"], "it's ${ttl}");
    }
}
