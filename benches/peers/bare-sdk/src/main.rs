//! `bare-sdk default|plain ENDPOINT TABLE ID`: one GetItem; prints the payload.
//!
//! `default` is the SDK's own HTTP client, which loads the system's certificates; `plain` can do `http://` only.

use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region},
    types::AttributeValue,
};
use aws_smithy_http_client::Builder;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let [client, endpoint, table, id] = std::env::args().skip(1).collect::<Vec<_>>().try_into().expect("four arguments");
    let builder = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "static"))
        .endpoint_url(endpoint);
    let config = match client.as_str() {
        "plain" => builder.http_client(Builder::new().build_http()).build(),
        _ => builder.build(),
    };
    let answer = Client::from_conf(config).get_item().table_name(table).key("id", AttributeValue::S(id)).send().await;
    let item = answer.expect("the engine answers").item.expect("the session exists");
    println!("{}", item["data"].as_s().expect("the payload is a String"));
}
