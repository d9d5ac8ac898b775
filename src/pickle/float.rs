//! Floats as Python writes them.
//!
//! It does not read any: Rust and Python agree on that.

/// What Python's `repr` gives for a `float`: the shortest digits that give the value back, never without `.`, `e`,
/// `nan` or `inf`.
///
/// ```
/// use sessctl::pickle::float_repr;
///
/// assert_eq!(float_repr(2.50), "2.5");
/// assert_eq!(float_repr(1e16), "1e+16");
/// assert_eq!(float_repr(-0.0), "-0.0");
/// assert_eq!(float_repr(f64::NEG_INFINITY), "-inf");
/// ```
#[must_use]
pub fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = shortest(value);
    let (mantissa, exponent) = scientific.split_once('e').expect("`{:e}` writes an exponent");
    let exponent: i32 = exponent.parse().expect("the exponent of a float is a small integer");
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    if !(-4..16).contains(&exponent) {
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{mantissa}e{exponent_sign}{:02}", exponent.unsigned_abs());
    }
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let Ok(whole) = usize::try_from(exponent) else {
        let zeros = exponent.unsigned_abs() as usize - 1;
        return format!("{sign}0.{}{digits}", "0".repeat(zeros));
    };
    if digits.len() <= whole + 1 {
        let zeros = whole + 1 - digits.len();
        return format!("{sign}{digits}{}.0", "0".repeat(zeros));
    }
    format!("{sign}{}.{}", &digits[..=whole], &digits[whole + 1..])
}

/// The shortest digits that give a finite value back, with an exponent: `-1.25e-7`. Of two that are as near, the even
/// one, as Python, JavaScript and msgspec choose.
pub(crate) fn shortest(value: f64) -> String {
    /// Fewer digits are never in the middle between two that both give the value back.
    const LONG: usize = 15;
    let text = format!("{value:e}");
    let digits = text.bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).count();
    if digits < LONG {
        return text;
    }
    let even = format!("{value:.*e}", digits - 1);
    if even.parse() == Ok(value) { even } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_change_to_exponents_where_python_does() {
        for (value, text) in [
            (3_873_227_497_461_861.0 / 4.0, "968306874365465.2"),
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (0.000_012_5, "1.25e-05"),
            (123_456.789, "123456.789"),
            (1e15, "1000000000000000.0"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
        ] {
            assert_eq!(float_repr(value), text);
        }
    }
}
