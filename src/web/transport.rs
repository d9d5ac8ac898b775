//! How a session id comes with a request and goes with a response: Flask's cookie, to the byte, or a header.
//!
//! Cookies are read and written as werkzeug does it, which has a way of quoting of its own. It does not know whether a
//! session of an id exists.

use http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, SET_COOKIE, VARY},
};
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};

use super::settings::{Cookie, Transport};
use crate::session::{Lifetime, SessionId};

impl Transport {
    /// The id that a request sends. One that no session can have, or that holds a control character, counts as none.
    pub(super) fn id(&self, headers: &HeaderMap) -> Option<SessionId> {
        match self {
            Self::Header(name) => acceptable(headers.get(name)?.as_bytes().to_vec()),
            Self::Cookie(cookie) => headers
                .get_all(COOKIE)
                .iter()
                .find_map(|value| find(value.as_bytes(), &cookie.name))
                .and_then(acceptable),
        }
    }

    /// Sends an id; `permanent` is whether the session outlives the browser's.
    pub(super) fn send(&self, headers: &mut HeaderMap, id: &SessionId, permanent: bool, now: Timestamp) {
        match self {
            Self::Header(name) => {
                let value = HeaderValue::from_bytes(id.as_str().as_bytes());
                headers.insert(
                    name.clone(),
                    value.expect("an id that was accepted holds no control characters"),
                );
            }
            Self::Cookie(cookie) => {
                let expires = permanent.then(|| expiry(now, cookie.lifetime)).flatten();
                append(headers, cookie, &quote(id.as_str()), expires.as_deref());
            }
        }
    }

    /// Takes the id away from the client. A header is not kept by clients as cookies are, so nothing is sent then.
    pub(super) fn remove(&self, headers: &mut HeaderMap) {
        if let Self::Cookie(cookie) = self {
            append(headers, cookie, "", Some("Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0"));
        }
    }

    /// Tells caches that the response is this client's.
    pub(super) fn vary(&self, headers: &mut HeaderMap) {
        let name = match self {
            Self::Cookie(_) => COOKIE,
            Self::Header(name) => name.clone(),
        };
        let listed = |value: &HeaderValue| {
            value.to_str().is_ok_and(|text| {
                text.split(',')
                    .map(str::trim)
                    .any(|item| item == "*" || item.eq_ignore_ascii_case(name.as_str()))
            })
        };
        if !headers.get_all(VARY).iter().any(listed) {
            let value = if name == COOKIE { HeaderValue::from_static("Cookie") } else { name.into() };
            headers.append(VARY, value);
        }
    }
}

fn acceptable(bytes: Vec<u8>) -> Option<SessionId> {
    let text = String::from_utf8(bytes).ok()?;
    if text.chars().any(char::is_control) {
        return None;
    }
    SessionId::new(text).ok()
}

fn expiry(now: Timestamp, lifetime: Lifetime) -> Option<String> {
    let at = Timestamp::from_second(lifetime.ttl_at(now)).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

/// The value of the first cookie of a name, as werkzeug reads it.
fn find(header: &[u8], name: &str) -> Option<Vec<u8>> {
    header.split(|byte| *byte == b';').find_map(|pair| {
        let at = pair.iter().position(|byte| *byte == b'=')?;
        (pair[..at].trim_ascii() == name.as_bytes()).then(|| unquote(pair[at + 1..].trim_ascii()))
    })
}

fn unquote(value: &[u8]) -> Vec<u8> {
    let [b'"', inner @ .., b'"'] = value else { return value.to_vec() };
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    loop {
        rest = match rest {
            [] => return out,
            [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', rest @ ..] => {
                out.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
                rest
            }
            [b'\\', byte, rest @ ..] | [byte, rest @ ..] => {
                out.push(*byte);
                rest
            }
        };
    }
}

/// Quotes a value where werkzeug's `dump_cookie` does.
fn quote(value: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_!#$%&'()*+-./:<=>?@[]^`{|}~".contains(&byte);
    if value.bytes().all(bare) {
        return value.to_owned();
    }
    let mut out = String::from("\"");
    for byte in value.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b',' | b';' | ..b' ' | 0x7f.. => out.push_str(&format!("\\{byte:03o}")),
            _ => out.push(char::from(byte)),
        }
    }
    out.push('"');
    out
}

