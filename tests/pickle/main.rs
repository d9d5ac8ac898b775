//! Pickles written by CPython and by hand, against what CPython makes of them.

mod compare;
mod corpus;
mod evasions;
mod hostile;
mod large;
mod libraries;
