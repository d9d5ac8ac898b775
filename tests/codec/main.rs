//! The codecs against tables that CPython, msgspec and Node.js wrote (`generate.py` and its like).

mod base64;
mod convert;
mod json;
mod libraries;
mod msgpack;
mod plain;
mod properties;
mod typed;
mod write;

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
