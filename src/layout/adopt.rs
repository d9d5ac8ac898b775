//! The item that one library would have written for a session of another.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::{Item, Layout, Stored};
use crate::session::{Lifetime, Payload, Session};

impl Layout {
    /// The item of a session that a library other than `from` is to read. Id and expiry stay. Where this library writes
    /// fractions of a second, and `from` says when the session was written, the expiry has the fraction of that moment:
    /// of two writes within a second the later one ends later. What `from` writes beside the session stays behind; foreign attributes come
    /// along unless this library uses their names. `payload` is made for this layout; `written` is when the session was
    /// written, and `lifetime` how long it lived from then.
    #[must_use]
    pub fn adopt(
        &self,
        from: &Self,
        stored: Stored,
        payload: &Payload,
        lifetime: Lifetime,
        written: Timestamp,
    ) -> Item {
        let Stored { session, exact_ttl, created, attributes, .. } = stored;
        let mut item = self.new_item(&session.id, payload, lifetime, written);
        if let Some(name) = self.ttl {
            let exact =
                exact_ttl.or_else(|| to_the_microsecond(&session, lifetime)).filter(|_| self.fractional_ttl);
            match exact.or_else(|| session.ttl.map(|ttl| ttl.to_string())) {
                Some(ttl) => item.insert(name.to_owned(), AttributeValue::N(ttl)),
                None => item.remove(name),
            };
        }
        if let (Some(time), Some(created)) = (self.created, created) {
            item.insert(time.name.to_owned(), AttributeValue::S(time.form.write(created)));
        }
        let is_own = |name: &str| from.writes(name) || self.writes(name);
        item.extend(attributes.into_iter().filter(|(name, _)| !is_own(name)));
        item
    }

    /// Whether the library writes an attribute of that name.
    fn writes(&self, name: &str) -> bool {
        let times = self.modified.iter().chain(&self.created).map(|time| time.name);
        let extras = self.extras.iter().map(|(extra, _)| *extra);
        [self.key, self.data.name]
            .into_iter()
            .chain(self.ttl)
            .chain(times)
            .chain(extras)
            .any(|own| own == name)
    }
}

/// The expiry with the fraction of the time of writing: Python cuts it off. Where the clock was read again for the expiry
/// and the next second had begun, the expiry is a second more than a lifetime later.
fn to_the_microsecond(session: &Session, lifetime: Lifetime) -> Option<String> {
    let written = session.modified_at()?.as_microsecond();
    let (second, fraction) = (written.div_euclid(1_000_000), written.rem_euclid(1_000_000));
    let ttl = session.ttl?;
    let is_next = ttl.checked_sub(second) == Some(lifetime.seconds() + 1);
    let text = format!("{}.{fraction:06}", if is_next { ttl - 1 } else { ttl });
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::SessionId;

    #[test]
    fn an_expiry_follows_the_time_of_writing_to_the_microsecond() {
        let exact = |modified: &str, ttl| {
            let id = SessionId::new("x").unwrap();
            let session = Session { id, payload: None, modified: Some(modified.to_owned()), ttl: Some(ttl) };
            to_the_microsecond(&session, Lifetime::from_seconds(100).unwrap()).unwrap()
        };
        // 20:00:17 is 1795377617; the life is 100 s.
        assert_eq!(exact("2026-11-22 20:00:17.123456", 1_795_377_717), "1795377717.123456");
        assert_eq!(exact("2026-11-22 20:00:17.900000", 1_795_377_717), "1795377717.9");
        assert_eq!(exact("2026-11-22 20:00:17", 1_795_377_717), "1795377717");
        assert_eq!(exact("2026-11-22 20:00:17.999999", 1_795_377_717), "1795377717.999999");
        // The clock was read again for the expiry, in the next second.
        assert_eq!(exact("2026-11-22 20:00:17.999999", 1_795_377_718), "1795377717.999999");
    }
}
