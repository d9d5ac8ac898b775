//! Judges pickles without running them: reads one pickle in base64 per line, and prints one level with its worst reason per
//! line. If the pickle also cannot be read, that reason follows.
//!
//! ```text
//! $ echo Y29zCnN5c3RlbQooUydpZCcKdFIu | cargo run --quiet --no-default-features --example judge
//! malicious dangerous name: `os.system` at byte 0
//! ```

use std::io::{self, BufRead, Write};

use sessctl::codec;
use sessctl::pickle::{AllowList, Level};
use sessctl::session::Payload;

fn main() -> io::Result<()> {
    let allow = AllowList::new();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let decoded = codec::decode(&Payload::Text(line?), Some(codec::Format::Pickle), &allow);
        let worst = decoded.verdict.reasons.iter().max_by_key(|reason| reason.code.level());
        let level = decoded.verdict.level;
        match worst {
            Some(reason) => write!(out, "{level} {reason}")?,
            None => write!(out, "{level}")?,
        }
        let unread = |level| matches!(level, Level::Invalid | Level::Limit);
        match decoded.verdict.reasons.iter().find(|reason| unread(reason.code.level())) {
            Some(reason) if !unread(level) => writeln!(out, "; {reason}")?,
            _ => writeln!(out)?,
        }
    }
    out.flush()
}
