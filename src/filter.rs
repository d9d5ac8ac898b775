//! `--where`: a JMESPath expression over a session, its fields and its values in their plain form.
//!
//! An expression that fails for one session (a function over a value that is not there) does not hold for it; the last
//! such failure can be told.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jmespath::{Expression, Rcvar, Variable, ast::Ast};

use crate::{
    codec::{self, Decoded, Projection},
    layout::{Stored, dynamodb_json},
};

/// What an expression can name.
pub const FIELDS: [&str; 15] = [
    "id",
    "modified",
    "ttl",
    "expires_at",
    "state",
    "idle_seconds",
    "age_seconds",
    "size_bytes",
    "format",
    "protocol",
    "verdict",
    "globals",
    "warnings",
    "data",
    "attributes",
];

/// The fields that the key and the times of a session tell.
const TIMES: [&str; 7] = ["id", "modified", "ttl", "expires_at", "state", "idle_seconds", "age_seconds"];

/// The fields for which the payload is decoded.
const DECODED: [&str; 6] = ["format", "protocol", "verdict", "globals", "warnings", "data"];

/// An expression that holds for some sessions.
#[derive(Clone, Debug)]
pub struct Filter {
    expression: Expression<'static>,
    fields: Vec<&'static str>,
}

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// It is not JMESPath.
    #[error("{message}")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// It names something that no session has.
    #[error("sessions have no field `{field}`")]
    UnknownField {
        /// The name.
        field: String,
        /// Where, in bytes from the start.
        offset: usize,
    },
}

impl FilterError {
    /// Where it is wrong, in bytes from the start.
    #[must_use]
    pub fn offset(&self) -> usize {
        match self {
            Self::Syntax { offset, .. } | Self::UnknownField { offset, .. } => *offset,
        }
    }
}

impl Filter {
    /// Reads an expression.
    ///
    /// ```
    /// use sessctl::filter::Filter;
    ///
    /// assert!(Filter::parse("data.user.username == 'jhardy' && idle_seconds > `3600`").is_ok());
    /// assert_eq!(Filter::parse("data.user ==").unwrap_err().offset(), 12);
    /// assert_eq!(Filter::parse("user == 'jhardy'").unwrap_err().to_string(), "sessions have no field `user`");
    /// ```
    ///
    /// # Errors
    /// When it is no JMESPath, or names a field that no session has; it would hold for none.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let expression = jmespath::compile(text).map_err(|error| FilterError::Syntax {
            offset: error.offset.min(text.len()),
            message: match error.reason {
                jmespath::ErrorReason::Parse(message) => message,
                jmespath::ErrorReason::Runtime(error) => error.to_string(),
            },
        })?;
        let mut fields = Vec::new();
        top_level(expression.as_ast(), &mut fields)?;
        Ok(Self { expression, fields })
    }

    /// Whether the key and the times of a session decide.
    #[must_use]
    pub fn needs_only_times(&self) -> bool {
        self.fields.iter().all(|field| TIMES.contains(field))
    }

    /// Whether the payload has to be decoded to decide.
    #[must_use]
    pub fn needs_payload(&self) -> bool {
        self.fields.iter().any(|field| DECODED.contains(field))
    }

    /// Whether it holds for a session. `decoded` is its payload, where there is one.
    ///
    /// # Errors
    /// What the expression cannot do with this session, such as a function over a value that is absent.
    pub fn holds(
        &self,
        stored: &Stored,
        decoded: Option<&Decoded>,
        now: Timestamp,
    ) -> Result<bool, FilterMismatch> {
        let view = self.view(stored, decoded, now)?;
        let found = self.expression.search(view).map_err(|error| {
            FilterMismatch(match error.reason {
                jmespath::ErrorReason::Parse(message) => message,
                jmespath::ErrorReason::Runtime(error) => error.to_string(),
            })
        })?;
        Ok(found.is_truthy())
    }

    /// The session as the expression sees it, with the fields that it names.
    fn view(
        &self,
        stored: &Stored,
        decoded: Option<&Decoded>,
        now: Timestamp,
    ) -> Result<Variable, FilterMismatch> {
        let session = &stored.session;
        let since = |at: Timestamp| number(now.as_second().saturating_sub(at.as_second()));
        let mut view = BTreeMap::new();
        for &field in &self.fields {
            let value = match field {
                "id" => text(session.id.as_str()),
                "modified" => session.modified.as_deref().map_or(Variable::Null, |stored| {
                    session.modified_at().map_or_else(|| text(stored), |at| text(&format!("{at:.6}")))
                }),
                "ttl" => session.ttl.map_or(Variable::Null, number),
                "expires_at" => session
                    .ttl
                    .and_then(|ttl| Timestamp::from_second(ttl).ok())
                    .map_or(Variable::Null, |at| text(&at.to_string())),
                "state" => text(session.state(now).name()),
                "idle_seconds" => session.modified_at().map_or(Variable::Null, since),
                "age_seconds" => stored.created.map_or(Variable::Null, since),
                "size_bytes" => number(stored.size_bytes as i64),
                "attributes" => json(&dynamodb_json::write_item(&stored.attributes).to_string())?,
                _ => decoded.map_or(Ok(Variable::Null), |decoded| decoded_field(field, decoded))?,
            };
            view.insert(field.to_owned(), Rcvar::new(value));
        }
        Ok(Variable::Object(view))
    }
}