/// Adds the header, its attributes in werkzeug's order.
fn append(headers: &mut HeaderMap, cookie: &Cookie, value: &str, expires: Option<&str>) {
    let removed = value.is_empty();
    // Room for what is usual: the longest attribute is the expiry.
    let mut text = String::with_capacity(cookie.name.len() + value.len() + 96);
    text.push_str(&cookie.name);
    text.push('=');
    text.push_str(value);
    let mut attribute = |name: &str, value: &str| {
        text.push_str("; ");
        text.push_str(name);
        if !value.is_empty() {
            text.push('=');
            text.push_str(value);
        }
    };
    if let Some(domain) = &cookie.domain {
        attribute("Domain", domain.trim_start_matches('.'));
    }
    if let Some(expires) = expires {
        attribute("Expires", expires);
    }
    // Browsers take the removal of a `Secure` cookie over HTTPS without the attribute; Flask sends none of these then.
    if cookie.secure && !removed {
        attribute("Secure", "");
    }
    if cookie.http_only && !removed {
        attribute("HttpOnly", "");
    }
    attribute("Path", &cookie.path);
    if let Some(same_site) = cookie.same_site.filter(|_| !removed) {
        attribute("SameSite", same_site.as_str());
    }
    let value = HeaderValue::try_from(text);
    headers.append(SET_COOKIE, value.expect("the settings were checked and the id is quoted"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(cookie: &Cookie, id: &str) -> String {
        let mut headers = HeaderMap::new();
        let now = "2026-11-25T02:02:02Z".parse().unwrap();
        Transport::Cookie(cookie.clone()).send(&mut headers, &SessionId::new(id).unwrap(), true, now);
        headers[SET_COOKIE].to_str().unwrap().to_owned()
    }

    fn read(header: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_bytes(header.as_bytes()).unwrap());
        Transport::default().id(&headers).map(SessionId::into_string)
    }

    /// Each expectation is what `werkzeug.http.dump_cookie` 3.0.6 returned.
    #[test]
    fn cookies_are_written_as_werkzeug_writes_them() {
        let cookie = Cookie { same_site: None, ..Cookie::default() };
        assert_eq!(
            sent(&cookie, "9f3c1c9e-0c5e"),
            "session=9f3c1c9e-0c5e; Expires=Sat, 26 Dec 2026 02:02:02 GMT; HttpOnly; Path=/"
        );
        let all = Cookie {
            domain: Some(".example.com".to_owned()),
            path: "/shop".to_owned(),
            secure: true,
            same_site: Some(SameSite::Strict),
            ..cookie
        };
        assert_eq!(
            sent(&all, "a \"b\\c;d,é"),
            "session=\"a \\\"b\\\\c\\073d\\054\\303\\251\"; Domain=example.com; \
             Expires=Sat, 26 Dec 2026 02:02:02 GMT; Secure; HttpOnly; Path=/shop; SameSite=Strict"
        );
        let mut headers = HeaderMap::new();
        Transport::Cookie(all).remove(&mut headers);
        assert_eq!(
            headers[SET_COOKIE],
            "session=; Domain=example.com; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/shop"
        );
    }

    /// Each expectation is what `werkzeug.http.parse_cookie` 3.0.6 returned, or none where the id is refused.
    #[test]
    fn cookies_are_read_as_werkzeug_reads_them() {
        for (header, id) in [
            ("session=abc", Some("abc")),
            ("a=b; session = abc ;session=def", Some("abc")),
            ("xsession=abc", None),
            (r#"session="a \"b\\c\073d\054\303\251""#, Some("a \"b\\c;d,é")),
            (r#"session="a\777""#, Some("a777")),
            ("session=a=b", Some("a=b")),
            ("session=", None),
            ("session", None),
            ("", None),
            (r#"session="a\015\012Set-Cookie: b=c""#, None),
            (r#"session="\377""#, None),
        ] {
            assert_eq!(read(header).as_deref(), id, "{header}");
        }
        assert_eq!(read(&format!("session={}", "x".repeat(2049))), None);
        assert!(read(&format!("a={}; session=b", "x".repeat(1 << 20))).is_some());
    }

    #[test]
    fn what_is_quoted_is_unquoted() {
        for id in ["plain", "with space", "\"", "\\", "a,b;c", "é\u{10ffff}", "{}[]()<>@"] {
            assert_eq!(read(&format!("session={}", quote(id))).as_deref(), Some(id));
        }
    }

    #[test]
    fn vary_is_said_once() {
        for (already, after) in
            [(None, "Cookie"), (Some("accept, cookie"), "accept, cookie"), (Some("*"), "*")]
        {
            let mut headers = HeaderMap::new();
            if let Some(already) = already {
                headers.insert(VARY, HeaderValue::from_static(already));
            }
            Transport::default().vary(&mut headers);
            Transport::default().vary(&mut headers);
            let all: Vec<_> = headers.get_all(VARY).iter().collect();
            assert_eq!(all, [after]);
        }
    }

    use super::super::settings::SameSite;
}
