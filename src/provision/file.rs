//! The spec of a table in a TOML file: the flags of `init-table` by the same names.

use toml::de::{DeTable, DeValue};

use super::spec::{Ceiling, Recovery, SpecError, TtlChoice, Wishes};

/// The keys there are.
const KEYS: [&str; 12] = [
    "billing",
    "read-capacity",
    "write-capacity",
    "max-read-units",
    "max-write-units",
    "no-ttl",
    "ttl-attribute",
    "point-in-time-recovery",
    "deletion-protection",
    "kms-key",
    "table-class",
    "tags",
];

/// Why a file is no spec.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecFileError {
    /// It is no TOML.
    #[error("line {line} is not TOML: {message}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// A key that means nothing here.
    #[error("line {line} has the unknown key `{key}`{}", suggestion(*.nearest))]
    UnknownKey {
        /// Counted from 1.
        line: usize,
        /// The key.
        key: String,
        /// The known key that is most like it, if any is.
        nearest: Option<&'static str>,
    },
    /// A value of the wrong type or out of range.
    #[error("`{key}` in line {line} is wrong: expected {expected}")]
    Value {
        /// Counted from 1.
        line: usize,
        /// The key.
        key: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A value that is not one of those there are.
    #[error("`{key}` in line {line} is wrong: {error}")]
    Choice {
        /// Counted from 1.
        line: usize,
        /// The key.
        key: String,
        /// Why.
        error: SpecError,
    },
    /// Both are named, and only one can be.
    #[error("`no-ttl` and `ttl-attribute` contradict each other")]
    Ttl,
}

fn suggestion(key: Option<&str>) -> String {
    match key {
        Some(key) => format!("; did you mean `{key}`?"),
        None => format!("; known are {}", KEYS.join(", ")),
    }
}

/// Reads a file.
///
/// # Errors
/// At the first thing that is no part of a spec.
pub fn parse(text: &str) -> Result<Wishes, SpecFileError> {
    let line_of = |offset: usize| 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    let table = DeTable::parse(text).map_err(|error| SpecFileError::Syntax {
        line: line_of(error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    let mut wishes = Wishes::default();
    let (mut no_ttl, mut ttl_attribute) = (false, None);
    // The order of the file, so that the first mistake in it is named.
    let mut entries: Vec<_> = table.into_inner().into_iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let entry = Entry { line: line_of(key.span().start), key: key.get_ref(), value: value.get_ref() };
        match entry.key {
            "billing" => wishes.billing = Some(entry.choice()?),
            "read-capacity" => wishes.read_capacity = Some(entry.units()?),
            "write-capacity" => wishes.write_capacity = Some(entry.units()?),
            "max-read-units" => wishes.max_read_units = Some(entry.ceiling()?),
            "max-write-units" => wishes.max_write_units = Some(entry.ceiling()?),
            "no-ttl" => no_ttl = entry.flag()?,
            "ttl-attribute" => ttl_attribute = Some(entry.text("the name of an attribute")?.to_owned()),
            "point-in-time-recovery" => wishes.point_in_time_recovery = Some(entry.recovery()?),
            "deletion-protection" => wishes.deletion_protection = Some(entry.flag()?),
            "kms-key" => wishes.kms_key = Some(entry.choice()?),
            "table-class" => wishes.table_class = Some(entry.choice()?),
            "tags" => {
                let DeValue::Table(tags) = entry.value else {
                    return Err(entry.wrong("a table of texts, such as { team = \"shop\" }"));
                };
                for (key, value) in tags {
                    let tag =
                        Entry { line: line_of(key.span().start), key: key.get_ref(), value: value.get_ref() };
                    wishes.tags.insert(tag.key.to_owned(), tag.text("a text in quotes")?.to_owned());
                }
            }
            unknown => {
                let (line, key) = (entry.line, unknown.to_owned());
                return Err(SpecFileError::UnknownKey { line, nearest: most_like(&key), key });
            }
        }
    }
    wishes.ttl = match (no_ttl, ttl_attribute) {
        (true, Some(_)) => return Err(SpecFileError::Ttl),
        (true, None) => Some(TtlChoice::LeaveAlone),
        (false, attribute) => attribute.map(TtlChoice::Attribute),
    };
    Ok(wishes)
}

/// The known key that a key is most like.
fn most_like(key: &str) -> Option<&'static str> {
    let spelled = key.to_lowercase().replace('_', "-");
    let likeness = |known: &str| strsim::jaro_winkler(known, &spelled);
    let (known, likeness) = KEYS
        .into_iter()
        .map(|known| (known, likeness(known)))
        .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    (likeness > 0.75).then_some(known)
}

/// A key, its value, and where they stand.
struct Entry<'a> {
    line: usize,
    key: &'a str,
    value: &'a DeValue<'a>,
}

