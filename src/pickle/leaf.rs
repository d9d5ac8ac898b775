//! Values without children, read where a payload has them.
//!
//! A graph that is looked at once does not keep them as nodes. It knows the binary opcodes alone; what is spelled as text
//! is always kept.

use super::opcode as op;
use super::{Span, Value, int_from_le};

/// The value that the opcode at an offset makes; the reader has been there, so that opcode and argument are whole.
pub(super) fn value_at(payload: &[u8], offset: usize) -> Value {
    let at = offset + 1;
    match payload[offset] {
        op::SHORT_BINUNICODE => Value::Str(content::<1>(payload, at)),
        op::BINUNICODE => Value::Str(content::<4>(payload, at)),
        op::BINUNICODE8 => Value::Str(content::<8>(payload, at)),
        op::BININT1 => Value::Int(number::<1>(payload, at) as i64),
        op::BININT2 => Value::Int(number::<2>(payload, at) as i64),
        op::BININT => Value::Int(i64::from(number::<4>(payload, at) as u32 as i32)),
        op::NEWTRUE => Value::Bool(true),
        op::NEWFALSE => Value::Bool(false),
        op::BINFLOAT => Value::Float(f64::from_bits(number::<8>(payload, at).swap_bytes())),
        op::LONG1 => long(payload, content::<1>(payload, at)),
        op::LONG4 => long(payload, content::<4>(payload, at)),
        op::SHORT_BINSTRING => Value::Py2Str(content::<1>(payload, at)),
        op::BINSTRING => Value::Py2Str(content::<4>(payload, at)),
        op::SHORT_BINBYTES => Value::Bytes(content::<1>(payload, at)),
        op::BINBYTES => Value::Bytes(content::<4>(payload, at)),
        op::BINBYTES8 => Value::Bytes(content::<8>(payload, at)),
        _ => Value::None,
    }
}

/// A little-endian number of `N` bytes, at most 8.
#[inline]
fn number<const N: usize>(payload: &[u8], at: usize) -> u64 {
    let mut wide = [0; 8];
    wide[..N].copy_from_slice(&payload[at..][..N]);
    u64::from_le_bytes(wide)
}

/// What follows a length of `N` bytes.
#[inline]
fn content<const N: usize>(payload: &[u8], at: usize) -> Span {
    Span::new(at + N, number::<N>(payload, at) as usize)
}

fn long(payload: &[u8], span: Span) -> Value {
    int_from_le(&payload[span.start()..][..span.len()]).map_or(Value::BigInt(span), Value::Int)
}
