//! Pickles written by CPython and by hand, against what CPython makes of them.

mod compare;
mod corpus;
mod hostile;
mod large;