impl Entry<'_> {
    fn wrong(&self, expected: &'static str) -> SpecFileError {
        SpecFileError::Value { line: self.line, key: self.key.to_owned(), expected }
    }

    fn text(&self, expected: &'static str) -> Result<&str, SpecFileError> {
        match self.value {
            DeValue::String(text) => Ok(text),
            _ => Err(self.wrong(expected)),
        }
    }

    fn choice<T: std::str::FromStr<Err = SpecError>>(&self) -> Result<T, SpecFileError> {
        let choice = |error| SpecFileError::Choice { line: self.line, key: self.key.to_owned(), error };
        self.text("a text in quotes")?.parse().map_err(choice)
    }

    fn flag(&self) -> Result<bool, SpecFileError> {
        match self.value {
            DeValue::Boolean(flag) => Ok(*flag),
            _ => Err(self.wrong("true or false")),
        }
    }

    fn integer(&self) -> Option<i64> {
        match self.value {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        }
    }

    fn units(&self) -> Result<i64, SpecFileError> {
        self.integer().filter(|units| *units >= 1).ok_or_else(|| self.wrong("a whole number of at least 1"))
    }

    fn ceiling(&self) -> Result<Ceiling, SpecFileError> {
        match self.value {
            DeValue::String(text) if text == "unlimited" => Ok(Ceiling::Unlimited),
            _ => self
                .integer()
                .filter(|units| *units >= 1)
                .map(Ceiling::Units)
                .ok_or_else(|| self.wrong("a whole number of at least 1, or \"unlimited\"")),
        }
    }

    fn recovery(&self) -> Result<Recovery, SpecFileError> {
        match self.value {
            DeValue::Boolean(true) => Ok(Recovery::On { days: None }),
            DeValue::Boolean(false) => Ok(Recovery::Off),
            _ => self
                .integer()
                .filter(|days| (1..=35).contains(days))
                .and_then(|days| Some(Recovery::On { days: Some(i32::try_from(days).ok()?) }))
                .ok_or_else(|| self.wrong("true, false, or 1 to 35 days")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provision::spec::{BillingMode, KmsKey, TableClass};

    #[test]
    fn every_setting_is_read() {
        let text = r#"
            billing = "on-demand"
            max-read-units = 1_000
            max-write-units = "unlimited"
            ttl-attribute = "expires"
            point-in-time-recovery = 7
            deletion-protection = true
            kms-key = "aws-owned"
            table-class = "standard-infrequent-access"
            [tags]
            team = "shop"
            "cost center" = "$(id)"
        "#;
        let wishes = parse(text).unwrap();
        assert_eq!(
            wishes,
            Wishes {
                billing: Some(BillingMode::OnDemand),
                max_read_units: Some(Ceiling::Units(1000)),
                max_write_units: Some(Ceiling::Unlimited),
                ttl: Some(TtlChoice::Attribute("expires".into())),
                point_in_time_recovery: Some(Recovery::On { days: Some(7) }),
                deletion_protection: Some(true),
                kms_key: Some(KmsKey::AwsOwned),
                table_class: Some(TableClass::StandardInfrequentAccess),
                tags: [("team".into(), "shop".into()), ("cost center".into(), "$(id)".into())].into(),
                ..Wishes::default()
            }
        );
        let capacities = parse("read-capacity = 0x10\nwrite-capacity = 2\nno-ttl = true").unwrap();
        assert_eq!((capacities.read_capacity, capacities.write_capacity), (Some(16), Some(2)));
        assert_eq!(capacities.ttl, Some(TtlChoice::LeaveAlone));
        assert_eq!(parse("no-ttl = false").unwrap(), Wishes::default());
        assert_eq!(parse("").unwrap(), Wishes::default());
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest_known_one() {
        for (text, message) in [
            (
                "billing = \"on-demand\"\n\nread_capacity = 5",
                "line 3 has the unknown key `read_capacity`; did you mean `read-capacity`?",
            ),
            ("biling = \"x\"", "line 1 has the unknown key `biling`; did you mean `billing`?"),
            ("[tag]\na = \"b\"", "line 1 has the unknown key `tag`; did you mean `tags`?"),
            (
                "pitr = true",
                "line 1 has the unknown key `pitr`; known are billing, read-capacity, write-capacity, \
                 max-read-units, max-write-units, no-ttl, ttl-attribute, point-in-time-recovery, \
                 deletion-protection, kms-key, table-class, tags",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_wrong_value_is_named_with_what_it_should_be() {
        for (text, message) in [
            ("a = 1\na = 2", "line 2 is not TOML: duplicate key"),
            ("billing = 5", "`billing` in line 1 is wrong: expected a text in quotes"),
            ("billing = \"free\"", "`billing` in line 1 is wrong: expected on-demand or provisioned"),
            (
                "read-capacity = 0",
                "`read-capacity` in line 1 is wrong: expected a whole number of at least 1",
            ),
            (
                "read-capacity = 1.5",
                "`read-capacity` in line 1 is wrong: expected a whole number of at least 1",
            ),
            (
                "max-read-units = 99999999999999999999",
                "`max-read-units` in line 1 is wrong: expected a whole number of at least 1, or \"unlimited\"",
            ),
            (
                "point-in-time-recovery = 36",
                "`point-in-time-recovery` in line 1 is wrong: expected true, false, or 1 to 35 days",
            ),
            (
                "tags = [\"a\"]",
                "`tags` in line 1 is wrong: expected a table of texts, such as { team = \"shop\" }",
            ),
            ("[tags]\nteam = 5", "`team` in line 2 is wrong: expected a text in quotes"),
            ("no-ttl = true\nttl-attribute = \"x\"", "`no-ttl` and `ttl-attribute` contradict each other"),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), message, "{text}");
        }
    }
}
