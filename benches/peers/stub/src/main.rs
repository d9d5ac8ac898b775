//! `stub SESSIONS ITEMS`: DynamoDB's HTTP interface over a table that is not there, on a free port of loopback; prints
//! its address.
//!
//! ITEMS is a file of items, one a line as `sessctl export` writes them. A scan is answered with pages of at most 1 MB of
//! them, made beforehand, and not more items than are asked for, until SESSIONS were read; a get or a query with the first
//! of them; deletes, puts and updates succeed. It answers from one thread.

use std::{cell::Cell, convert::Infallible, rc::Rc};

use http_body_util::{BodyExt as _, Full};
use hyper::{Request, Response, body::{Bytes, Incoming}, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Bytes of items in a page; DynamoDB counts items, not their JSON, but the difference is small here.
const PAGE_BYTES: usize = 1024 * 1024;

struct Stub {
    sessions: u64,
    /// Items in 1 MB.
    page_items: usize,
    /// All of each item.
    whole: Items,
    /// The key and the expiry of each.
    narrow: Items,
    /// The first item, for who asks for one.
    first: String,
    deletes: Cell<u64>,
}

/// Items as text, with commas between, and where in it each ends.
struct Items {
    text: String,
    ends: Vec<usize>,
}

impl Items {
    fn new(items: &[Value]) -> Self {
        let mut list = Self { text: String::new(), ends: Vec::new() };
        for item in items {
            if !list.ends.is_empty() {
                list.text.push(',');
            }
            list.text.push_str(&item.to_string());
            list.ends.push(list.text.len());
        }
        list
    }

    fn page(&self, start: usize, count: usize) -> &str {
        if count == 0 {
            return "";
        }
        let begin = if start == 0 { 0 } else { self.ends[start - 1] + 1 };
        &self.text[begin..self.ends[start + count - 1]]
    }
}

impl Stub {
    fn new(sessions: u64, file: &str) -> Self {
        let text = std::fs::read_to_string(file).expect("a file of items");
        let items: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON")["Item"].take())
            .collect();
        let page_items = PAGE_BYTES * items.len() / text.len();
        let narrow: Vec<Value> = items.iter().map(|item| json!({"id": item["id"], "ttl": item["ttl"]})).collect();
        let first = items[0].to_string();
        let (whole, narrow) = (Items::new(&items), Items::new(&narrow));
        Self { sessions, page_items, whole, narrow, first, deletes: Cell::new(0) }
    }

    fn answer(&self, operation: &str, body: &Value) -> String {
        match operation {
            "Scan" => self.scan(body),
            "GetItem" => format!(r#"{{"Item":{}}}"#, self.first),
            "Query" => format!(r#"{{"Items":[{}],"Count":1,"ScannedCount":1}}"#, self.first),
            "DeleteItem" | "PutItem" => {
                self.deletes.set(self.deletes.get() + 1);
                r#"{"ConsumedCapacity":{"TableName":"flask_sessions","CapacityUnits":1.0}}"#.to_owned()
            }
            "DescribeTable" => json!({"Table": {
                "TableName": "flask_sessions", "TableStatus": "ACTIVE", "CreationDateTime": 1763900000.0,
                "ItemCount": self.sessions, "TableSizeBytes": self.sessions * 500,
                "TableArn": "arn:aws:dynamodb:us-east-1:000000000000:table/flask_sessions",
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
            }}).to_string(),
            "DescribeTimeToLive" => {
                json!({"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}}).to_string()
            }
            "DescribeContinuousBackups" => {
                json!({"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED"}}).to_string()
            }
            "ListTagsOfResource" => json!({"Tags": []}).to_string(),
            _ => "{}".to_owned(),
        }
    }

    /// The key says how many sessions of the segment were read.
    fn scan(&self, body: &Value) -> String {
        let total = body["TotalSegments"].as_u64().unwrap_or(1);
        let segment = body["Segment"].as_u64().unwrap_or(0);
        let share = self.sessions / total + u64::from(segment < self.sessions % total);
        let start = body["ExclusiveStartKey"]["id"]["S"].as_str();
        let read: u64 = start.map_or(0, |key| key.rsplit('-').next().and_then(|n| n.parse().ok()).expect("our key"));
        let list = if body.get("ProjectionExpression").is_some() { &self.narrow } else { &self.whole };
        let begin = read as usize % list.ends.len();
        let limit = body["Limit"].as_u64().map_or(self.page_items, |limit| limit as usize);
        let items = limit.min(self.page_items).min((share - read) as usize).min(list.ends.len() - begin);
        let text = list.page(begin, items);
        let read = read + items as u64;
        let more = if read < share { format!(r#","LastEvaluatedKey":{{"id":{{"S":"s-{segment}-{read}"}}}}"#) } else { String::new() };
        format!(
            r#"{{"Items":[{text}],"Count":{items},"ScannedCount":{items},"ConsumedCapacity":{{"TableName":"flask_sessions","CapacityUnits":128.0}}{more}}}"#
        )
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let stub = Rc::new(Stub::new(args[0].parse().expect("a number of sessions"), &args[1]));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    let here = tokio::task::LocalSet::new();
    here.run_until(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            stream.set_nodelay(true).expect("TCP");
            let stub = Rc::clone(&stub);
            tokio::task::spawn_local(async move {
                let service = service_fn(|request: Request<Incoming>| {
                    let stub = Rc::clone(&stub);
                    async move {
                        let target = request.headers().get("x-amz-target").and_then(|value| value.to_str().ok());
                        let operation = target.and_then(|target| target.split('.').nth(1)).unwrap_or("").to_owned();
                        let body = request.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
                        // Deletes and updates are not looked at.
                        let body = if operation == "Scan" { serde_json::from_slice(&body).unwrap_or_default() } else { Value::Null };
                        let mut answer = Response::new(Full::new(Bytes::from(stub.answer(&operation, &body))));
                        let json = hyper::header::HeaderValue::from_static("application/x-amz-json-1.0");
                        answer.headers_mut().insert(hyper::header::CONTENT_TYPE, json);
                        Ok::<_, Infallible>(answer)
                    }
                });
                // A client that goes away is no failure.
                drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
            });
        }
    })
    .await;
}