/// Why an expression cannot be evaluated for a session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FilterMismatch(String);

fn text(text: &str) -> Variable {
    Variable::String(text.to_owned())
}

fn number(number: i64) -> Variable {
    Variable::Number(number.into())
}

fn texts(texts: impl IntoIterator<Item = String>) -> Variable {
    Variable::Array(texts.into_iter().map(|text| Rcvar::new(Variable::String(text))).collect())
}

/// serde_json bounds the nesting to 128 levels.
fn json(text: &str) -> Result<Variable, FilterMismatch> {
    Variable::from_json(text).map_err(FilterMismatch)
}

fn decoded_field(field: &str, decoded: &Decoded) -> Result<Variable, FilterMismatch> {
    Ok(match field {
        "format" => text(decoded.format.name()),
        "protocol" => decoded.protocol.map_or(Variable::Null, |protocol| number(protocol.into())),
        "verdict" => text(decoded.verdict.level.as_str()),
        "globals" => texts(decoded.globals.iter().cloned()),
        "warnings" => texts(decoded.warnings.iter().map(ToString::to_string)),
        _ => match &decoded.content {
            Ok(graph) => json(&codec::project(graph, Projection::Plain, decoded.protocol.unwrap_or(4)))?,
            Err(_) => Variable::Null,
        },
    })
}

