//! What the payload attribute holds.
