//! From an operation's name and JSON to the engine's method and back.
//!
//! The engine's own HTTP server does this too, but is left out of the build for allowing every web origin. What
//! it does beyond this, wording type mismatches as DynamoDB's Java does, is not repeated: the error codes agree.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Response;

/// The services whose operations one DynamoDB endpoint answers.
const TARGET_PREFIXES: [&str; 2] = ["DynamoDB_20120810.", "DynamoDBStreams_20120810."];

/// Runs the operation that `target` names.
pub(super) fn call(db: &Database, target: &str, body: &[u8]) -> Response {
    let Some(operation) = TARGET_PREFIXES.iter().find_map(|prefix| target.strip_prefix(prefix)) else {
        return unknown_operation(target);
    };
    let request = Request { operation, body };
    // The engine is somebody else's code under somebody else's input. Where a build unwinds, a panic leaves its
    // lock poisoned, which it reports by itself on the next call, so nothing half done is used.
    catch_unwind(AssertUnwindSafe(|| dispatch(db, request))).unwrap_or_else(|_| {
        refused(&DynoxideError::InternalServerError(format!("the engine panicked in `{operation}`")))
    })
}

fn dispatch(db: &Database, request: Request<'_>) -> Response {
    match request.operation {
        "BatchExecuteStatement" => request.run(|r| db.batch_execute_statement(r)),
        "BatchGetItem" => request.run(|r| db.batch_get_item(r)),
        "BatchWriteItem" => request.run(|r| db.batch_write_item(r)),
        "CreateTable" => request.run(|r| db.create_table(r)),
        "DeleteItem" => request.run(|r| db.delete_item(r)),
        "DeleteTable" => request.run(|r| db.delete_table(r)),
        "DescribeStream" => request.run(|r| db.describe_stream(r)),
        "DescribeTable" => request.run(|r| db.describe_table(r)),
        "DescribeTimeToLive" => request.run(|r| db.describe_time_to_live(r)),
        "ExecuteStatement" => request.run(|r| db.execute_statement(r)),
        "ExecuteTransaction" => request.run(|r| db.execute_transaction(r)),
        "GetItem" => request.run(|r| db.get_item(r)),
        "GetRecords" => request.run(|r| db.get_records(r)),
        "GetShardIterator" => request.run(|r| db.get_shard_iterator(r)),
        "ListStreams" => request.run(|r| db.list_streams(r)),
        "ListTables" => request.run(|r| db.list_tables(r)),
        "ListTagsOfResource" => request.run(|r| db.list_tags_of_resource(r)),
        "PutItem" => request.run(|r| db.put_item(r)),
        "Query" => request.run(|r| db.query(r)),
        "Scan" => request.run(|r| db.scan(r)),
        "SearchVectors" => request.run(|r| db.search_vectors(r)),
        "TagResource" => request.run(|r| db.tag_resource(r)),
        "TransactGetItems" => request.run(|r| db.transact_get_items(r)),
        "TransactWriteItems" => request.run(|r| db.transact_write_items(r)),
        "UntagResource" => request.run(|r| db.untag_resource(r)),
        "UpdateItem" => request.run(|r| db.update_item(r)),
        "UpdateTable" => request.run(|r| db.update_table(r)),
        "UpdateTimeToLive" => request.run(|r| db.update_time_to_live(r)),
        other => unknown_operation(other),
    }
}

/// One operation that has yet to be decoded.
#[derive(Clone, Copy)]
struct Request<'a> {
    operation: &'a str,
    body: &'a [u8],
}

impl Request<'_> {
    /// Decodes the body for `method`, calls it and encodes what it returns.
    fn run<Q: DeserializeOwned, A: Serialize>(
        self,
        method: impl FnOnce(Q) -> dynoxide::Result<A>,
    ) -> Response {
        let answer = serde_json::from_slice(self.body)
            .map_err(|error| undecodable(self.operation, &error))
            .and_then(method)
            .and_then(|answer| {
                serde_json::to_vec(&answer)
                    .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
            });
        match answer {
            Ok(body) => Response { status: 200, body },
            Err(error) => refused(&error),
        }
    }
}

