//! The values of a session: decoded, looked at, changed, encoded again.
//!
//! A session that exists keeps its format and protocol, and what is not changed keeps its Python types, its sharing and
//! its classes. It does not talk to the table.

use super::{
    ReadError, TypedRefused,
    session::{Edit, Edits, PERMANENT},
    settings::Settings,
};
use crate::{
    codec::{
        self, Decoded, EncodeError, Format,
        edit::{self, EditError},
        json,
        path::{Path, PathStep},
        plain, typed,
    },
    layout::Stored,
    pickle::{Graph, NodeId, Value},
    session::Payload,
};

/// The pickle protocol of new sessions: every Python from 3.4 reads it, and 3.8 to 3.13 write it.
const PROTOCOL: u8 = 4;

/// A decoded payload.
pub(super) struct Content {
    graph: Graph,
    format: Format,
    pub(super) protocol: u8,
}

impl Content {
    /// No values.
    pub(super) fn new(format: Format) -> Self {
        let mut graph = Graph::new();
        let root = graph.add_dict();
        graph.set_root(root);
        Self { graph, format, protocol: PROTOCOL }
    }

    /// The values of a stored session; none where its item has no payload, as for the Python package.
    pub(super) fn decode(stored: &Stored, settings: &Settings) -> Result<Self, ReadError> {
        let Some(payload) = &stored.session.payload else {
            return Ok(Self::new(settings.format));
        };
        let Decoded { format, protocol, content, verdict, .. } =
            codec::decode(payload, None, &settings.allow);
        let graph = content?;
        if verdict.level > settings.verdict {
            return Err(ReadError::Verdict { verdict: Box::new(verdict), served: settings.verdict });
        }
        if !codec::is_dict(&graph) {
            return Err(ReadError::NoDict);
        }
        Ok(Self { graph, format, protocol: protocol.unwrap_or(PROTOCOL) })
    }

    fn items(&self) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        self.graph.items(self.graph.root())
    }

    /// Of a key that was set twice the last counts.
    fn find(&self, key: &str) -> Option<NodeId> {
        let same = self.items().filter(|(name, _)| self.graph.text(*name) == Some(key));
        same.last().map(|(_, value)| value)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.items().filter_map(|(key, _)| self.graph.text(key))
    }

    pub(super) fn plain(&self, key: &str) -> Option<String> {
        Some(plain::write_node(&self.graph, self.find(key)?, &plain::Options::default()))
    }

    pub(super) fn typed(&self, key: &str) -> Option<String> {
        let mut graph = self.graph.clone();
        graph.set_root(self.find(key)?);
        // What the payload does for other values is no part of this one.
        graph.retain_effects(|_| false);
        Some(typed_text(&graph, self.protocol))
    }

    /// Whether the session's cookie outlives the browser.
    pub(super) fn is_permanent(&self) -> bool {
        let mark = self.find(PERMANENT).map(|node| self.graph.value(node));
        matches!(mark, Some(Value::Bool(true))) || matches!(mark, Some(Value::Int(number)) if number != 0)
    }

    /// Whether there is nothing but the mark.
    pub(super) fn is_empty(&self) -> bool {
        self.items().all(|(key, _)| self.graph.text(key) == Some(PERMANENT))
    }

    /// Marks the session as permanent, unless it says already whether it is.
    pub(super) fn mark_permanent(&mut self) {
        if self.find(PERMANENT).is_none() {
            let (key, value) = (self.graph.add_str(PERMANENT), self.graph.add(Value::Bool(true)));
            self.graph.set_items(self.graph.root(), &[key, value]);
        }
    }

    /// Makes the changes of a request.
    pub(super) fn apply(&mut self, edits: &Edits, permanent: bool) -> Result<(), ApplyError> {
        if edits.cleared {
            *self = Self { format: self.format, protocol: self.protocol, ..Self::new(self.format) };
        }
        if permanent && !matches!(edits.keys.get(PERMANENT), Some(Edit::Removed)) {
            self.mark_permanent();
        }
        for (key, edit) in &edits.keys {
            let path = Path { steps: vec![PathStep::Key(key.clone())] };
            let value = match edit {
                Edit::Json(text) => {
                    json::read_into(&mut self.graph, text.as_bytes(), &json::Options::default())?
                }
                Edit::Typed(text) => {
                    typed::read_into(&mut self.graph, text.as_bytes(), &options(self.protocol))?
                }
                Edit::Removed => {
                    match edit::unset(&mut self.graph, &path) {
                        // Somebody else has removed it too.
                        Ok(()) | Err(EditError::Missing(_)) => {}
                        Err(error) => return Err(error.into()),
                    }
                    continue;
                }
            };
            edit::set(&mut self.graph, &path, value)?;
        }
        Ok(())
    }

    /// Encodes the values as the payload that they came from is.
    pub(super) fn encode(&self, like: Option<&Payload>) -> Result<Payload, EncodeError> {
        match like {
            Some(like) => codec::encode_like(like, &self.graph, self.format, self.protocol),
            None => codec::encode(&self.graph, self.format, self.protocol),
        }
    }

    /// Whether typed JSON is that, can be stored, and would be served again.
    pub(super) fn check_typed(&self, text: &str, settings: &Settings) -> Result<(), TypedRefused> {
        let graph = typed::read(text.as_bytes(), &options(self.protocol))?;
        let payload = codec::encode(&graph, self.format, self.protocol)?;
        let verdict = codec::decode(&payload, Some(self.format), &settings.allow).verdict;
        if verdict.level > settings.verdict {
            return Err(TypedRefused::Verdict { verdict: Box::new(verdict), served: settings.verdict });
        }
        Ok(())
    }

    /// The plain view of typed JSON that was read before.
    pub(super) fn plain_of_typed(&self, text: &str) -> Option<String> {
        let graph = typed::read(text.as_bytes(), &options(self.protocol)).ok()?;
        Some(plain::write(&graph, &plain::Options::default()))
    }

    /// The typed form of JSON without tags.
    pub(super) fn typed_of_plain(&self, text: &str) -> Option<String> {
        let graph = json::read(text.as_bytes(), &json::Options::default()).ok()?;
        Some(typed_text(&graph, self.protocol))
    }
}

/// Why a change cannot be made: none of these happens to what the session's methods have taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApplyError {
    #[error(transparent)]
    Json(#[from] json::JsonError),
    #[error(transparent)]
    Typed(#[from] typed::TypedError),
    #[error(transparent)]
    Edit(#[from] EditError),
}

fn options(protocol: u8) -> typed::ReadOptions<'static> {
    typed::ReadOptions { protocol, ..typed::ReadOptions::default() }
}

fn typed_text(graph: &Graph, protocol: u8) -> String {
    typed::to_string(graph, &typed::WriteOptions { protocol, ..typed::WriteOptions::default() })
}
