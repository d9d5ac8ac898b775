//! Python's pickle as data: read, judged and written, never executed.
//!
//! It does not know about sessions, base64 or tables.

mod compare;
mod error;
mod explain;
mod float;
mod follow;
mod graph;
mod inspect;
mod items;
mod leaf;
mod machine;
mod memo;
mod names;
mod opcode;
mod popped;
mod read;
mod text;
mod value;
mod verdict;
mod verify;
mod view;
mod write;

pub use compare::difference;
pub use error::{Inside, LimitName, ReadError, ReadErrorKind, TypeName, Warning, WarningKind};
pub use explain::{Explain, Line, Mark, explain};
pub use float::float_repr;
pub(crate) use float::shortest;
pub use graph::{Graph, StepsIter};
pub use inspect::{Inspected, globals, inspect};
pub(crate) use items::is_same_key;
pub use items::{dedupe_items, dict_items};
pub use names::python3_name;
pub use opcode::{Argument, Opcode};
pub use popped::{Popped, forget, parts_of, popped};
pub use read::{Limits, Pickle, read};
pub use text::is_wtf8;
pub use value::{
    CallForm, Effect, EffectKind, NodeId, Origin, Run, Span, Step, StepKind, Steps, Value, int_from_le,
};
pub use verdict::{AllowList, Level, Reason, ReasonCode, Verdict, judge};
pub use verify::{VerifyError, write_verified};
pub use view::{
    Args, Content, Date, Delta, LibraryValue, Object, Scalar, Time, Tz, View, Zone, class_name, class_of,
    date_of, fields_of, is_decimal, library_value, makes_instances, object, timestamp, view, view_bytes,
    view_elements, view_items, zone,
};
pub(crate) use view::{MadeWith, long_text, made_with};
pub use write::{WriteError, write};
