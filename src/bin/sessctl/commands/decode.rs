//! `sessctl decode`: payloads without any table.

use std::{fs::File, io};

use anyhow::Context as _;

use super::{
    ViewArgs,
    payloads::{self, Found, From},
};
use crate::{
    context::Context,
    exit::Exit,
    output::{Opcodes, Record, Shape},
};

/// Decode payloads from files or standard input; nothing in them is executed
///
/// A file holds a `data` value, the bytes of a pickle or of MessagePack, JSON, or items in DynamoDB JSON as `aws dynamodb
/// get-item`, `scan` and exports to S3 print them, also gzip; several a file. In JSON one payload is an object, several are an
/// array.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  echo gAR9lIwIdXNlcm5hbWWUjANhZGGUcy4= | sessctl decode\n  \
    sessctl decode -o ndjson export/data/*.json.gz\n  \
    echo gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu | sessctl decode --explain")]
pub(crate) struct Args {
    /// Files; `-` or none reads standard input
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    files: Vec<String>,
    /// What the files hold, when it cannot be told
    #[arg(long, value_enum, value_name = "FORMAT")]
    from: Option<From>,
    #[command(flatten)]
    view: ViewArgs,
    /// List the pickle's opcodes with their offsets, and what they import and call, instead of the data
    #[arg(long)]
    explain: bool,
    /// Exit 5 when a payload is malicious or cannot be read
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let layout = ctx.layout()?;
    let allow = args.view.allow_list()?;
    let mut options = args.view.options(ctx, &allow);
    if args.explain {
        options.opcodes = Opcodes::Listed;
    }
    let stdin = ["-".to_owned()];
    let files = if args.files.is_empty() { &stdin[..] } else { &args.files[..] };
    let mut records = ctx.ui.records(Shape::Named, None);
    let mut exit = Exit::Done;
    for name in files {
        let context = || match name.as_str() {
            "-" => "cannot decode standard input".to_owned(),
            name => format!("cannot decode `{name}`"),
        };
        let bytes = match name.as_str() {
            "-" => payloads::read_all(io::stdin().lock()),
            name => File::open(name).map_err(anyhow::Error::new).and_then(payloads::read_all),
        };
        let found =
            bytes.and_then(|bytes| payloads::find(bytes, args.from, &layout)).with_context(context)?;
        let several = found.len() > 1;
        for (n, found) in found.iter().enumerate() {
            let mut record = match found {
                Found::Session(stored) => {
                    Record::of_session(stored, layout.decode(stored, options.allow), options)
                }
                Found::Payload(payload, format) => {
                    let decoded = layout.decode_payload(payload, *format, options.allow);
                    Record::of_payload(payload, decoded, options)
                }
            };
            let number = if several { format!("#{}", n + 1) } else { String::new() };
            if several || files.len() > 1 {
                record.source = Some(format!("{name}{number}"));
            }
            if args.strict && record.is_malicious_or_unreadable() {
                exit = Exit::Found;
            }
            records.push(&[record])?;
        }
    }
    records.finish()?;
    Ok(exit)
}
