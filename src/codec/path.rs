//! The way from the whole to one value, as errors name it.
//!
//! Keys that are no text have no path.

use std::{fmt, str::FromStr};

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// Into a dict, by a key that is text.
    Key(String),
    /// Into a list, tuple, set or the like, by position from 0; also the n-th item of a dict whose key is no text.
    Index(usize),
}

/// The steps from the whole to a value: `cart[0].price`, `"my key"[2]`; the whole itself is `$`. The alternate form
/// quotes keys that a shell would take for variables: `token."$items".scope`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Path {
    /// From the outside in.
    pub steps: Vec<PathStep>,
}

/// Steps that are shown before the middle of a path is left out.
const SHOWN: usize = 16;

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            return f.write_str("$");
        }
        let count = self.steps.len();
        for (at, step) in self.steps.iter().enumerate() {
            if count > 2 * SHOWN && at >= SHOWN && at < count - SHOWN {
                if at == SHOWN {
                    write!(f, "..({} levels)", count - 2 * SHOWN)?;
                }
                continue;
            }
            match step {
                PathStep::Index(index) => write!(f, "[{index}]")?,
                PathStep::Key(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$' || c == '-';
                    let is_shell_variable = f.alternate() && key.starts_with('$');
                    if !key.is_empty() && key.chars().all(plain) && !is_shell_variable {
                        f.write_str(key)?;
                    } else {
                        f.write_str(&super::json::quote(key))?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Why a text is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a path such as user.name, cart[0].price or \"my key\"[2], and it goes wrong at column {column}"
)]
pub struct PathError {
    /// Where, in characters from 1.
    pub column: usize,
}

/// Reads what `Display` writes.
impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut steps = Vec::new();
        let mut rest = text;
        let wrong = |rest: &str| PathError { column: text[..text.len() - rest.len()].chars().count() + 1 };
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let end = inner.find(']').ok_or_else(|| wrong(rest))?;
                steps.push(PathStep::Index(inner[..end].parse().map_err(|_| wrong(inner))?));
                rest = &inner[end + 1..];
                continue;
            }
            if !steps.is_empty() {
                rest = rest.strip_prefix('.').ok_or_else(|| wrong(rest))?;
            }
            let key = if rest.starts_with('"') {
                let end = quoted_end(rest).ok_or_else(|| wrong(rest))?;
                let key = super::json::unquote(&rest[..end]).ok_or_else(|| wrong(rest))?;
                rest = &rest[end..];
                key
            } else {
                let end = rest.find(['.', '[', '"']).unwrap_or(rest.len());
                let key = rest[..end].to_owned();
                if key.is_empty() {
                    return Err(wrong(rest));
                }
                rest = &rest[end..];
                key
            };
            steps.push(PathStep::Key(key));
        }
        if steps.is_empty() { Err(wrong(rest)) } else { Ok(Self { steps }) }
    }
}

/// Where a quoted text that begins here ends, behind the closing quote.
fn quoted_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_back() {
        for text in ["cart[0].\"my key\"._id", "a", "[1][2].b", "\"a.b\".c", "ключ.x"] {
            let path: Path = text.parse().unwrap();
            assert_eq!(path.to_string().parse::<Path>().unwrap(), path, "{text}");
        }
        for (text, column) in [("", 1), ("a..b", 3), ("a[x]", 3), ("a[1", 2), ("a\"b\"", 2), ("a.", 3)] {
            assert_eq!(text.parse::<Path>(), Err(PathError { column }), "{text}");
        }
    }

    #[test]
    fn paths_read_like_the_json_they_point_into() {
        let key = |text: &str| PathStep::Key(text.to_owned());
        let path = Path { steps: vec![key("cart"), PathStep::Index(0), key("my key"), key("_id")] };
        assert_eq!(path.to_string(), "cart[0].\"my key\"._id");
        assert_eq!(Path::default().to_string(), "$");
    }

    #[test]
    fn a_deep_path_leaves_its_middle_out() {
        let path = Path { steps: vec![PathStep::Index(0); 1000] };
        assert!(path.to_string().len() < 200);
        assert!(path.to_string().contains("..(968 levels)"));
    }
}
