//! The AWS SDK's HTTP interface, ending in the engine instead of a socket.
//!
//! It has no use for the SDK's connect and read timeouts: nothing is connected to, and the engine bounds its
//! own waiting. The SDK's attempt and operation timeouts apply as ever, though a call that has begun runs on.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use super::{CONTENT_TYPE, Engine};

impl Engine {
    /// Returns the HTTP client to build an SDK configuration with.
    ///
    /// The SDK still wants a region and credentials; any do.
    #[must_use]
    pub fn http_client(&self) -> SharedHttpClient {
        SharedHttpClient::new(InProcess(self.clone()))
    }
}

#[derive(Clone, Debug)]
struct InProcess(Engine);

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let engine = self.0.clone();
        HttpConnectorFuture::new(async move {
            let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
            let body = request
                .body()
                .bytes()
                .ok_or_else(|| ConnectorError::user("the embedded engine takes no streamed bodies".into()))?
                .to_owned();
            let answer = engine.workers.run(target, body).await;
            let status =
                answer.status.try_into().map_err(|error| ConnectorError::other(Box::new(error), None))?;
            let mut response = HttpResponse::new(status, answer.body.into());
            response.headers_mut().insert("content-type", CONTENT_TYPE);
            Ok(response)
        })
    }
}

#[cfg(test)]
#[cfg(feature = "dynamodb")]
mod tests {
    use std::collections::HashMap;

    use aws_sdk_dynamodb::Client;
    use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
    use aws_sdk_dynamodb::error::ProvideErrorMetadata;
    use aws_sdk_dynamodb::types::{
        AttributeDefinition, AttributeValue, BatchStatementRequest, BillingMode, KeySchemaElement, KeyType,
        ReturnValue, ScalarAttributeType, TableStatus, Tag, TimeToLiveSpecification, TimeToLiveStatus,
    };

    use super::*;

