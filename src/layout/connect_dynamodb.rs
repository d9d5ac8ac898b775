//! The items of the npm package `connect-dynamodb` 3, which keeps the sessions of `express-session`.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{Envelope, Extra, Layout, Owner, PayloadError, s};
use crate::{
    codec::{
        self, DecodeWarning, Decoded, Format, Readings, convert,
        convert::Target,
        json::{Dialect, Style, Writer},
    },
    pickle::{AllowList, Graph, NodeId, StepKind},
    session::Payload,
};

/// `sess` is the JSON of `req.session`: the values, and the `cookie` of express-session among them, without which
/// Express fails. `expires` has a fraction where the cookie's life has one; before 1.0.12 it was in milliseconds, which
/// neither the package nor DynamoDB ever takes for over. Saved with PutItem, so foreign attributes are lost with every
/// save; touched with UpdateItem.
///
/// Seen by running connect-dynamodb 3.0.5 under express-session 1.18.
pub static CONNECT_DYNAMODB: Layout = Layout {
    name: "connect-dynamodb",
    aliases: &[],
    table: "sessions",
    key: "id",
    key_prefix: Cow::Borrowed("sess:"),
    data: s("sess"),
    readings: Readings { text: &[Format::Json], binary: &[] },
    envelope: Some(Envelope::Cookie),
    targets: &[Target::Json(Dialect::JavaScript)],
    ttl: Some("expires"),
    fractional_ttl: true,
    modified: None,
    created: None,
    extras: &[("type", Extra::Text("connect-session"))],
    requests: &["DeleteItem", "DescribeTable", "GetItem", "PutItem", "UpdateItem"],
};

const COOKIE: &str = "cookie";

pub(super) fn open(payload: &Payload, allow: &AllowList) -> Decoded {
    let mut decoded = codec::decode_one(payload, Some(Format::Json), allow);
    if let Ok(graph) = &mut decoded.content
        && codec::is_dict(graph)
        && take_cookie(graph).is_none()
    {
        decoded.warnings.push(DecodeWarning::Envelope("there is no `cookie`, without which Express fails"));
    }
    decoded
}

/// Takes the cookie out from among the values.
fn take_cookie(graph: &mut Graph) -> Option<NodeId> {
    let root = graph.root();
    let is_cookie = |key: NodeId| graph.text(key) == Some(COOKIE);
    let cookie = graph.items(root).filter(|&(key, _)| is_cookie(key)).last()?.1;
    let rest: Vec<NodeId> =
        graph.items(root).filter(|&(key, _)| !is_cookie(key)).flat_map(|(key, value)| [key, value]).collect();
    graph.set_steps(root, &[(StepKind::Items, rest)]);
    Some(cookie)
}

/// Whether there is room for the cookie.
pub(super) fn check(graph: &Graph) -> Result<(), PayloadError> {
    let layout = CONNECT_DYNAMODB.name;
    if !codec::is_dict(graph) {
        return Err(PayloadError::NoDict { layout });
    }
    if graph.items(graph.root()).any(|(key, _)| graph.text(key) == Some(COOKIE)) {
        return Err(PayloadError::Reserved { key: COOKIE, layout });
    }
    Ok(())
}

/// The values with the cookie before them, as express-session has it.
pub(super) fn close(values: &str, owner: &Owner<'_>) -> Result<Payload, PayloadError> {
    let cookie = match owner.before.and_then(cookie_of) {
        Some(cookie) => cookie,
        None => new_cookie(owner)?,
    };
    let rest = values.strip_prefix('{').unwrap_or(values);
    let comma = if rest == "}" { "" } else { "," };
    Ok(Payload::Text(format!("{{\"{COOKIE}\":{cookie}{comma}{rest}")))
}

/// The cookie that a payload has.
fn cookie_of(payload: &Payload) -> Option<String> {
    let mut graph = codec::decode_one(payload, Some(Format::Json), &AllowList::new()).content.ok()?;
    if !codec::is_dict(&graph) {
        return None;
    }
    let cookie = take_cookie(&mut graph)?;
    graph.set_root(cookie);
    let converted =
        convert::convert(&graph, Target::Json(Dialect::JavaScript), &convert::Options::default()).ok()?;
    String::from_utf8(converted.bytes).ok()
}

/// The cookie of a session that Express makes with `cookie: { maxAge }` and its defaults otherwise.
fn new_cookie(owner: &Owner<'_>) -> Result<String, PayloadError> {
    let expires = Timestamp::from_second(owner.ttl).map_err(|_| PayloadError::Expiry(owner.ttl))?;
    let mut text = String::new();
    let mut json = Writer::new(&mut text, Style::Compact);
    json.begin_object();
    json.key(b"originalMaxAge");
    json.int(owner.lifetime.seconds().saturating_mul(1000));
    json.key(b"expires");
    json.str(format!("{expires:.3}").as_bytes());
    json.key(b"httpOnly");
    json.bool(true);
    json.key(b"path");
    json.str(b"/");
    json.end_object();
    Ok(text)
}
