//! The same table for other tools: a document for each, with every name and tag quoted as the tool reads it.
//!
//! A document holds what was named and what a new session table has by default. Nothing is looked at to write it.

use super::spec::{KmsKey, Spec};

mod aws_cli;
mod cloudformation;
mod iam_policy;
mod terraform;

pub use iam_policy::Role;

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A CloudFormation template in YAML.
    CloudFormation,
    /// A Terraform resource in HCL.
    Terraform,
    /// A shell script of calls of the AWS CLI, which creates the table.
    AwsCli,
    /// An IAM policy in JSON that lets a role do its work on the table and nothing else.
    IamPolicy(Role),
}

/// The table that a document is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its name.
    pub table: &'a str,
    /// Its region; `None` for whichever region the document is used in.
    pub region: Option<&'a str>,
    /// What it should be.
    pub spec: &'a Spec,
}

/// Why there is no such document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmitError {
    /// Terraform takes keys by ARN only.
    #[error("Terraform takes a KMS key by its ARN, and `{0}` is none")]
    KmsKeyArn(String),
}

/// Writes a document.
///
/// # Errors
/// When the format has no words for the spec.
pub fn emit(format: Format, subject: &Subject<'_>) -> Result<String, EmitError> {
    match format {
        Format::CloudFormation => Ok(cloudformation::template(subject)),
        Format::Terraform => terraform::resource(subject),
        Format::AwsCli => Ok(aws_cli::script(subject)),
        Format::IamPolicy(role) => Ok(iam_policy::policy(subject, role)),
    }
}

impl Spec {
    fn kms_key_named(&self) -> Option<&str> {
        match &self.kms_key {
            Some(KmsKey::Key(key)) => Some(key),
            Some(KmsKey::AwsOwned) | None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provision::{Ceiling, Recovery, TableClass, TtlChoice, Wishes};

    /// Text that means something to every target, if it is not quoted.
    pub(super) const NASTY: [&str; 12] = [
        "$(id)",
        "`id`",
        "it's",
        "say \"hi\"",
        "${x}",
        "$${x} $$${y}",
        "%{if x}%%{y}",
        "two\nlines\r\n",
        "back\\slash \\u0041 \\",
        "tab\t nul\u{1} del\u{7f} nel\u{85} sep\u{2028} bom\u{feff}",
        "ünï 🦀 - : # & * ! | > ' %",
        "no",
    ];

    pub(super) fn everything() -> Spec {
        let tags = NASTY.iter().enumerate().map(|(n, text)| (format!("{n} {text}"), (*text).to_owned()));
        Wishes {
            max_read_units: Some(Ceiling::Units(1000)),
            max_write_units: Some(Ceiling::Units(500)),
            ttl: Some(TtlChoice::Attribute("it's ${ttl}".into())),
            point_in_time_recovery: Some(Recovery::On { days: Some(7) }),
            deletion_protection: Some(true),
            kms_key: Some(KmsKey::Key("arn:aws:kms:eu-central-1:123456789012:key/1234abcd".into())),
            table_class: Some(TableClass::StandardInfrequentAccess),
            tags: tags.collect(),
            ..Wishes::default()
        }
        .spec(Default::default())
        .unwrap()
    }

    pub(super) fn subject(spec: &Spec) -> Subject<'_> {
        Subject { table: "flask_sessions", region: None, spec }
    }
}