/// The error DynamoDB gives for a body that cannot be decoded.
///
/// The engine's request types check values while they are decoded. What such a check has to say passes through
/// serde as text, with the kind of error in front and serde's position behind.
fn undecodable(operation: &str, error: &serde_json::Error) -> DynoxideError {
    use DynoxideError::{SerializationException, ValidationException};

    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&position).unwrap_or(&text);
    match text.split_once(':') {
        Some(("VALIDATION" | "VALIDATION_AS_READ", message)) => ValidationException(message.to_owned()),
        Some(("VALIDATION_REQUEST", message)) => ValidationException(match operation {
            "PutItem" | "UpdateItem" | "DeleteItem" => format!("1 validation error detected: {message}"),
            _ => message.to_owned(),
        }),
        Some(("SERIALIZATION" | "SERIALIZATION_AS_READ", message)) => {
            SerializationException(message.to_owned())
        }
        // serde_json gives up at 128 levels of JSON, DynamoDB at 32 of values, which are at least 64 of JSON.
        _ if text.starts_with("recursion limit exceeded") => ValidationException(
            "Nesting Levels have exceeded supported limits: \
             Attributes in the item have nested levels beyond supported limit"
                .to_owned(),
        ),
        // A member that is absent, null or not of its enumeration is well formed, and so not valid.
        _ if ["missing field", "unknown variant", "invalid type: null", "AttributeValue"]
            .iter()
            .any(|hint| text.contains(hint)) =>
        {
            ValidationException(text.to_owned())
        }
        _ => SerializationException(text.to_owned()),
    }
}

pub(super) fn refused(error: &DynoxideError) -> Response {
    Response { status: error.status_code(), body: error.to_json().into_bytes() }
}

