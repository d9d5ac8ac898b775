//! What can go wrong between here and DynamoDB, in the project's own terms.
//!
//! Engines disagree about messages, so only error codes are matched; a message is shown, never understood.

use std::{error::Error, fmt};

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    operation::RequestId,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::{MAX_ITEM_BYTES, code_of};
use crate::layout::LayoutError;

/// The table a request is about, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Name of the table.
    pub table: String,
    /// Where it is.
    pub place: Place,
}

/// Where a table is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In AWS, in that region.
    Region(String),
    /// At an endpoint that is not the region's own, by its URL.
    Endpoint(String),
    /// In the embedded engine, by its file or `:memory:`.
    Embedded(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(region) => write!(f, "region {region}"),
            Self::Endpoint(url) => write!(f, "endpoint {url}"),
            Self::Embedded(path) => write!(f, "the embedded engine ({path})"),
        }
    }
}

/// The operations of DynamoDB in use, by the names IAM knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the operation of that name in DynamoDB's API reference")]
pub enum Operation {
    CreateTable,
    DeleteItem,
    DescribeContinuousBackups,
    DescribeTable,
    DescribeTimeToLive,
    GetItem,
    ListTagsOfResource,
    PutItem,
    Scan,
    TagResource,
    UpdateContinuousBackups,
    UpdateItem,
    UpdateTable,
    UpdateTimeToLive,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::CreateTable,
        Self::DeleteItem,
        Self::DescribeContinuousBackups,
        Self::DescribeTable,
        Self::DescribeTimeToLive,
        Self::GetItem,
        Self::ListTagsOfResource,
        Self::PutItem,
        Self::Scan,
        Self::TagResource,
        Self::UpdateContinuousBackups,
        Self::UpdateItem,
        Self::UpdateTable,
        Self::UpdateTimeToLive,
    ];

    /// The operation's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateTable => "CreateTable",
            Self::DeleteItem => "DeleteItem",
            Self::DescribeContinuousBackups => "DescribeContinuousBackups",
            Self::DescribeTable => "DescribeTable",
            Self::DescribeTimeToLive => "DescribeTimeToLive",
            Self::GetItem => "GetItem",
            Self::ListTagsOfResource => "ListTagsOfResource",
            Self::PutItem => "PutItem",
            Self::Scan => "Scan",
            Self::TagResource => "TagResource",
            Self::UpdateContinuousBackups => "UpdateContinuousBackups",
            Self::UpdateItem => "UpdateItem",
            Self::UpdateTable => "UpdateTable",
            Self::UpdateTimeToLive => "UpdateTimeToLive",
        }
    }
}

