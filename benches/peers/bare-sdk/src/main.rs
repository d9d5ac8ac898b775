//! What a program does that has the SDK and nothing else.
//!
//!     bare-sdk get default|plain ENDPOINT TABLE ID    one GetItem; prints the payload
//!     bare-sdk scan ENDPOINT TABLE SEGMENTS           a parallel scan; prints how many items
//!     bare-sdk purge ENDPOINT TABLE SEGMENTS          the same, and conditional deletes, 32 at a time
//!     bare-sdk copy ENDPOINT TABLE SEGMENTS TARGET    the same, and conditional puts of whole items to another table
//!
//! `default` is the SDK's own HTTP client, which loads the system's certificates; `plain` can do `http://` only.

use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region},
    types::AttributeValue,
};
use aws_smithy_http_client::Builder;
use futures_util::{StreamExt as _, stream};

fn client(kind: &str, endpoint: &str) -> Client {
    let builder = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "static"))
        .endpoint_url(endpoint);
    Client::from_conf(match kind {
        "plain" => builder.http_client(Builder::new().build_http()).build(),
        _ => builder.build(),
    })
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut runtime = match args[0] {
        "get" => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    runtime.enable_all().build().expect("a runtime").block_on(async {
        match args[..] {
            ["get", kind, endpoint, table, id] => get(&client(kind, endpoint), table, id).await,
            ["scan", endpoint, table, segments] => run(endpoint, table, segments, Job::Scan).await,
            ["purge", endpoint, table, segments] => run(endpoint, table, segments, Job::Purge).await,
            ["copy", endpoint, table, segments, target] => {
                run(endpoint, table, segments, Job::Copy(target.to_owned())).await;
            }
            _ => panic!("see the source for the arguments"),
        }
    });
}

async fn get(client: &Client, table: &str, id: &str) {
    let id = AttributeValue::S(id.to_owned());
    let answer = client.get_item().table_name(table).key("id", id).send().await;
    let item = answer.expect("the engine answers").item.expect("the session exists");
    println!("{}", item["data"].as_s().expect("the payload is a String"));
}

#[derive(Clone)]
enum Job {
    Scan,
    Purge,
    /// To this table.
    Copy(String),
}

async fn run(endpoint: &str, table: &str, segments: &str, job: Job) {
    let client = client("plain", endpoint);
    let total: i32 = segments.parse().expect("a number of segments");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let workers = (0..total).map(|segment| {
        let (client, table, job) = (client.clone(), table.to_owned(), job.clone());
        tokio::spawn(async move { scan(&client, &table, segment, total, now, job).await })
    });
    let mut items = 0;
    for worker in workers.collect::<Vec<_>>() {
        items += worker.await.expect("a worker ends");
    }
    println!("{items}");
}

async fn scan(client: &Client, table: &str, segment: i32, total: i32, now: u64, job: Job) -> usize {
    let cutoff = AttributeValue::N(now.to_string());
    let mut items = 0;
    let mut start = None;
    loop {
        // The page size of sessctl, so that an engine has the same to do.
        let mut request = client.scan().table_name(table).segment(segment).total_segments(total).limit(2000);
        if let Job::Purge = job {
            request = request
                .filter_expression("#ttl < :cutoff")
                .projection_expression("#id, #ttl")
                .expression_attribute_names("#id", "id")
                .expression_attribute_names("#ttl", "ttl")
                .expression_attribute_values(":cutoff", cutoff.clone());
        }
        let page = request.set_exclusive_start_key(start).send().await.expect("a page");
        let found = page.items.unwrap_or_default();
        items += found.len();
        // 32 in flight over all segments.
        let in_flight = (32 / total as usize).max(1);
        if let Job::Copy(target) = &job {
            let puts = stream::iter(found).map(|item| {
                let put = client
                    .put_item()
                    .table_name(target)
                    .condition_expression("attribute_not_exists(#id) OR #modified < :modified")
                    .expression_attribute_names("#id", "id")
                    .expression_attribute_names("#modified", "modified")
                    .expression_attribute_values(":modified", item["modified"].clone())
                    .set_item(Some(item));
                async move { put.send().await.map(drop).expect("a put") }
            });
            puts.buffer_unordered(in_flight).collect::<Vec<()>>().await;
        } else if let Job::Purge = job {
            let deletes = stream::iter(found).map(|mut item| {
                let key = item.remove("id").expect("a key");
                let delete = client
                    .delete_item()
                    .table_name(table)
                    .key("id", key)
                    .condition_expression("#ttl < :cutoff")
                    .expression_attribute_names("#ttl", "ttl")
                    .expression_attribute_values(":cutoff", cutoff.clone());
                async move { delete.send().await.map(drop).expect("a delete") }
            });
            deletes.buffer_unordered(in_flight).collect::<Vec<()>>().await;
        }
        start = page.last_evaluated_key.filter(|key| !key.is_empty());
        if start.is_none() {
            return items;
        }
    }
}
