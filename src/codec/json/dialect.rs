//! How each library spells JSON.
//!
//! It does not decide what becomes of values that JSON has not; `convert` does.

use super::{Style, float_repr};
use crate::pickle::shortest;

/// What writes the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Python's `json.dumps` with its defaults: flask-dynamodb-sessions before 0.1.4, dynamodb-session-web.
    Python,
    /// `msgspec.json.encode`: Flask-Session with `SESSION_SERIALIZATION_FORMAT = "json"`.
    Msgspec,
    /// `JSON.stringify`: connect-dynamodb.
    JavaScript,
}

impl Dialect {
    /// How it spaces and escapes.
    #[must_use]
    pub fn style(self) -> Style {
        match self {
            Self::Python => Style::Python,
            Self::Msgspec | Self::JavaScript => Style::Compact,
        }
    }

    /// How it spells a float; only Python spells NaN and the infinities, the others write `null` for them.
    #[must_use]
    pub fn float(self, value: f64) -> String {
        if !value.is_finite() {
            return match self {
                Self::Msgspec | Self::JavaScript => "null",
                Self::Python if value.is_nan() => "NaN",
                Self::Python if value > 0.0 => "Infinity",
                Self::Python => "-Infinity",
            }
            .to_owned();
        }
        match self {
            Self::Python => float_repr(value),
            // JavaScript has one zero in text, and whole numbers have no fraction.
            Self::JavaScript if value == 0.0 => "0".to_owned(),
            Self::JavaScript => spelled(value, 21, -6, "", "+"),
            Self::Msgspec => spelled(value, 16, -5, ".0", ""),
        }
    }
}

/// The shortest digits that are the float again: with a point where that stands at most `most` digits behind the first
/// or less than `least` zeros before it, with an exponent otherwise.
fn spelled(value: f64, most: i32, least: i32, whole: &str, plus: &str) -> String {
    let text = shortest(value);
    let (number, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |number| ("-", number));
    let digits = number.replace('.', "");
    let (point, len) = (exponent + 1, digits.len() as i32);
    let zeros = |count: i32| "0".repeat(count.max(0) as usize);
    match point {
        _ if len <= point && point <= most => format!("{sign}{digits}{}{whole}", zeros(point - len)),
        _ if 0 < point && point <= most => {
            let (before, behind) = digits.split_at(point as usize);
            format!("{sign}{before}.{behind}")
        }
        _ if least < point && point <= 0 => format!("{sign}0.{}{digits}", zeros(-point)),
        _ => format!("{sign}{number}e{}{exponent}", if exponent < 0 { "" } else { plus }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_spelled_as_each_library_spells_them() {
        for (value, python, msgspec, javascript) in [
            (1.0, "1.0", "1.0", "1"),
            (-0.0, "-0.0", "-0.0", "0"),
            (1e15, "1000000000000000.0", "1000000000000000.0", "1000000000000000"),
            (1e16, "1e+16", "1e16", "10000000000000000"),
            (1.5e300, "1.5e+300", "1.5e300", "1.5e+300"),
            (1e21, "1e+21", "1e21", "1e+21"),
            (0.0001, "0.0001", "0.0001", "0.0001"),
            (1e-5, "1e-05", "0.00001", "0.00001"),
            (1.25e-6, "1.25e-06", "1.25e-6", "0.00000125"),
            (-1.25e-7, "-1.25e-07", "-1.25e-7", "-1.25e-7"),
            (123.456, "123.456", "123.456", "123.456"),
            (f64::NAN, "NaN", "null", "null"),
            (f64::NEG_INFINITY, "-Infinity", "null", "null"),
        ] {
            let got = [Dialect::Python, Dialect::Msgspec, Dialect::JavaScript].map(|it| it.float(value));
            assert_eq!(got, [python, msgspec, javascript]);
        }
    }
}
