//! `--redact`: what may go into a log or a ticket.

use std::collections::HashSet;

use serde_json::Value as Json;
use sessctl::pickle::{Graph, NodeId, StepKind, Value};

/// What stands in place of a secret.
pub(super) const MASK: &str = "[redacted]";

/// Words that mark the name of a secret. They count as whole words only, so not in `side`, `footprint` or `authority`.
const SECRET_WORDS: [&str; 35] = [
    "auth",
    "authorization",
    "bearer",
    "card",
    "cookie",
    "cookies",
    "cred",
    "creds",
    "cvc",
    "cvv",
    "hotp",
    "iban",
    "jwt",
    "nonce",
    "oauth",
    "otp",
    "pass",
    "passcode",
    "passkey",
    "passphrase",
    "pincode",
    "private",
    "privkey",
    "pwd",
    "secret",
    "secrets",
    "sid",
    "signature",
    "signatures",
    "ssn",
    "token",
    "tokens",
    "totp",
    "verifier",
    "xsrf",
];

/// What words of secrets contain that are written without a gap, such as `userpassword`, and no other words do.
const SECRET_PARTS: [&str; 7] = ["credential", "csrf", "jwt", "passw", "sessid", "session", "xsrftoken"];

/// What such words end with.
const SECRET_ENDS: [&str; 7] = ["cookie", "oauth", "pwd", "secret", "signature", "token", "tokens"];

/// Words that make one together, with or without a gap.
const SECRET_COMPOUNDS: [[&str; 2]; 22] = [
    ["access", "key"],
    ["api", "key"],
    ["auth", "code"],
    ["auth", "key"],
    ["card", "no"],
    ["card", "num"],
    ["card", "number"],
    ["cc", "num"],
    ["cc", "number"],
    ["code", "verifier"],
    ["credit", "card"],
    ["debit", "card"],
    ["encryption", "key"],
    ["master", "key"],
    ["pass", "code"],
    ["pass", "phrase"],
    ["pin", "code"],
    ["pin", "number"],
    ["private", "key"],
    ["secret", "key"],
    ["security", "code"],
    ["signing", "key"],
];

/// Last words of names that say something about a secret.
const HARMLESS_LAST: [&str; 5] = ["brand", "count", "scope", "scopes", "type"];

/// Names that contain such a word and are none: what pydantic calls the fields of a model that are not public.
const HARMLESS_NAMES: [&str; 2] = ["__pydantic_private__", "__private_attribute_values__"];

/// Whether a key names a secret: the one place that decides it.
pub(crate) fn is_secret(name: &str) -> bool {
    let words: Vec<String> = words(name).into_iter().filter(|word| !word.is_empty()).collect();
    let Some(last) = words.last() else { return false };
    if HARMLESS_NAMES.contains(&name) || HARMLESS_LAST.contains(&last.as_str()) {
        return false;
    }
    name.eq_ignore_ascii_case("_id") || last == "pin" || has_secret_word(&words) || has_compound(&words)
}

fn has_secret_word(words: &[String]) -> bool {
    words.iter().any(|word| {
        SECRET_WORDS.contains(&word.as_str())
            || SECRET_PARTS.iter().any(|part| word.contains(part))
            || SECRET_ENDS.iter().any(|end| word.ends_with(end))
    })
}

fn has_compound(words: &[String]) -> bool {
    SECRET_COMPOUNDS.iter().any(|[first, second]| {
        let is_both = |word: &String| {
            word.strip_prefix(first).is_some_and(|rest| rest.starts_with(second))
                || word.strip_suffix(second).is_some_and(|rest| rest.ends_with(first))
        };
        words.windows(2).any(|pair| pair[0] == *first && pair[1] == *second) || words.iter().any(is_both)
    })
}

/// Keys of the name and of the values in an object that stands for a pair: a field of a form, a cookie, a tag.
const PAIR_NAMES: [&str; 2] = ["key", "name"];
const PAIR_VALUES: [&str; 2] = ["coded_value", "value"];

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
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
    mask_named_values(graph, mask);
    graph.replace_item_values(mask, is_secret_item);
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