fn unknown_operation(name: &str) -> Response {
    let body = serde_json::json!({
        "__type": "com.amazon.coral.service#UnknownOperationException",
        "message": format!("the embedded engine has no operation `{name}`"),
    });
    Response { status: 400, body: body.to_string().into_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATIONS: &[&str] = &[
        "BatchExecuteStatement",
        "BatchGetItem",
        "BatchWriteItem",
        "CreateTable",
        "DeleteItem",
        "DeleteTable",
        "DescribeStream",
        "DescribeTable",
        "DescribeTimeToLive",
        "ExecuteStatement",
        "ExecuteTransaction",
        "GetItem",
        "GetRecords",
        "GetShardIterator",
        "ListStreams",
        "ListTables",
        "ListTagsOfResource",
        "PutItem",
        "Query",
        "Scan",
        "SearchVectors",
        "TagResource",
        "TransactGetItems",
        "TransactWriteItems",
        "UntagResource",
        "UpdateItem",
        "UpdateTable",
        "UpdateTimeToLive",
    ];

    const TABLE: &str = r#"{
        "TableName": "sessions",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST"
    }"#;

    fn with_table() -> Database {
        let db = Database::memory().unwrap();
        assert_eq!(call(&db, "DynamoDB_20120810.CreateTable", TABLE.as_bytes()).status, 200);
        db
    }

    /// The status, the error's code and its message, of which DynamoDB capitalises the name at times.
    fn ask(db: &Database, operation: &str, body: &[u8]) -> (u16, String, String) {
        let answer = call(db, &format!("DynamoDB_20120810.{operation}"), body);
        let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        let member = |name: &str| body[name].as_str().map(str::to_owned);
        let code = member("__type").map(|kind| kind.rsplit('#').next().unwrap_or_default().to_owned());
        let message = member("message").or_else(|| member("Message"));
        (answer.status, code.unwrap_or_default(), message.unwrap_or_default())
    }

    #[test]
    fn every_operation_is_known_and_needs_a_body() {
        let db = Database::memory().unwrap();
        for operation in OPERATIONS {
            let (status, code, _) = ask(&db, operation, b"");
            assert_eq!((status, code.as_str()), (400, "SerializationException"), "{operation}");
        }
    }

    #[test]
    fn another_target_is_an_unknown_operation() {
        let db = Database::memory().unwrap();
        for target in ["", "GetItem", "DynamoDB_20120810.", "DynamoDB_20120810.Get\"Item", "S3.GetItem"] {
            let answer = call(&db, target, b"{}");
            assert_eq!(answer.status, 400, "{target}");
            let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(body["__type"], "com.amazon.coral.service#UnknownOperationException", "{target}");
        }
    }

    #[test]
    fn stream_operations_answer_under_their_own_service_name() {
        let answer = call(&with_table(), "DynamoDBStreams_20120810.ListStreams", b"{}");
        assert_eq!(answer.status, 200);
    }

    #[test]
    fn malformed_json_is_a_serialization_exception() {
        let db = with_table();
        let bodies: [&[u8]; 5] =
            [b"{", b"nonsense", b"{\"TableName\": \"sessions\"}{}", b"{\"TableName\": 7}", b"\xff\xfe"];
        for body in bodies {
            let (status, code, _) = ask(&db, "DescribeTable", body);
            assert_eq!((status, code.as_str()), (400, "SerializationException"), "{body:?}");
        }
    }

    #[test]
    fn checks_made_while_decoding_are_worded_as_aws_words_them() {
        let db = with_table();
        let refused = |operation, body: &[u8]| {
            let (status, code, message) = ask(&db, operation, body);
            assert_eq!((status, code.as_str()), (400, "ValidationException"), "{message}");
            message
        };
        assert_eq!(
            refused("PutItem", br#"{"TableName": "sessions", "Item": {"id": {"S": "a", "N": "1"}}}"#),
            "Supplied AttributeValue has more than one datatypes set, \
             must contain exactly one of the supported datatypes"
        );
        let null = "One or more parameter values were invalid: \
                    Null attribute value types must have the value of true";
        assert_eq!(
            refused("PutItem", br#"{"TableName": "sessions", "Item": {"id": {"NULL": false}}}"#),
            format!("1 validation error detected: {null}")
        );
        assert_eq!(refused("GetItem", br#"{"TableName": "sessions", "Key": {"id": {"NULL": false}}}"#), null);
        refused("PutItem", br#"{"TableName": "sessions", "Item": {"id": {}}}"#);
        refused("PutItem", br#"{"TableName": "sessions"}"#);
        refused("GetItem", br#"{"TableName": null, "Key": {}}"#);
    }

    #[test]
    fn values_nested_too_deep_are_a_validation_exception() {
        let db = with_table();
        for levels in [33, 100, 10_000] {
            let value = format!("{}{{\"S\":\"x\"}}{}", r#"{"L":["#.repeat(levels), "]}".repeat(levels));
            let body = format!(r#"{{"TableName":"sessions","Item":{{"id":{{"S":"a"}},"v":{value}}}}}"#);
            let (status, code, message) = ask(&db, "PutItem", body.as_bytes());
            assert_eq!((status, code.as_str()), (400, "ValidationException"), "{levels}: {message}");
            assert!(message.contains("Nesting Levels have exceeded"), "{message}");
        }
    }

    /// A response every time, from the engine and not from a caught panic.
    #[test]
    fn hostile_bodies_are_answered() {
        let engine = crate::local::Engine::memory().unwrap();
        let ask = |operation: &str, body: &str| {
            let answer = engine.call(&format!("DynamoDB_20120810.{operation}"), body.as_bytes());
            (answer.status, String::from_utf8(answer.body).unwrap())
        };
        let deep = "(".repeat(4090);
        let deeper = "(".repeat(100_000);
        let not = "NOT ".repeat(1000);
        let path = format!("a{}", ".a".repeat(2000));
        let mut bodies = vec!["{}".to_owned(), "null".to_owned(), "[[[]]]".to_owned(), "\"\"".to_owned()];
        for value in
            ["null", "0", "-1", "1e999", "\"\"", "\"\\u0000\"", "[]", "[null]", "{}", "{\"\":{}}", "true"]
        {
            for member in [
                "TableName",
                "Item",
                "Key",
                "KeySchema",
                "AttributeDefinitions",
                "ExpressionAttributeNames",
                "ExpressionAttributeValues",
                "RequestItems",
                "TransactItems",
                "TransactStatements",
                "Statements",
                "Statement",
                "ExclusiveStartKey",
                "Limit",
                "TotalSegments",
                "ShardIterator",
                "StreamArn",
                "ResourceArn",
                "NextToken",
                "TimeToLiveSpecification",
            ] {
                bodies.push(format!(r#"{{"TableName":"sessions","{member}":{value}}}"#));
            }
        }
        for expression in [
            &deep,
            &deeper,
            &not,
            &path,
            "",
            "\u{0}",
            "\u{1F36A}",
            "a = ",
            "SET",
            "size(",
            "a[99999999999999]",
        ] {
            let expression = serde_json::to_string(expression).unwrap();
            for member in [
                "FilterExpression",
                "ConditionExpression",
                "UpdateExpression",
                "KeyConditionExpression",
                "ProjectionExpression",
                "Statement",
            ] {
                bodies.push(format!(
                    r#"{{"TableName":"sessions","Key":{{"id":{{"S":"a"}}}},"Item":{{"id":{{"S":"a"}}}},"{member}":{expression}}}"#
                ));
            }
        }
        for operation in OPERATIONS {
            for body in &bodies {
                // Some of them delete the table.
                let _ = ask("CreateTable", TABLE);
                let (status, answer) = ask(operation, body);
                assert!(matches!(status, 200 | 400), "{operation} {body}: {status} {answer}");
            }
        }
    }
}
