//! Files of whole items: NDJSON of DynamoDB JSON, `{"Item": {...}}` a line, plain, gzip or Zstandard.
//!
//! That is the form in which DynamoDB exports to S3. `writer` appends to them, `reader` reads them back, `s3` finds the
//! files of an export to S3.

use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use flate2::write::GzEncoder;

use crate::layout::{Layout, Stored, dynamodb_json};

mod reader;
mod s3;
mod writer;

pub(super) use reader::{Input, Line};
pub(super) use s3::find as find_export;
pub(super) use writer::{Frame, Output};

/// Bytes of a line at most: 400 KB of an item, every byte of it escaped, and then some.
const MOST_LINE_BYTES: u64 = 4 * 1024 * 1024;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Plain,
    Gzip,
    Zstd,
}

impl Compression {
    /// By the ending of a file's name.
    pub(super) fn of(path: &Path) -> Self {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// By the first four bytes of a file.
    fn told_by(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// Compresses lines into one complete frame: the file is whole after each.
    pub(super) fn frame(self, lines: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Self::Plain => Ok(lines),
            Self::Gzip => {
                let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::default());
                gzip.write_all(&lines)?;
                gzip.finish()
            }
            Self::Zstd => zstd::bulk::compress(&lines, zstd::DEFAULT_COMPRESSION_LEVEL),
        }
    }

    /// Where the last complete frame of a file ends, from a place where one ended before.
    fn whole_frames(self, file: &mut (impl Read + io::Seek), from: u64) -> io::Result<u64> {
        file.seek(io::SeekFrom::Start(from))?;
        let mut rest = io::BufReader::new(file);
        let mut end = from;
        loop {
            let complete = match self {
                Self::Plain => {
                    let mut line = Vec::new();
                    io::BufRead::read_until(&mut rest, b'\n', &mut line)?;
                    line.ends_with(b"\n")
                }
                Self::Gzip => drain(flate2::bufread::GzDecoder::new(&mut rest)),
                Self::Zstd => {
                    zstd::Decoder::with_buffer(&mut rest).is_ok_and(|decoder| drain(decoder.single_frame()))
                }
            };
            let now = io::Seek::stream_position(&mut rest)?;
            if !complete || now == end {
                return Ok(end);
            }
            end = now;
        }
    }
}

/// Reads to the end; whether there was anything, and nothing torn.
fn drain(mut frame: impl Read) -> bool {
    io::copy(&mut frame, &mut io::sink()).is_ok_and(|bytes| bytes > 0)
}

/// Appends a session's item as a line.
pub(super) fn push_line(lines: &mut Vec<u8>, layout: &Layout, stored: Stored) {
    lines.extend_from_slice(b"{\"Item\":");
    layout.push_item(lines, stored);
    lines.extend_from_slice(b"}\n");
}

/// Why a file cannot be written, or read to its end.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The file system refuses.
    #[error("cannot {action} `{}`", .path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A line is no item.
    #[error("line {line} of `{}` is no item", .path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: u64,
        /// What is wrong with it.
        #[source]
        source: LineError,
    },
    /// An export to S3 is not as its manifest says.
    #[error("the export to S3 in `{}` cannot be read: {message}", .path.display())]
    Export {
        /// The folder or file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// It is not JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It is not DynamoDB JSON.
    #[error(transparent)]
    Item(#[from] dynamodb_json::DynamoDbJsonError),
    /// It is not a session's item.
    #[error(transparent)]
    Layout(#[from] crate::layout::LayoutError),
    /// Nothing that long is an item.
    #[error("it has more than {MOST_LINE_BYTES} bytes")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_tail_is_told_from_complete_frames() {
        let lines = |n: usize| format!("{{\"Item\":{{\"id\":{{\"S\":\"{n}\"}}}}}}\n").repeat(n).into_bytes();
        for compression in [Compression::Plain, Compression::Gzip, Compression::Zstd] {
            let mut file = Vec::new();
            let mut ends = vec![0];
            for n in 1..4 {
                file.extend(compression.frame(lines(n)).unwrap());
                ends.push(file.len() as u64);
            }
            for cut in 0..=file.len() {
                let mut torn = io::Cursor::new(&file[..cut]);
                let whole = compression.whole_frames(&mut torn, 0).unwrap();
                let expected = match compression {
                    // A line is a frame.
                    Compression::Plain => {
                        file[..cut].iter().rposition(|&b| b == b'\n').map_or(0, |at| at as u64 + 1)
                    }
                    _ => *ends.iter().rfind(|&&end| end <= cut as u64).unwrap(),
                };
                assert_eq!(whole, expected, "{compression:?} cut at {cut}");
            }
        }
    }
}
