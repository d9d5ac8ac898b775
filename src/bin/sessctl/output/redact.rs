//! `--redact`: what may go into a log or a ticket.

use std::collections::HashSet;

use serde_json::Value as Json;
use sessctl::pickle::{Graph, NodeId, StepKind, Value};

/// What stands in place of a secret.
pub(super) const MASK: &str = "[redacted]";

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

/// Words that make a name that of a secret; in `side`, `cardinal` or `discard` they are no words.
const SECRET_WORDS: [&str; 7] = ["authorization", "card", "cvc", "cvv", "sid", "ssn", "verifier"];

/// Names that are secrets as a whole.
const SECRET_WHOLE: [&str; 2] = ["_id", "pin"];

/// Whether a key names a secret: the one place that decides it.
pub(crate) fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    let has_part = || SECRET_NAMES.iter().any(|part| lower.contains(part));
    SECRET_WHOLE.contains(&lower.as_str())
        || (has_part() && !HARMLESS_NAMES.contains(&lower.as_str()))
        || words(name).iter().any(|word| SECRET_WORDS.contains(&word.as_str()))
}

/// The words of `card_number`, `card-number`, `cardNumber` or `CARDNumber`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut chars = name.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let begins = c.is_uppercase()
            && (!before.is_uppercase() || chars.peek().is_some_and(|next| next.is_lowercase()));
        if !c.is_alphabetic() || begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphabetic()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

/// Masks the values of secret keys, at any depth: in dicts, in the fields of objects, and in pairs of a key and a value,
/// as forms and headers hold them.
pub(crate) fn mask_graph(graph: &mut Graph) {
    let mask = graph.add_str(MASK);
    graph.replace_item_values(mask, is_secret_key);
    let arguments: HashSet<NodeId> = graph
        .nodes()
        .filter_map(|node| match graph.value(node) {
            Value::Call { args, .. } => Some(args),
            _ => None,
        })
        .collect();
    let pairs: Vec<_> = graph
        .nodes()
        .filter(|node| matches!(graph.value(*node), Value::Tuple(_) | Value::List(_)))
        .filter(|node| !arguments.contains(node))
        .filter_map(|node| {
            let mut elements = graph.elements(node);
            let (key, _, None) = (elements.next()?, elements.next()?, elements.next()) else { return None };
            is_secret_key(graph, key).then_some((node, key))
        })
        .collect();
    for (pair, key) in pairs {
        if let Value::Tuple(_) = graph.value(pair) {
            let run = graph.add_run(&[key, mask]);
            graph.replace(pair, Value::Tuple(run));
        } else {
            graph.set_steps(pair, &[(StepKind::Append, vec![key, mask])]);
        }
    }
}

fn is_secret_key(graph: &Graph, key: NodeId) -> bool {
    match graph.value(key) {
        Value::Str(span) | Value::Py2Str(span) | Value::Bytes(span) => {
            is_secret(&String::from_utf8_lossy(graph.bytes(span)))
        }
        _ => false,
    }
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
        Json::Array(values) => {
            if let [key, value] = &mut values[..]
                && key.get("S").and_then(Json::as_str).is_some_and(is_secret)
            {
                *value = Json::String(MASK.to_owned());
            }
            values.iter_mut().for_each(mask_json);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        for name in [
            "password",
            "csrf_token",
            "X-Api-Key",
            "oauth",
            "ClientSecret",
            "sessionid",
            "_id",
            "pin",
            "code_verifier",
            "codeVerifier",
            "cvv",
            "CVVCode",
            "card",
            "credit_card",
            "cardNumber",
            "card-number",
            "SSN",
            "user_ssn",
            "userSSN",
            "sid",
            "connect.sid",
            "Authorization",
            "Proxy-Authorization",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "username",
            "cart",
            "author",
            "_permanent",
            "pinned",
            "opinion",
            "side",
            "inside",
            "cardinal",
            "discard",
            "discarded",
            "residence",
            "classname",
            "aside",
            "postcard",
            "Cardiff",
        ] {
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

    #[test]
    fn pairs_of_a_secret_key_and_a_value_are_masked_but_not_the_arguments_of_calls() {
        // {"form": [["password", "a"], ("token", "b"), ("user", "c"), ["token", "d", "e"]], "raw": b"token"}
        let payload =
            b"\x80\x02}(X\x04\0\0\0form](](X\x08\0\0\0passwordX\x01\0\0\0aeX\x05\0\0\0tokenX\x01\0\0\0b\x86\
            X\x04\0\0\0userX\x01\0\0\0c\x86](X\x05\0\0\0tokenX\x01\0\0\0dX\x01\0\0\0eeeX\x03\0\0\0raw\
            c_codecs\nencode\nX\x05\0\0\0tokenX\x06\0\0\0latin1\x86Ru.";
        let mut graph =
            sessctl::pickle::read(payload.to_vec(), &sessctl::pickle::Limits::default()).unwrap().graph;
        mask_graph(&mut graph);
        assert_eq!(
            sessctl::codec::plain::write(&graph, &sessctl::codec::plain::Options::default()),
            r#"{"form":[["password","[redacted]"],["token","[redacted]"],["user","c"],["token","d","e"]],"raw":"dG9rZW4="}"#
        );
    }

    #[test]
    fn pairs_in_attributes_are_masked() {
        let mut json = serde_json::json!({"L": [{"L": [{"S": "password"}, {"S": "a"}]}, {"L": [{"S": "user"}, {"S": "b"}]}]});
        mask_json(&mut json);
        assert_eq!(
            json,
            serde_json::json!({"L": [{"L": [{"S": "password"}, MASK]}, {"L": [{"S": "user"}, {"S": "b"}]}]})
        );
    }
}
