//! Judges pickles without running them: one in base64 a line on standard input, one level and its worst reason a line on
//! standard output.
//!
//! ```text
//! $ echo Y29zCnN5c3RlbQooUydpZCcKdFIu | cargo run --quiet --no-default-features --example judge
//! malicious dangerous name: `os.system` at byte 0
//! ```

use std::io::{self, BufRead, Write};

use sessctl::codec;
use sessctl::pickle::AllowList;
use sessctl::session::Payload;

fn main() -> io::Result<()> {
    let allow = AllowList::new();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let decoded = codec::decode(&Payload::Text(line?), Some(codec::Format::Pickle), &allow);
        let worst = decoded.verdict.reasons.iter().max_by_key(|reason| reason.code.level());
        match worst {
            Some(reason) => writeln!(out, "{} {reason}", decoded.verdict.level)?,
            None => writeln!(out, "{}", decoded.verdict.level)?,
        }
    }
    out.flush()
}
