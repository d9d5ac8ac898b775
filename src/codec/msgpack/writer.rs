//! MessagePack from values, each in its shortest form, which is what msgspec and rmp-serde write.
//!
//! It does not check that an array or a map gets as many values as it says.

/// Appends MessagePack values to bytes.
///
/// ```
/// use sessctl::codec::msgpack::Writer;
///
/// // A record of tower-sessions-dynamodb-store: the id, the data, and the expiry as year, day of the year, hour,
/// // minute, second, nanosecond and the three parts of the offset.
/// let mut bytes = Vec::new();
/// let mut writer = Writer::new(&mut bytes);
/// writer.array(3);
/// writer.bin(&7_i128.to_be_bytes());
/// writer.raw(b"\x81\xa1n\x01");
/// writer.array(9);
/// for part in [2026, 340, 20, 0, 17, 0, 0, 0, 0] {
///     writer.int(part);
/// }
/// assert!(bytes.starts_with(&[0x93, 0xc4, 0x10]));
/// ```
#[derive(Debug)]
pub struct Writer<'o> {
    out: &'o mut Vec<u8>,
}

impl<'o> Writer<'o> {
    /// Writes behind what `out` holds.
    pub fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out }
    }

    /// Length in bytes of all that is written, with what was there before.
    #[must_use]
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Writes MessagePack as it is.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn with(&mut self, first: u8, rest: &[u8]) {
        self.out.push(first);
        self.out.extend_from_slice(rest);
    }

    /// Writes nil.
    pub fn nil(&mut self) {
        self.out.push(0xc0);
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) {
        self.out.push(if value { 0xc3 } else { 0xc2 });
    }

    /// Writes an integer.
    pub fn int(&mut self, value: i64) {
        if let Ok(value) = u64::try_from(value) {
            return self.uint(value);
        }
        if value >= -32 {
            self.out.push((value as i8).cast_unsigned());
        } else if let Ok(value) = i8::try_from(value) {
            self.with(0xd0, &value.to_be_bytes());
        } else if let Ok(value) = i16::try_from(value) {
            self.with(0xd1, &value.to_be_bytes());
        } else if let Ok(value) = i32::try_from(value) {
            self.with(0xd2, &value.to_be_bytes());
        } else {
            self.with(0xd3, &value.to_be_bytes());
        }
    }

    /// Writes an integer from 0.
    pub fn uint(&mut self, value: u64) {
        if value < 0x80 {
            self.out.push(value as u8);
        } else if let Ok(value) = u8::try_from(value) {
            self.with(0xcc, &value.to_be_bytes());
        } else if let Ok(value) = u16::try_from(value) {
            self.with(0xcd, &value.to_be_bytes());
        } else if let Ok(value) = u32::try_from(value) {
            self.with(0xce, &value.to_be_bytes());
        } else {
            self.with(0xcf, &value.to_be_bytes());
        }
    }

    /// Writes a float of 64 bits.
    pub fn float(&mut self, value: f64) {
        self.with(0xcb, &value.to_be_bytes());
    }

    /// A length behind the first byte of its size: 8 bits at `first`, or 16 where that is none, then 16, then 32.
    fn length(&mut self, bytes: Option<u8>, words: u8, length: usize) {
        if let (Some(first), Ok(length)) = (bytes, u8::try_from(length)) {
            self.with(first, &[length]);
        } else if let Ok(length) = u16::try_from(length) {
            self.with(words, &length.to_be_bytes());
        } else {
            let length = u32::try_from(length).expect("what a graph holds is shorter than 4 GiB");
            self.with(words + 1, &length.to_be_bytes());
        }
    }

    /// Writes a string.
    pub fn str(&mut self, text: &str) {
        match text.len() {
            short @ 0..32 => self.out.push(0xa0 | short as u8),
            length => self.length(Some(0xd9), 0xda, length),
        }
        self.raw(text.as_bytes());
    }

    /// Writes bytes.
    pub fn bin(&mut self, bytes: &[u8]) {
        self.length(Some(0xc4), 0xc5, bytes.len());
        self.raw(bytes);
    }

    /// Begins an array; so many values follow.
    pub fn array(&mut self, length: usize) {
        match length {
            0..16 => self.out.push(0x90 | length as u8),
            _ => self.length(None, 0xdc, length),
        }
    }

    /// Begins a map; so many keys follow, each with its value.
    pub fn map(&mut self, length: usize) {
        match length {
            0..16 => self.out.push(0x80 | length as u8),
            _ => self.length(None, 0xde, length),
        }
    }

    /// Writes an extension.
    pub fn ext(&mut self, code: i8, data: &[u8]) {
        match data.len() {
            1 => self.out.push(0xd4),
            2 => self.out.push(0xd5),
            4 => self.out.push(0xd6),
            8 => self.out.push(0xd7),
            16 => self.out.push(0xd8),
            length => self.length(Some(0xc7), 0xc8, length),
        }
        self.out.push(code.cast_unsigned());
        self.raw(data);
    }

    /// Writes a time: seconds since 1970 in UTC and the nanoseconds behind them, below 1,000,000,000.
    pub fn timestamp(&mut self, seconds: i64, nanoseconds: u32) {
        match u64::try_from(seconds) {
            Ok(whole) if whole >> 34 == 0 => match u32::try_from(whole) {
                Ok(whole) if nanoseconds == 0 => self.ext(-1, &whole.to_be_bytes()),
                _ => self.ext(-1, &(u64::from(nanoseconds) << 34 | whole).to_be_bytes()),
            },
            _ => {
                let mut data = [0; 12];
                data[..4].copy_from_slice(&nanoseconds.to_be_bytes());
                data[4..].copy_from_slice(&seconds.to_be_bytes());
                self.ext(-1, &data);
            }
        }
    }
}
