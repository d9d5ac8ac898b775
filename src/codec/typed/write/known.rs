//! The tags of well-known values.
//!
//! It does not write a tag that would not give the same calls again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Task, Typed};
use crate::codec::iso;
use crate::pickle::{CallForm, Graph, NodeId, Value, View, long_text, view, view_elements, view_items};

/// Whether the text of an object says all of it, whatever refers to its parts.
pub(super) fn is_bare(graph: &Graph, node: NodeId) -> bool {
    // Its parts count as referred to then, and get an `$id` where the call is written as such.
    if long_text(graph, node).is_some() {
        return false;
    }
    match view(graph, node) {
        Some(View::Bytes(_) | View::ByteArray(_) | View::ZoneInfo { cached: true, .. }) => true,
        Some(View::Timezone { offset, name: None }) => offset.as_seconds() == (0, 0),
        _ => false,
    }
}

impl<'g> Typed<'g, '_> {
    /// Writes the tag of a well-known value; `false` where the tag would not give the same calls again.
    pub(super) fn view(
        &mut self,
        node: NodeId,
        form: CallForm,
        func: NodeId,
        args: NodeId,
        seen: &View<'g>,
    ) -> bool {
        let graph = self.graph;
        let arg = |at: usize| graph.elements(args).nth(at);
        let is_str =
            |node: Option<NodeId>| node.is_some_and(|node| matches!(graph.value(node), Value::Str(_)));
        let is_bytes = |node: Option<NodeId>| {
            node.is_some_and(|node| {
                matches!(graph.value(node), Value::Bytes(_))
                    || matches!(view(graph, node), Some(View::Bytes(_)))
            })
        };
        match seen {
            // What is compared by content needs no more than that.
            View::Bytes(bytes) => self.tagged_text("$bytes", &STANDARD.encode(bytes)),
            View::ByteArray(bytes) => self.tagged(node, "$bytearray", &STANDARD.encode(bytes)),
            View::Timezone { offset, name: None } if offset.as_seconds() == (0, 0) => {
                self.tagged_text("$timezone", "+00:00");
            }
            View::ZoneInfo { key, cached: true } => self.tagged_text("$zoneinfo", key),
            _ if !self.implied(args) => return false,
            View::Set(list) | View::FrozenSet(list) => {
                if list.is_some_and(|list| !self.implied(list) && !self.owned(list)) {
                    return false;
                }
                let tag = if matches!(seen, View::Set(_)) { "$set" } else { "$frozenset" };
                self.elements(node, tag, view_elements(graph, node).into_iter());
            }
            View::Datetime { date, time, tz } if is_bytes(arg(0)) && arg(1) == *tz => {
                let mut text = String::new();
                iso::write_date(&mut text, *date);
                text.push('T');
                iso::write_time(&mut text, *time);
                self.moment(node, "$datetime", text, *tz, time.fold);
            }
            View::Time { time, tz } if is_bytes(arg(0)) && arg(1) == *tz => {
                let mut text = String::new();
                iso::write_time(&mut text, *time);
                self.moment(node, "$time", text, *tz, time.fold);
            }
            View::Date(date) if is_bytes(arg(0)) => {
                let mut text = String::new();
                iso::write_date(&mut text, *date);
                self.tagged(node, "$date", &text);
            }
            View::Timedelta(delta) => {
                self.open(node, "$timedelta");
                self.writer.begin_array();
                self.writer.int(delta.days.into());
                self.writer.int(delta.seconds.into());
                self.writer.int(delta.microseconds.into());
                self.writer.end_array();
                self.writer.end_object();
            }
            View::Timezone { offset, name } if self.bare_delta(arg(0)) => {
                let mut text = String::new();
                iso::write_offset(&mut text, *offset);
                self.open(node, "$timezone");
                self.writer.str(text.as_bytes());
                if let Some(name) = name {
                    self.tasks.extend([Task::EndObject, Task::Value(*name), Task::Key("name")]);
                } else {
                    self.writer.end_object();
                }
            }
            View::Decimal(text) if is_str(arg(0)) => self.tagged(node, "$decimal", text),
            View::Complex { re, im } => {
                self.open(node, "$complex");
                self.writer.begin_array();
                self.float(*re);
                self.float(*im);
                self.writer.end_array();
                self.writer.end_object();
            }
            View::Uuid { value, safe: None } if self.is_instance_form(form, func) => {
                let Some(state) = graph.steps(node).next().and_then(|step| step.children.first().copied())
                else {
                    return false;
                };
                let keyed = graph.items(state).all(|(key, _)| is_str(Some(key)));
                if !keyed || !self.owned(state) {
                    return false;
                }
                self.tagged(node, "$uuid", &iso::uuid_text(*value));
            }
            View::Markup(text) if self.is_instance_form(form, func) => self.wrapped(node, "$markup", *text),
            View::OrderedDict { pairs: None } => self.pairs(node, "$ordereddict", &view_items(graph, node)),
            _ => return false,
        }
        true
    }

    /// Whether an instance is made as CPython makes it at the protocol: by `NEWOBJ`, below 2 by a function.
    fn is_instance_form(&self, form: CallForm, func: NodeId) -> bool {
        let by_function = self.graph.imported(func).is_some_and(|name| name == ("copyreg", "_reconstructor"));
        if self.protocol < 2 { by_function } else { form == CallForm::NewObj }
    }

    /// Whether an offset is a timedelta that nothing else refers to.
    fn bare_delta(&self, offset: Option<NodeId>) -> bool {
        let Some(offset) = offset.filter(|offset| self.owned(*offset)) else { return false };
        match self.graph.value(offset) {
            Value::Call { args, .. } => self.implied(args),
            _ => false,
        }
    }

    /// A date or time, the offset in the text where the zone is nothing but that.
    fn moment(&mut self, node: NodeId, tag: &str, mut text: String, tz: Option<NodeId>, fold: bool) {
        let mut beside = None;
        let mut zone = None;
        if let Some(tz) = tz {
            match view(self.graph, tz) {
                Some(View::ZoneInfo { key, cached: true }) => zone = Some(key),
                Some(View::Timezone { offset, name: None })
                    if offset.as_seconds() == (0, 0)
                        || self.owned(tz)
                            && self.timezone_args(tz).is_some_and(|arg| self.bare_delta(Some(arg))) =>
                {
                    iso::write_offset(&mut text, offset);
                }
                _ => beside = Some(tz),
            }
        }
        self.open(node, tag);
        self.writer.str(text.as_bytes());
        if fold {
            self.writer.key(b"fold");
            self.writer.int(1);
        }
        if let Some(zone) = zone {
            self.writer.key(b"tz");
            self.writer.str(zone.as_bytes());
        }
        match beside {
            Some(tz) => self.tasks.extend([Task::EndObject, Task::Value(tz), Task::Key("tz")]),
            None => self.writer.end_object(),
        }
    }

    /// The offset of a time zone whose argument tuple nothing else refers to.
    fn timezone_args(&self, tz: NodeId) -> Option<NodeId> {
        match self.graph.value(tz) {
            Value::Call { args, .. } if self.implied(args) => self.graph.elements(args).next(),
            _ => None,
        }
    }
}
