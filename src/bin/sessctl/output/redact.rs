//! `--redact`: what may go into a log or a ticket.

use serde_json::Value as Json;
use sessctl::pickle::{Graph, Value};

/// What stands in place of a secret.
const MASK: &str = "[redacted]";

/// Parts of names whose values are secrets.
const SECRET_NAMES: [&str; 18] = [
    "access_key",
    "accesskey",
    "api_key",
    "apikey",
    "auth",
    "cookie",
    "credential",
    "csrf",
    "jwt",
    "nonce",
    "otp",
    "passw",
    "private",
    "pwd",
    "secret",
    "session",
    "signature",
    "token",
];

/// Names that contain such a part and are none.
const HARMLESS_NAMES: [&str; 4] = ["author", "authors", "_permanent", "authenticated"];

/// Whether a key names a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    lower == "pin"
        || lower == "_id"
        || (SECRET_NAMES.iter().any(|part| lower.contains(part)) && !HARMLESS_NAMES.contains(&lower.as_str()))
}

/// Masks the values of secret keys, at any depth, in dicts and in the fields of objects.
pub(crate) fn mask_graph(graph: &mut Graph) {
    let mask = graph.add_str(MASK);
    graph.replace_item_values(mask, |graph, key| match graph.value(key) {
        Value::Str(span) | Value::Py2Str(span) | Value::Bytes(span) => {
            is_secret(&String::from_utf8_lossy(graph.bytes(span)))
        }
        _ => false,
    });
}

/// Masks secret attributes in DynamoDB JSON; its nesting is bounded.
pub(crate) fn mask_json(value: &mut Json) {
    match value {
        Json::Object(object) => {
            for (name, value) in object {
                if is_secret(name) {
                    *value = Json::String(MASK.to_owned());
                } else {
                    mask_json(value);
                }
            }
        }
        Json::Array(values) => values.iter_mut().for_each(mask_json),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        for name in
            ["password", "csrf_token", "X-Api-Key", "oauth", "ClientSecret", "sessionid", "_id", "pin"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["username", "cart", "author", "_permanent", "pinned", "opinion"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_string_that_is_shared_with_a_key_is_masked_only_as_a_value() {
        let mut graph = Graph::new();
        let (dict, token, user) = (graph.add_dict(), graph.add_str("token"), graph.add_str("user"));
        let one = graph.add(Value::Int(1));
        graph.set_items(dict, &[token, user, user, one]);
        graph.set_root(dict);
        mask_graph(&mut graph);
        let items: Vec<_> = graph.items(dict).map(|(k, v)| (graph.text(k), graph.text(v))).collect();
        assert_eq!(items, [(Some("token"), Some(MASK)), (Some("user"), None)]);
    }
}