/// Collects the fields that an expression takes from the session itself, all where it takes the session as a whole.
/// The expression is what a user typed, and parsing it has bounded its depth.
fn top_level(ast: &Ast, fields: &mut Vec<&'static str>) -> Result<(), FilterError> {
    match ast {
        Ast::Field { name, offset } => {
            let known = FIELDS
                .iter()
                .find(|field| *field == name)
                .ok_or_else(|| FilterError::UnknownField { field: name.clone(), offset: *offset })?;
            if !fields.contains(known) {
                fields.push(known);
            }
        }
        Ast::Identity { .. } => *fields = FIELDS.to_vec(),
        Ast::Literal { .. } | Ast::Index { .. } | Ast::Slice { .. } => {}
        // What stands on the right works on what the left found, unless the left is the session.
        Ast::Subexpr { lhs, rhs, .. } | Ast::Projection { lhs, rhs, .. } => {
            top_level(lhs, fields)?;
            if matches!(**lhs, Ast::Identity { .. }) {
                top_level(rhs, fields)?;
            }
        }
        Ast::Condition { predicate, then, .. } => {
            top_level(predicate, fields)?;
            top_level(then, fields)?;
        }
        Ast::Comparison { lhs, rhs, .. } | Ast::And { lhs, rhs, .. } | Ast::Or { lhs, rhs, .. } => {
            top_level(lhs, fields)?;
            top_level(rhs, fields)?;
        }
        Ast::Not { node, .. } | Ast::Flatten { node, .. } | Ast::ObjectValues { node, .. } => {
            top_level(node, fields)?;
        }
        // An expression that a function applies to elements, not to the session.
        Ast::Expref { .. } => {}
        Ast::Function { args, .. } => args.iter().try_for_each(|arg| top_level(arg, fields))?,
        Ast::MultiList { elements, .. } => elements.iter().try_for_each(|node| top_level(node, fields))?,
        Ast::MultiHash { elements, .. } => {
            elements.iter().try_for_each(|pair| top_level(&pair.value, fields))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        layout::{FLASK_DYNAMODB_SESSIONS, dynamodb_json},
        pickle::AllowList,
    };

    fn stored() -> Stored {
        let item = serde_json::json!({
            "id": {"S": "abc"},
            "data": {"S": r#"{"_permanent": true, "user": {"name": "jhardy", "roles": ["admin"]}}"#},
            "modified": {"S": "2026-11-22 20:00:17"},
            "ttl": {"N": "1796587217"},
            "tenant": {"S": "acme"},
        });
        FLASK_DYNAMODB_SESSIONS.read(dynamodb_json::read_item(&item).unwrap()).unwrap()
    }

    fn holds(expression: &str) -> Result<bool, FilterMismatch> {
        let stored = stored();
        let decoded = codec::decode(stored.session.payload.as_ref().unwrap(), None, &AllowList::default());
        let now = "2026-11-22T21:00:17Z".parse().unwrap();
        Filter::parse(expression).unwrap().holds(&stored, Some(&decoded), now)
    }

    #[test]
    fn fields_and_values_are_seen() {
        for expression in [
            "id == 'abc'",
            "data.user.name == 'jhardy'",
            "contains(data.user.roles, 'admin')",
            "data.user.roles[?@ == 'admin']",
            "idle_seconds == `3600`",
            "state == 'live' && format == 'json' && verdict == 'plain'",
            "modified == '2026-11-22T20:00:17.000000Z' && ttl > `1796500000`",
            "expires_at == '2026-12-06T20:00:17Z'",
            "attributes.tenant.S == 'acme'",
            "size_bytes > `10`",
            "@.id",
            "!globals && protocol == `null`",
            "length(keys(data)) == `2`",
            "sort_by([data.user], &name)[0].name",
        ] {
            assert_eq!(holds(expression), Ok(true), "{expression}");
        }
        assert_eq!(holds("data.user.name == 'other'"), Ok(false));
        assert_eq!(holds("data.absent.name"), Ok(false));
    }

    #[test]
    fn what_fails_for_a_session_is_told() {
        assert!(holds("contains(data.absent, 'x')").is_err());
    }

    #[test]
    fn only_what_is_named_is_needed() {
        let needs = |text| {
            let filter = Filter::parse(text).unwrap();
            (filter.needs_only_times(), filter.needs_payload())
        };
        assert_eq!(needs("idle_seconds > `60` && starts_with(id, 'a')"), (true, false));
        assert_eq!(needs("size_bytes > `1000`"), (false, false));
        assert_eq!(needs("data.size_bytes"), (false, true));
        assert_eq!(needs("values(@)"), (false, true));
    }

    #[test]
    fn an_unknown_field_is_named_where_it_stands() {
        let error = Filter::parse("state == 'live' && user.name == 'x'").unwrap_err();
        assert_eq!(error.to_string(), "sessions have no field `user`");
        assert_eq!(error.offset(), 19);
    }
}