/// Why a request did not do what it was sent for.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such table at that place.
    #[error("table `{}` does not exist in {}", .0.table, .0.place)]
    TableMissing(Target),
    /// The credentials do not permit the operation.
    #[error("access denied for `dynamodb:{}` on table `{}`", .operation.name(), .target.table)]
    AccessDenied {
        /// What was refused.
        operation: Operation,
        /// The table.
        target: Target,
    },
    /// The table or the account has no capacity left, after all retries.
    #[error("`dynamodb:{}` on table `{}` is throttled{}", .operation.name(), .target.table, reasons(.message))]
    Throttled {
        /// What was refused.
        operation: Operation,
        /// The table.
        target: Target,
        /// What the service says.
        message: String,
    },
    /// No provider of the chain has credentials.
    #[error("no AWS credentials found")]
    NoCredentials {
        /// What the last provider says.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The service knows the credentials no more, or never did.
    #[error("the AWS credentials are not accepted ({code})")]
    CredentialsRefused {
        /// The service's code, such as `ExpiredTokenException`.
        code: String,
    },
    /// The endpoint cannot be connected to.
    #[error("cannot reach {}", .target.place)]
    Unreachable {
        /// What was to be reached.
        target: Target,
        /// What the connection says.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The endpoint accepts the connection and does not answer in time.
    #[error("no answer from {} in time", .target.place)]
    TimedOut {
        /// What was to answer.
        target: Target,
    },
    /// The item would be larger than DynamoDB allows.
    #[error("the item{} is larger than the {MAX_ITEM_BYTES} bytes DynamoDB allows", size(*.bytes))]
    ItemTooLarge {
        /// Its size in bytes, where it was counted here.
        bytes: Option<usize>,
    },
    /// The stored state is not what the request requires.
    #[error("the stored session is not what the request requires")]
    ConditionFailed,
    /// The endpoint does not have the operation.
    #[error("{} does not support `{}`", .target.place, .operation.name())]
    Unsupported {
        /// What is not there.
        operation: Operation,
        /// The endpoint.
        target: Target,
    },
    /// The table is being created, changed or deleted by somebody.
    #[error("table `{}` is in use: {message}", .target.table)]
    TableInUse {
        /// The table.
        target: Target,
        /// What the service says.
        message: String,
    },
    /// An item is no session.
    #[error(transparent)]
    Layout(LayoutError),
    /// The service answers with another error.
    #[error("`{}` failed: {code}: {message}", .operation.name())]
    Service {
        /// What was asked.
        operation: Operation,
        /// The service's code.
        code: String,
        /// The service's message.
        message: String,
    },
    /// Anything else, such as an answer that is no DynamoDB's.
    #[error("`{}` failed", .operation.name())]
    Other {
        /// What was asked.
        operation: Operation,
        /// What the SDK says.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

/// Finds a cause of a kind in the chain of causes.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

fn reasons(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(": {message}") }
}

fn size(bytes: Option<usize>) -> String {
    bytes.map(|bytes| format!(" of {bytes} bytes")).unwrap_or_default()
}

impl StoreError {
    /// Whether every further request of the same kind would fail too.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        !matches!(
            self,
            Self::Throttled { .. }
                | Self::TimedOut { .. }
                | Self::ConditionFailed
                | Self::ItemTooLarge { .. }
                | Self::Layout(_)
        )
    }

    /// Finds the kind of an SDK error by its code and stage.
    pub fn classify<E>(operation: Operation, target: &Target, error: SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        let target = target.clone();
        match error {
            SdkError::ServiceError(context) => {
                let error = context.err();
                let message = error.message().unwrap_or_default().to_owned();
                match code_of(error) {
                    "ResourceNotFoundException" | "TableNotFoundException" => Self::TableMissing(target),
                    "ConditionalCheckFailedException" => Self::ConditionFailed,
                    "AccessDeniedException" | "AccessDenied" => Self::AccessDenied { operation, target },
                    "ProvisionedThroughputExceededException"
                    | "RequestLimitExceeded"
                    | "ThrottlingException"
                    | "Throttling"
                    | "LimitExceededException" => Self::Throttled { operation, target, message },
                    code @ ("ExpiredTokenException"
                    | "ExpiredToken"
                    | "UnrecognizedClientException"
                    | "InvalidClientTokenId"
                    | "InvalidSignatureException"
                    | "IncompleteSignature"
                    | "MissingAuthenticationTokenException"
                    | "MissingAuthenticationToken") => Self::CredentialsRefused { code: code.to_owned() },
                    "UnknownOperationException" | "UnknownOperation" => {
                        Self::Unsupported { operation, target }
                    }
                    "ResourceInUseException" => Self::TableInUse { target, message },
                    "ItemCollectionSizeLimitExceededException" => Self::ItemTooLarge { bytes: None },
                    // DynamoDB has no code of its own for an item over 400 KB; each engine words it in its way.
                    "ValidationException" if message.contains("size") && message.contains("exceeded") => {
                        Self::ItemTooLarge { bytes: None }
                    }
                    "" => Self::Service {
                        operation,
                        code: format!("HTTP {}", context.raw().status().as_u16()),
                        message: match context.raw().request_id() {
                            Some(id) => format!("request {id}"),
                            None => {
                                "the answer has no error code, so it may not come from DynamoDB".to_owned()
                            }
                        },
                    },
                    code => Self::Service { operation, code: code.to_owned(), message },
                }
            }
            error if find::<CredentialsError>(&error).is_some() => {
                Self::NoCredentials { source: Box::new(error) }
            }
            SdkError::TimeoutError(_) => Self::TimedOut { target },
            SdkError::DispatchFailure(failure) if failure.is_io() || failure.is_timeout() => {
                Self::Unreachable {
                    target,
                    source: Box::new(SdkError::<E, HttpResponse>::DispatchFailure(failure)),
                }
            }
            error => Self::Other { operation, source: Box::new(error) },
        }
    }
}
