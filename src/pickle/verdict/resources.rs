//! Whether a class on no list is called with something that its constructor may open, bind or run.
//!
//! It is a guess from the arguments and from the words in the name of the class, for constructors that act: what acts
//! otherwise stays `unknown`. It does not look at exceptions, which Python calls with whatever text they were raised with.

use super::{gadgets, shapes};
use crate::pickle::{Graph, NodeId, Value};

/// Words in the names of classes whose constructors take hold of something outside the process.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "Client", "Connection", "Daemon", "Executor", "File", "Importer", "Interpreter", "Loader", "Popen", "Process",
    "Reader", "Server", "Shell", "Socket", "Writer",
];

/// Endings of the names of files.
#[rustfmt::skip]
const EXTENSIONS: &[&str] = &[
    "bak", "bin", "bmp", "cfg", "conf", "crt", "csv", "dat", "db", "dll", "docx", "egg", "env", "exe", "gif", "gz",
    "html", "ini", "jpeg", "jpg", "json", "key", "log", "pdf", "pem", "pkl", "png", "py", "pyc", "sh", "so", "sqlite",
    "sqlite3", "svg", "tar", "tmp", "toml", "ttf", "txt", "whl", "xls", "xlsx", "xml", "yaml", "yml", "zip",
];

/// Bytes of a text that may name something.
const MAX_TEXT: usize = 4096;
/// Arguments that are looked at.
const MAX_ARGUMENTS: usize = 8;

/// Whether the constructor of a class may take hold of what its arguments name: a file, a host.
pub(super) fn may_open(graph: &Graph, module: &str, name: &str, args: NodeId) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    if is_exception(last) {
        return false;
    }
    let args = shapes::tuple(graph, args).unwrap_or_default();
    let text = |node: &NodeId| match graph.value(*node) {
        Value::Str(span) | Value::Py2Str(span) | Value::Bytes(span) if span.len() <= MAX_TEXT => {
            std::str::from_utf8(graph.bytes(span)).ok()
        }
        _ => None,
    };
    let by_name =
        words(last).any(|word| WORDS.binary_search(&word).is_ok()) || gadgets::is_acting_class(module, name);
    args.iter().take(MAX_ARGUMENTS).any(|arg| match text(arg) {
        Some(text) => {
            by_name && !matches!(graph.value(*arg), Value::Bytes(_)) || is_path(text) || is_address(text)
        }
        // Host and port, as sockets have them.
        None => match shapes::tuple(graph, *arg) {
            Some([host, port]) => {
                text(host).is_some() && matches!(graph.value(*port), Value::Int(0..=65535)) && by_name
            }
            // What the text is made of: `str(path)`.
            _ => match graph.value(*arg) {
                Value::Call { args, .. } => shapes::tuple(graph, args)
                    .unwrap_or_default()
                    .iter()
                    .take(MAX_ARGUMENTS)
                    .filter_map(text)
                    .any(|text| is_path(text) || is_address(text)),
                _ => false,
            },
        },
    })
}

/// Whether a value is a text that is the path of a file.
pub(super) fn is_path_of_file(graph: &Graph, node: NodeId) -> bool {
    match graph.value(node) {
        Value::Str(span) | Value::Py2Str(span) if span.len() <= MAX_TEXT => {
            std::str::from_utf8(graph.bytes(span)).is_ok_and(is_path)
        }
        _ => false,
    }
}

fn is_exception(name: &str) -> bool {
    ["Error", "Exception", "Warning", "NotFound"].iter().any(|end| name.ends_with(end))
}

/// The words of a name in capitals: `TCPGitServer` has `TCPGit` and `Server`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let begins = move |at: usize| {
        bytes[at].is_ascii_uppercase()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase)
            && (at == 0
                || !bytes[at - 1].is_ascii_uppercase()
                || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
    };
    let starts: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at].is_ascii() && begins(at)).collect();
    let ends = starts.clone().into_iter().skip(1).chain([bytes.len()]);
    starts.into_iter().zip(ends).map(move |(start, end)| {
        let word = &name[start..end];
        // What follows the letters of a word belongs to the next: `FileURL`.
        let length = 1 + word[1..].bytes().take_while(u8::is_ascii_lowercase).count();
        &word[..length]
    })
}

/// A text that is the path or the name of a file.
fn is_path(text: &str) -> bool {
    if text.contains(['\n', '@']) {
        return false;
    }
    let absolute = match text.as_bytes() {
        [b'/', b'/', ..] => false,
        [b'/', _, ..] | [b'~', b'/', ..] | [b'.', b'/', ..] | [b'.', b'.', b'/', ..] => true,
        [drive, b':', b'\\' | b'/', ..] => drive.is_ascii_alphabetic(),
        bytes => bytes.starts_with(b"\\\\"),
    };
    let named = || {
        let (stem, extension) = text.rsplit_once('.')?;
        let plain = !stem.is_empty() && !text.contains(' ');
        (plain && EXTENSIONS.binary_search(&extension.to_ascii_lowercase().as_str()).is_ok()).then_some(())
    };
    absolute || named().is_some()
}

/// An address of the Internet, or the name of this machine.
fn is_address(text: &str) -> bool {
    text == "localhost"
        || text.len() <= 45 && text.contains(['.', ':']) && text.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_words_are_told_apart() {
        assert!(WORDS.is_sorted_by(|a, b| a < b));
        assert!(EXTENSIONS.is_sorted_by(|a, b| a < b));
        let of = |name| words(name).collect::<Vec<_>>();
        assert_eq!(of("FileFromURLWrapper"), ["File", "From", "Wrapper"]);
        assert_eq!(of("TCPGitServer"), ["Git", "Server"]);
        assert_eq!(of("Profile"), ["Profile"]);
        assert_eq!(of("_ZipPkgReader"), ["Zip", "Pkg", "Reader"]);
        assert_eq!(of("user"), [""; 0]);
        assert_eq!(of("\u{c9}tat"), [""; 0]);
    }

    #[test]
    fn files_and_hosts_are_told_from_other_text() {
        for text in ["/etc/passwd", "~/.ssh/id", "../x", "C:\\x", "settings.py", "a/b.ttf", "\\\\host\\share"]
        {
            assert!(is_path(text), "{text}");
        }
        for text in
            ["users.read", "Europe/Berlin", "1.50", "ada@example.zip", "//cdn", "/", "red", "a sentence.py"]
        {
            assert!(!is_path(text), "{text}");
        }
        assert!(is_address("127.0.0.1") && is_address("::1") && is_address("localhost"));
        assert!(!is_address("1.2.3") && !is_address("example.com"));
    }
}
