//! Python's pickle as data: read, judged and written, never executed.
//!
//! It does not know about sessions, base64 or tables.

mod value;

pub use value::{
    CallForm, Effect, EffectKind, Graph, NodeId, Origin, Run, Span, Step, StepKind, Steps, StepsIter, Value,
    int_from_le,
};