/// Masks the value in `{"name": "password", "value": ...}`, in dicts and in the fields of objects.
fn mask_named_values(graph: &mut Graph, mask: NodeId) {
    let is_key =
        |graph: &Graph, key, names: &[&str]| graph.text(key).is_some_and(|key| is_one_of(key, names));
    let named: Vec<NodeId> = graph
        .nodes()
        .filter(|&node| matches!(graph.value(node), Value::Dict(_) | Value::Call { .. }))
        .filter(|&node| {
            let mut items = graph.items(node);
            items.any(|(key, name)| is_key(graph, key, &PAIR_NAMES) && is_secret_key(graph, name))
        })
        .collect();
    for node in named {
        let mut steps: Vec<(StepKind, Vec<NodeId>)> =
            graph.steps(node).map(|step| (step.kind, step.children.to_vec())).collect();
        for (_, items) in steps.iter_mut().filter(|(kind, _)| *kind == StepKind::Items) {
            for [key, value] in items.as_chunks_mut::<2>().0 {
                if is_key(graph, *key, &PAIR_VALUES) {
                    *value = mask;
                }
            }
        }
        graph.set_steps(node, &steps);
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

/// Elements that are looked at of a tuple that is a key.
const ELEMENTS: usize = 16;

/// Whether the key of an item is that of a secret, or a tuple with such a key in it. A tuple that begins a pair is not a key.
fn is_secret_item(graph: &Graph, key: NodeId) -> bool {
    match graph.value(key) {
        Value::Tuple(_) => graph.elements(key).take(ELEMENTS).any(|element| is_secret_key(graph, element)),
        _ => is_secret_key(graph, key),
    }
}

/// Masks secret attributes in DynamoDB JSON; its nesting is bounded.
pub(crate) fn mask_json(value: &mut Json) {
    match value {
        Json::Object(object) => {
            let is_pair = object.iter().any(|(key, name)| {
                let name = name.get("S").and_then(Json::as_str);
                is_one_of(key, &PAIR_NAMES) && name.is_some_and(is_secret)
            });
            for (name, value) in object {
                if is_secret(name) || (is_pair && is_one_of(name, &PAIR_VALUES)) {
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
            "cardnumber",
            "creditcard",
            "codeverifier",
            "PHPSESSID",
            "JSESSIONID",
            "passphrase",
            "passcode",
            "pass",
            "db_pass",
            "passWord",
            "userpassword",
            "pin_code",
            "pinCode",
            "user_pin",
            "security_code",
            "cc_num",
            "ccNumber",
            "encryption_key",
            "privateKey",
            "AWS_SECRET_ACCESS_KEY",
            "bearer",
            "iban",
            "cvv2",
            "csrfmiddlewaretoken",
            "refreshToken",
            "accesstoken",
            "private",
            "basic_auth",
            "credentials",
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
            "footprint",
            "authority",
            "authenticated",
            "authors",
            "author_name",
            "secretary",
            "privateer",
            "card_type",
            "token_type",
            "token.scope",
            "__pydantic_private__",
            "passenger",
            "compass",
            "acc_number",
            "pin_color",
            "zip_code",
            "key",
            "",
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
    fn values_beside_the_name_of_a_secret_are_masked() {
        let typed = br#"{
            "form": [{"name": "password", "value": "a"}, {"name": "user", "value": "b"}, {"Key": "ApiKey", "Value": "c"}],
            "cookie_jar": 1,
            "m": {"$object": {"class": "http.cookies:Morsel", "how": "newobj", "args": [], "items": [["path", "/"]],
                "state": {"key": "sessionid", "value": "d", "coded_value": "e"}}},
            "t": {"$dict": [[{"$tuple": ["password", "x"]}, "f"], [{"$tuple": ["user", "y"]}, "g"]]}
        }"#;
        let mut graph =
            sessctl::codec::typed::read(typed, &sessctl::codec::typed::ReadOptions::default()).unwrap();
        mask_graph(&mut graph);
        let shown = sessctl::codec::plain::write(&graph, &sessctl::codec::plain::Options::default());
        let json: Json = serde_json::from_str(&shown).unwrap();
        assert_eq!(
            json["form"],
            serde_json::json!([{"name": "password", "value": MASK}, {"name": "user", "value": "b"}, {"Key": "ApiKey", "Value": MASK}])
        );
        for secret in ["a", "c", "d", "e", "f", "x"] {
            assert!(
                !shown.contains(&format!("\"{secret}\"")) && !shown.contains(&format!("'{secret}'")),
                "{shown}"
            );
        }
        assert!(shown.contains("\"g\"") && shown.contains("'y'"), "{shown}");
    }

    #[test]
    fn values_beside_the_name_of_a_secret_in_attributes_are_masked() {
        let mut json = serde_json::json!({"L": [
            {"M": {"name": {"S": "password"}, "value": {"S": "a"}}}, {"M": {"name": {"S": "user"}, "value": {"S": "b"}}}
        ]});
        mask_json(&mut json);
        assert_eq!(
            json,
            serde_json::json!({"L": [
                {"M": {"name": {"S": "password"}, "value": MASK}}, {"M": {"name": {"S": "user"}, "value": {"S": "b"}}}
            ]})
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
