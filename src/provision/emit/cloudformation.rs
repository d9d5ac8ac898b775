//! A CloudFormation template. Nothing in it is an intrinsic function, so `${x}` in a text stays text.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::Subject;
use crate::provision::spec::{Billing, Ceiling, Recovery, TableClass};

pub(super) fn template(subject: &Subject<'_>) -> String {
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": format!("Sessions of {}, written by sessctl", subject.spec.layout.name),
        "Resources": {
            "SessionTable": {
                "Type": "AWS::DynamoDB::Table",
                "DeletionPolicy": "Retain",
                "UpdateReplacePolicy": "Retain",
                "Properties": properties(subject),
            },
        },
    });
    let mut out = String::new();
    write_members(&mut out, &template, 0);
    // Functions of CloudFormation have a short form in YAML only.
    out.push_str("Outputs:\n  TableName:\n    Value: !Ref SessionTable\n  TableArn:\n    Value: !GetAtt SessionTable.Arn\n");
    out
}

fn properties(subject: &Subject<'_>) -> Value {
    let spec = subject.spec;
    let key = spec.layout.key;
    let mut properties = Map::new();
    let mut set = |name: &str, value: Value| properties.insert(name.to_owned(), value);
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
    if let Some(ttl) = &spec.ttl {
        set("TimeToLiveSpecification", json!({"AttributeName": ttl.attribute, "Enabled": true}));
    }
    match spec.point_in_time_recovery {
        None => {}
        Some(Recovery::On { days: Some(days) }) => {
            let recovery = json!({"PointInTimeRecoveryEnabled": true, "RecoveryPeriodInDays": days});
            set("PointInTimeRecoverySpecification", recovery);
        }
        Some(recovery) => {
            let on = recovery != Recovery::Off;
            set("PointInTimeRecoverySpecification", json!({"PointInTimeRecoveryEnabled": on}));
        }
    }
    if let Some(on) = spec.deletion_protection {
        set("DeletionProtectionEnabled", json!(on));
    }
    if let Some(key) = spec.kms_key_named() {
        set("SSESpecification", json!({"SSEEnabled": true, "SSEType": "KMS", "KMSMasterKeyId": key}));
    } else if spec.kms_key.is_some() {
        set("SSESpecification", json!({"SSEEnabled": false}));
    }
    match spec.table_class {
        None => {}
        Some(TableClass::Standard) => drop(set("TableClass", json!("STANDARD"))),
        Some(TableClass::StandardInfrequentAccess) => {
            set("TableClass", json!("STANDARD_INFREQUENT_ACCESS"));
        }
    }
    if !spec.tags.is_empty() {
        let tags: Vec<Value> =
            spec.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
        set("Tags", json!(tags));
    }
    Value::Object(properties)
}

/// Writes the members of an object as a YAML block; their names are CloudFormation's, which need no quotes.
fn write_members(out: &mut String, value: &Value, depth: usize) {
    for (n, (name, value)) in value.as_object().into_iter().flatten().enumerate() {
        // The first member of an element stands behind its dash.
        let behind_dash = n == 0 && out.ends_with("- ");
        if !behind_dash {
            out.push_str(&"  ".repeat(depth));
        }
        out.push_str(name);
        out.push(':');
        match value {
            Value::Object(_) => {
                out.push('\n');
                write_members(out, value, depth + 1);
            }
            Value::Array(elements) => {
                out.push('\n');
                for element in elements {
                    out.push_str(&"  ".repeat(depth + 1));
                    out.push_str("- ");
                    write_members(out, element, depth + 2);
                }
            }
            Value::String(text) => out.push_str(&format!(" {}\n", quoted(text))),
            other => out.push_str(&format!(" {other}\n")),
        }
    }
}

/// A text in double quotes, in which YAML and JSON escape alike. YAML wants more escaped: all it does not print.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                write!(out, "\\u{:04x}", u32::from(c)).expect("writing to a String cannot fail");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{everything, subject},
        *,
    };
    use crate::provision::Spec;

    #[test]
    fn a_default_table_is_a_short_template() {
        assert_eq!(
            template(&subject(&Spec::default())),
            r#"AWSTemplateFormatVersion: "2010-09-09"
Description: "Sessions of flask-dynamodb-sessions, written by sessctl"
Resources:
  SessionTable:
    Type: "AWS::DynamoDB::Table"
    DeletionPolicy: "Retain"
    UpdateReplacePolicy: "Retain"
    Properties:
      TableName: "flask_sessions"
      AttributeDefinitions:
        - AttributeName: "id"
          AttributeType: "S"
      KeySchema:
        - AttributeName: "id"
          KeyType: "HASH"
      BillingMode: "PAY_PER_REQUEST"
      TimeToLiveSpecification:
        AttributeName: "ttl"
        Enabled: true
Outputs:
  TableName:
    Value: !Ref SessionTable
  TableArn:
    Value: !GetAtt SessionTable.Arn
"#
        );
    }

    #[test]
    fn texts_stay_on_their_line_and_print() {
        let template = template(&subject(&everything()));
        assert!(
            template.chars().all(|c| c == '\n' || (!c.is_control() && c != '\u{2028}' && c != '\u{feff}'))
        );
        for line in [
            r#"          Value: "$(id)""#,
            r#"          Value: "it's""#,
            r#"          Value: "say \"hi\"""#,
            r#"          Value: "${x}""#,
            r#"          Value: "two\nlines\r\n""#,
            r#"        AttributeName: "it's ${ttl}""#,
        ] {
            assert!(template.lines().any(|found| found == line), "{line}\n{template}");
        }
    }
}