    fn client(engine: &Engine) -> Client {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("any", "any", None, None, "test"))
            .http_client(engine.http_client())
            .build();
        Client::from_conf(config)
    }

    async fn with_sessions_table() -> Client {
        let client = client(&Engine::memory().unwrap());
        create_table(&client).await;
        client
    }

    async fn create_table(client: &Client) {
        client
            .create_table()
            .table_name("sessions")
            .attribute_definitions(
                AttributeDefinition::builder()
                    .attribute_name("id")
                    .attribute_type(ScalarAttributeType::S)
                    .build()
                    .unwrap(),
            )
            .key_schema(
                KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build().unwrap(),
            )
            .billing_mode(BillingMode::PayPerRequest)
            .tags(Tag::builder().key("app").value("shop").build().unwrap())
            .send()
            .await
            .unwrap();
    }

    fn text(value: &str) -> AttributeValue {
        AttributeValue::S(value.to_owned())
    }

    fn number(value: u32) -> AttributeValue {
        AttributeValue::N(value.to_string())
    }

    async fn put(client: &Client, id: &str, ttl: u32) {
        client
            .put_item()
            .table_name("sessions")
            .item("id", text(id))
            .item("ttl", number(ttl))
            .send()
            .await
            .unwrap();
    }

    async fn get(client: &Client, id: &str) -> Option<HashMap<String, AttributeValue>> {
        client.get_item().table_name("sessions").key("id", text(id)).send().await.unwrap().item
    }

    #[tokio::test]
    async fn a_created_table_is_described_as_on_aws() {
        let client = with_sessions_table().await;
        let table =
            client.describe_table().table_name("sessions").send().await.unwrap().table.expect("a table");
        assert_eq!(table.table_status(), Some(&TableStatus::Active));
        // The engine has a region of its own, whatever the client's.
        assert_eq!(table.table_arn(), Some("arn:aws:dynamodb:dynoxide:000000000000:table/sessions"));
        assert!(table.table_id().is_some());
        assert!(table.creation_date_time().is_some());
        assert_eq!(
            table.billing_mode_summary().and_then(|summary| summary.billing_mode()),
            Some(&BillingMode::PayPerRequest)
        );
        let tags =
            client.list_tags_of_resource().resource_arn(table.table_arn().unwrap()).send().await.unwrap();
        assert_eq!(tags.tags()[0].value(), "shop");
    }

    #[tokio::test]
    async fn time_to_live_is_enabled_and_described() {
        let client = with_sessions_table().await;
        client
            .update_time_to_live()
            .table_name("sessions")
            .time_to_live_specification(
                TimeToLiveSpecification::builder().enabled(true).attribute_name("ttl").build().unwrap(),
            )
            .send()
            .await
            .unwrap();
        let answer = client.describe_time_to_live().table_name("sessions").send().await.unwrap();
        let ttl = answer.time_to_live_description().unwrap();
        assert_eq!(ttl.time_to_live_status(), Some(&TimeToLiveStatus::Enabled));
        assert_eq!(ttl.attribute_name(), Some("ttl"));
    }

    #[tokio::test]
    async fn a_conditional_update_changes_the_item_or_fails_by_its_code() {
        let client = with_sessions_table().await;
        put(&client, "a", 100).await;
        let extend_from = |seen: u32| {
            client
                .update_item()
                .table_name("sessions")
                .key("id", text("a"))
                .update_expression("SET #ttl = :new")
                .condition_expression("#ttl = :seen")
                .expression_attribute_names("#ttl", "ttl")
                .expression_attribute_values(":new", number(200))
                .expression_attribute_values(":seen", number(seen))
                .return_values(ReturnValue::AllNew)
                .send()
        };
        let updated = extend_from(100).await.unwrap();
        assert_eq!(updated.attributes().unwrap()["ttl"], number(200));

        let error = extend_from(100).await.unwrap_err().into_service_error();
        assert!(error.is_conditional_check_failed_exception(), "{error:?}");
        assert_eq!(get(&client, "a").await.unwrap()["ttl"], number(200));
    }

    #[tokio::test]
    async fn a_conditional_delete_spares_an_item_that_changed() {
        let client = with_sessions_table().await;
        put(&client, "a", 100).await;
        let delete_expired_at = |now: u32| {
            client
                .delete_item()
                .table_name("sessions")
                .key("id", text("a"))
                .condition_expression("#ttl < :now")
                .expression_attribute_names("#ttl", "ttl")
                .expression_attribute_values(":now", number(now))
                .send()
        };
        let error = delete_expired_at(100).await.unwrap_err().into_service_error();
        assert!(error.is_conditional_check_failed_exception(), "{error:?}");
        assert!(get(&client, "a").await.is_some());
        delete_expired_at(101).await.unwrap();
        assert!(get(&client, "a").await.is_none());
    }

    #[tokio::test]
    async fn the_segments_of_a_filtered_scan_are_the_whole_table_once() {
        let client = with_sessions_table().await;
        for id in 0..100 {
            put(&client, &format!("s{id}"), id).await;
        }
        let (mut seen, mut scanned) = (Vec::new(), 0);
        for segment in 0..4 {
            let mut start = None;
            loop {
                let page = client
                    .scan()
                    .table_name("sessions")
                    .segment(segment)
                    .total_segments(4)
                    .limit(7)
                    .filter_expression("#ttl < :limit")
                    .expression_attribute_names("#ttl", "ttl")
                    .expression_attribute_values(":limit", number(60))
                    .set_exclusive_start_key(start)
                    .send()
                    .await
                    .unwrap();
                scanned += page.scanned_count();
                seen.extend(page.items().iter().map(|item| item["id"].as_s().unwrap().clone()));
                start = page.last_evaluated_key;
                if start.is_none() {
                    break;
                }
            }
        }
        seen.sort();
        let mut expected: Vec<String> = (0..60).map(|id| format!("s{id}")).collect();
        expected.sort();
        assert_eq!(seen, expected);
        assert_eq!(scanned, 100);
    }

    #[tokio::test]
    async fn statements_of_a_batch_fail_one_by_one() {
        let client = with_sessions_table().await;
        put(&client, "a", 100).await;
        put(&client, "b", 200).await;
        let delete = |id: &str| {
            BatchStatementRequest::builder()
                .statement(r#"DELETE FROM "sessions" WHERE "id" = ? AND "ttl" < ?"#)
                .parameters(text(id))
                .parameters(number(150))
                .build()
                .unwrap()
        };
        let answer =
            client.batch_execute_statement().statements(delete("a")).statements(delete("b")).send().await;
        let codes: Vec<_> = answer
            .unwrap()
            .responses()
            .iter()
            .map(|response| {
                response.error().and_then(|error| error.code()).map(|code| code.as_str().to_owned())
            })
            .collect();
        assert_eq!(codes, [None, Some("ConditionalCheckFailed".to_owned())]);
    }

    #[tokio::test]
    async fn a_missing_table_is_not_found() {
        let client = client(&Engine::memory().unwrap());
        let error =
            client.describe_table().table_name("nothing").send().await.unwrap_err().into_service_error();
        assert!(error.is_resource_not_found_exception(), "{error:?}");
        let error = client.scan().table_name("nothing").send().await.unwrap_err().into_service_error();
        assert!(error.is_resource_not_found_exception(), "{error:?}");
    }

    #[tokio::test]
    async fn an_invalid_request_is_a_validation_exception() {
        let client = with_sessions_table().await;
        let error =
            client.get_item().table_name("sessions").key("wrong", text("a")).send().await.unwrap_err();
        assert_eq!(error.code(), Some("ValidationException"));
        // Refused while the request is decoded rather than by the operation.
        let error = client
            .put_item()
            .table_name("sessions")
            .item("id", text("a"))
            .item("roles", AttributeValue::Ss(Vec::new()))
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.code(), Some("ValidationException"));
    }

    #[tokio::test]
    async fn an_operation_the_engine_lacks_is_unknown() {
        let client = with_sessions_table().await;
        let error = client.describe_continuous_backups().table_name("sessions").send().await.unwrap_err();
        assert_eq!(error.code(), Some("UnknownOperationException"));
    }

    /// A guess written under a condition is right only if nobody else, in this engine or the other, wrote since.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn two_engines_on_one_file_lose_no_conditional_write() {
        const WRITES: u32 = 50;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sessions.db");
        let (one, two) = (Engine::open(&path).unwrap(), Engine::open(&path).unwrap());
        create_table(&client(&one)).await;
        put(&client(&two), "a", 0).await;

        let writers: Vec<_> = [&one, &two, &one, &two]
            .map(client)
            .into_iter()
            .map(|client| {
                tokio::spawn(async move {
                    let mut written = 0;
                    while written < WRITES {
                        let seen = get(&client, "a").await.unwrap()["ttl"].as_n().unwrap().parse().unwrap();
                        let answer = client
                            .update_item()
                            .table_name("sessions")
                            .key("id", text("a"))
                            .update_expression("SET #ttl = :new")
                            .condition_expression("#ttl = :seen")
                            .expression_attribute_names("#ttl", "ttl")
                            .expression_attribute_values(":new", number(seen + 1))
                            .expression_attribute_values(":seen", number(seen))
                            .send()
                            .await;
                        match answer {
                            Ok(_) => written += 1,
                            Err(error) => {
                                let error = error.into_service_error();
                                assert!(error.is_conditional_check_failed_exception(), "{error:?}");
                            }
                        }
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(get(&client(&one), "a").await.unwrap()["ttl"], number(4 * WRITES));
    }
}
