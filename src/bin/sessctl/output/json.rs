//! `--query`: JMESPath over the JSON output, as in the AWS CLI.

use anyhow::Context as _;
use jmespath::{Expression, Variable};

use crate::exit::Failure;

/// Compiles an expression.
pub(super) fn compile(expression: &str) -> Result<Expression<'static>, Failure> {
    jmespath::compile(expression).map_err(|error| {
        Failure::usage(format!("`--query` is not a JMESPath expression: {}", reason(&error)))
            .excerpt(expression, error.offset.min(expression.len()))
    })
}

/// The crate's message without the expression it repeats over several lines.
fn reason(error: &jmespath::JmespathError) -> String {
    match &error.reason {
        jmespath::ErrorReason::Parse(message) => message.clone(),
        jmespath::ErrorReason::Runtime(error) => error.to_string(),
    }
}

/// What the expression finds in a JSON text.
pub(super) fn search(expression: &Expression<'static>, text: &str) -> anyhow::Result<String> {
    let document =
        Variable::from_json(text).map_err(anyhow::Error::msg).context("cannot query the result")?;
    let found = expression
        .search(document)
        .map_err(|error| Failure::usage(format!("`--query` fails: {}", reason(&error))))?;
    serde_json::to_string(&*found).context("cannot print what the query found")
}
