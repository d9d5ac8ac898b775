//! Reads items back, line by line, in bounded memory whatever the file holds.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::Value;

use super::{Compression, DumpError, LineError, MOST_LINE_BYTES};
use crate::layout::{Item, dynamodb_json};

/// A file of items that is being read.
pub(in crate::bulk) struct Input {
    path: PathBuf,
    lines: Box<dyn BufRead + Send>,
    /// Lines read so far.
    line: u64,
    /// Those that are not blank.
    items: u64,
}

/// A line of a file.
#[derive(Debug)]
pub(in crate::bulk) struct Line {
    /// From 1.
    pub(in crate::bulk) number: u64,
    /// What it holds.
    pub(in crate::bulk) item: Result<Item, LineError>,
}

/// Counts the bytes that are read.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Input {
    /// Opens a file. `bytes` counts what is read of it.
    pub(in crate::bulk) fn open(path: &Path, bytes: Arc<AtomicU64>) -> Result<Self, DumpError> {
        let io = |source| DumpError::Io { action: "read", path: path.to_owned(), source };
        let file = File::open(path).map_err(io)?;
        Self::new(path, Counted { inner: file, bytes }).map_err(io)
    }

    /// Reads a stream.
    pub(in crate::bulk) fn stream(stream: Box<dyn Read + Send>) -> Result<Self, DumpError> {
        let path = Path::new("-");
        Self::new(path, stream).map_err(|source| DumpError::Io {
            action: "read",
            path: path.to_owned(),
            source,
        })
    }

    fn new(path: &Path, stream: impl Read + Send + 'static) -> io::Result<Self> {
        // A pipe may give less than was asked for.
        let mut stream = BufReader::with_capacity(128 * 1024, stream);
        let mut start = [0; 4];
        let mut read = 0;
        while read < start.len() {
            match stream.read(&mut start[read..])? {
                0 => break,
                more => read += more,
            }
        }
        let start = &start[..read];
        let whole = BufReader::with_capacity(128 * 1024, io::Cursor::new(start.to_vec()).chain(stream));
        let lines: Box<dyn BufRead + Send> = match Compression::told_by(start) {
            Compression::Plain => Box::new(whole),
            Compression::Gzip => Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(whole))),
            // Its default limit of the window bounds what a hostile file can make it allocate: 128 MB.
            Compression::Zstd => Box::new(BufReader::new(zstd::Decoder::with_buffer(whole)?)),
        };
        Ok(Self { path: path.to_owned(), lines, line: 0, items: 0 })
    }

    /// Lines read so far.
    pub(in crate::bulk) fn line(&self) -> u64 {
        self.line
    }

    /// Items read so far, good and bad.
    pub(in crate::bulk) fn items(&self) -> u64 {
        self.items
    }

    /// Passes over lines that were read before.
    pub(in crate::bulk) fn skip(&mut self, lines: u64) -> Result<(), DumpError> {
        let mut buffer = Vec::new();
        while self.line < lines && self.read_line(&mut buffer)?.is_some() {
            self.items += u64::from(!is_blank(&buffer));
        }
        Ok(())
    }

    /// The next line that is not blank; `None` at the end.
    pub(in crate::bulk) fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Line>, DumpError> {
        loop {
            let Some(whole) = self.read_line(buffer)? else { return Ok(None) };
            let item = match whole {
                true if is_blank(buffer) => continue,
                true => item_of(buffer),
                false => Err(LineError::TooLong),
            };
            self.items += 1;
            return Ok(Some(Line { number: self.line, item }));
        }
    }

    /// Reads a line into `buffer`; whether all of it, for one that is too long is passed over. `None` at the end.
    fn read_line(&mut self, buffer: &mut Vec<u8>) -> Result<Option<bool>, DumpError> {
        let io = |source| DumpError::Io { action: "read", path: self.path.clone(), source };
        buffer.clear();
        let mut whole = true;
        loop {
            let read = (&mut self.lines).take(MOST_LINE_BYTES).read_until(b'\n', buffer).map_err(io)?;
            if read == 0 && buffer.is_empty() && whole {
                return Ok(None);
            }
            if buffer.ends_with(b"\n") || read == 0 || (read as u64) < MOST_LINE_BYTES {
                self.line += 1;
                return Ok(Some(whole));
            }
            whole = false;
            buffer.clear();
        }
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// `{"Item": {...}}` as exports have it, or an item alone.
fn item_of(line: &[u8]) -> Result<Item, LineError> {
    let value: Value = serde_json::from_slice(line)?;
    let item = match value.as_object() {
        Some(object) if !dynamodb_json::looks_like_item(object) => object.get("Item").unwrap_or(&value),
        _ => &value,
    };
    Ok(dynamodb_json::read_item(item)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(bytes: Vec<u8>) -> Result<Vec<(u64, bool)>, DumpError> {
        let mut input = Input::stream(Box::new(io::Cursor::new(bytes)))?;
        let mut buffer = Vec::new();
        let mut found = Vec::new();
        while let Some(line) = input.next(&mut buffer)? {
            found.push((line.number, line.item.is_ok()));
        }
        Ok(found)
    }

    #[test]
    fn every_compression_is_told_by_its_first_bytes() {
        let lines =
            b"{\"Item\":{\"id\":{\"S\":\"a\"}}}\n\n{\"id\":{\"S\":\"b\"}}\nnonsense\n{\"id\":{\"S\":\"c\"}}"
                .to_vec();
        let expected = vec![(1, true), (3, true), (4, false), (5, true)];
        for compression in [Compression::Plain, Compression::Gzip, Compression::Zstd] {
            let once = compression.frame(lines.clone()).unwrap();
            assert_eq!(read_all(once).unwrap(), expected, "{compression:?}");
            let mut twice = compression.frame(b"{\"id\":{\"S\":\"0\"}}\n".to_vec()).unwrap();
            twice.extend(compression.frame(lines.clone()).unwrap());
            assert_eq!(read_all(twice).unwrap().len(), 5);
        }
        assert_eq!(read_all(Vec::new()).unwrap(), []);
        assert_eq!(read_all(b"\n".to_vec()).unwrap(), []);
    }

    #[test]
    fn a_torn_file_is_an_error_and_a_long_line_is_passed_over() {
        for compression in [Compression::Gzip, Compression::Zstd] {
            let mut torn = compression.frame(b"{\"id\":{\"S\":\"a\"}}\n".repeat(100)).unwrap();
            torn.truncate(torn.len() - 3);
            assert!(read_all(torn).is_err(), "{compression:?}");
        }
        for extra in [0, 1, 100] {
            let mut long = vec![b'x'; usize::try_from(MOST_LINE_BYTES).unwrap() + extra];
            long.extend_from_slice(b"\n{\"id\":{\"S\":\"a\"}}\n");
            assert_eq!(read_all(long).unwrap(), [(1, false), (2, true)], "{extra}");
        }
    }
}
