//! IAM policies: what each role may do on the table, and nothing else.

use serde_json::{Value, json};

use super::Subject;
use crate::store::Operation;

/// Who works with a session table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The web servers: read, write and delete sessions by id.
    Application,
    /// Whoever runs sessctl on the sessions.
    Operator,
    /// Whoever runs `sessctl init-table`, or checks with it.
    Provisioner,
}

/// Who of those that run sessctl sends an operation. A new operation has no policy until it stands here.
fn senders(operation: Operation) -> &'static [Role] {
    use Role::{Operator, Provisioner};
    match operation {
        Operation::DeleteItem
        | Operation::GetItem
        | Operation::PutItem
        | Operation::Scan
        | Operation::UpdateItem => &[Operator],
        Operation::DescribeTable
        | Operation::DescribeTimeToLive
        | Operation::DescribeContinuousBackups
        | Operation::ListTagsOfResource => &[Operator, Provisioner],
        Operation::CreateTable
        | Operation::TagResource
        | Operation::UpdateContinuousBackups
        | Operation::UpdateTable
        | Operation::UpdateTimeToLive => &[Provisioner],
    }
}

pub(super) fn policy(subject: &Subject<'_>, role: Role) -> String {
    let operations: Vec<&str> = match role {
        Role::Application => subject.spec.layout.requests.to_vec(),
        _ => {
            let sent = Operation::ALL.into_iter().filter(|operation| senders(*operation).contains(&role));
            sent.map(Operation::name).collect()
        }
    };
    let actions: Vec<String> = operations.into_iter().map(|name| format!("dynamodb:{name}")).collect();
    let sid = match role {
        Role::Application => "SessionApplication",
        Role::Operator => "SessionOperator",
        Role::Provisioner => "SessionTableProvisioner",
    };
    let table = arn("dynamodb", subject, "table", subject.table);
    let mut statements = vec![json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": table})];
    if let Some(key) = subject.spec.kms_key_named() {
        statements.push(key_statement(subject, role, key));
    }
    let policy = json!({"Version": "2012-10-17", "Statement": statements});
    serde_json::to_string_pretty(&policy).expect("JSON values can be written") + "\n"
}

/// What DynamoDB does with the key on behalf of whoever asks (Developer Guide, "DynamoDB encryption at rest",
/// authorizing use of a customer managed key). Only through DynamoDB, so the key opens nothing else.
fn key_statement(subject: &Subject<'_>, role: Role, key: &str) -> Value {
    let actions: &[&str] = match role {
        Role::Application | Role::Operator => &["kms:Decrypt", "kms:DescribeKey"],
        Role::Provisioner => &[
            "kms:CreateGrant",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ],
    };
    let via = match partition(subject.region) {
        "aws-cn" => "dynamodb.*.amazonaws.com.cn",
        _ => "dynamodb.*.amazonaws.com",
    };
    json!({
        "Sid": "SessionTableKey",
        "Effect": "Allow",
        "Action": actions,
        "Resource": if key.starts_with("arn:") { literal(key) } else { arn("kms", subject, "key", key) },
        "Condition": {"StringLike": {"kms:ViaService": via}},
    })
}

/// In any account: a policy of an identity reaches its own account's tables only.
fn arn(service: &str, subject: &Subject<'_>, kind: &str, name: &str) -> String {
    if name.starts_with("arn:") {
        return literal(name);
    }
    let region = subject.region.unwrap_or("*");
    format!("arn:{}:{service}:{region}:*:{kind}/{}", partition(subject.region), literal(name))
}

fn partition(region: Option<&str>) -> &'static str {
    match region {
        Some(region) if region.starts_with("cn-") => "aws-cn",
        Some(region) if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// Text in which IAM finds neither wildcards nor variables (IAM User Guide, "Policy variables and tags").
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '*' | '?' | '$' => out.push_str(&format!("${{{c}}}")),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{everything, subject},
        *,
    };
    use crate::{layout::Layout, provision::Spec};

    fn of(spec: &Spec, role: Role) -> Value {
        serde_json::from_str(&policy(&subject(spec), role)).unwrap()
    }

    #[test]
    fn each_role_may_do_its_work_and_nothing_else() {
        let spec = Spec::default();
        assert_eq!(
            of(&spec, Role::Application)["Statement"][0]["Action"],
            json!(["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"])
        );
        for role in [Role::Application, Role::Operator, Role::Provisioner] {
            let policy = policy(&subject(&spec), role);
            assert!(!policy.contains("DeleteTable") && !policy.contains(":*\""), "{policy}");
            assert_eq!(policy.contains("CreateTable"), role == Role::Provisioner);
            assert_eq!(policy.contains("Scan"), role == Role::Operator);
            assert_eq!(policy.contains("UpdateItem"), role != Role::Provisioner);
        }
    }

    #[test]
    fn every_operation_is_permitted_to_somebody() {
        for operation in Operation::ALL {
            assert!(!senders(operation).is_empty(), "{operation:?}");
        }
    }

    #[test]
    fn the_resource_is_the_table_alone() {
        let spec = Spec::default();
        let resource = |region| {
            let subject = Subject { region, ..subject(&spec) };
            serde_json::from_str::<Value>(&policy(&subject, Role::Operator)).unwrap()["Statement"][0]
                ["Resource"]
                .clone()
        };
        assert_eq!(resource(None), "arn:aws:dynamodb:*:*:table/flask_sessions");
        assert_eq!(resource(Some("eu-central-1")), "arn:aws:dynamodb:eu-central-1:*:table/flask_sessions");
        assert_eq!(resource(Some("cn-north-1")), "arn:aws-cn:dynamodb:cn-north-1:*:table/flask_sessions");
        assert_eq!(literal("a*b?${c}"), "a${*}b${?}${$}{c}");
    }

    #[test]
    fn a_key_of_ones_own_is_used_through_dynamodb_only() {
        let policy = of(&everything(), Role::Provisioner);
        let key = &policy["Statement"][1];
        assert_eq!(key["Resource"], "arn:aws:kms:eu-central-1:123456789012:key/1234abcd");
        assert!(key["Condition"]["StringLike"]["kms:ViaService"].as_str().unwrap().starts_with("dynamodb."));
    }

    #[test]
    fn an_application_may_do_what_its_library_sends() {
        let of = |name| {
            let spec = crate::provision::Wishes::default().spec(Layout::named(name).unwrap()).unwrap();
            policy(&subject(&spec), Role::Application)
        };
        assert!(of("connect-dynamodb").contains("dynamodb:PutItem"));
        assert!(of("tower-sessions").contains("dynamodb:Query"));
    }
}
