//! Integers of any size and their decimal text.
//!
//! It does not decide which numbers JSON may hold.

use num_bigint::BigInt;

/// The decimal text of a two's complement little-endian integer.
pub(crate) fn big_to_decimal(bytes: &[u8]) -> String {
    BigInt::from_signed_bytes_le(bytes).to_string()
}

/// Digits, or hex behind `0x` where those would be more than Python takes.
pub(crate) fn big_text(bytes: &[u8]) -> String {
    /// 4,300 digits are 1,786 bytes.
    const SHORT: usize = 1786;
    /// What Python converts to text and back.
    const DIGITS: usize = 4300;
    if bytes.len() <= SHORT {
        let text = big_to_decimal(bytes);
        if text.trim_start_matches('-').len() <= DIGITS {
            return text;
        }
    }
    let value = BigInt::from_signed_bytes_le(bytes);
    let sign = if value.sign() == num_bigint::Sign::Minus { "-" } else { "" };
    format!("{sign}0x{}", value.magnitude().to_str_radix(16))
}

/// The shortest two's complement little-endian bytes of a decimal text, `None` where it is no integer.
pub(crate) fn big_from_decimal(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(BigInt::parse_bytes(text.as_bytes(), 10)?.to_signed_bytes_le())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_decimal_digits_are_integers() {
        assert_eq!(big_from_decimal("-1"), Some(vec![0xff]));
        for text in ["", "-", "+1", "1_0", "0x1", " 1", "1.0"] {
            assert_eq!(big_from_decimal(text), None, "{text:?}");
        }
    }
}
