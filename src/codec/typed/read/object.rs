//! `$object`: a call, and what was done to its result.
//!
//! It does not look at what the names stand for.

use super::{Need, Reading, Result, dom_elements};
use crate::codec::typed::dom::DomId;
use crate::codec::typed::{FORMS, TypedErrorKind};
use crate::pickle::{CallForm, NodeId, StepKind, Steps, Value};

/// The members of `$object`.
const OBJECT: [&str; 10] =
    ["class", "call", "how", "args", "kwargs", "list", "items", "add", "state", "steps"];

impl Reading<'_, '_, '_> {
    pub(super) fn object(&mut self, node: NodeId, content: DomId) -> Result<()> {
        let dom = self.dom;
        let tag = "$object";
        let members = dom.object(content).ok_or_else(|| self.content(content, tag, "an object"))?;
        self.only(members, tag, &OBJECT)?;
        let [class, call, how, args, kwargs, list, items, add, state, steps] = {
            let mut found = [None; OBJECT.len()];
            for (slot, name) in found.iter_mut().zip(OBJECT) {
                *slot = self.member(members, name)?;
            }
            found
        };
        let form = match how {
            None => CallForm::Reduce,
            Some(how) => {
                let form = FORMS.iter().find(|form| dom.text(how) == Some(form.0));
                let expected = "\"reduce\", \"newobj\", \"newobj_ex\", \"obj\" or \"inst\"";
                form.ok_or_else(|| self.content(how, "how", expected))?.1
            }
        };
        let func = match (class, call) {
            (Some(class), None) => self.global("class", class)?,
            (None, Some(call)) => {
                let func = self.node(call)?;
                self.needs.push((call, func, Need::Callable));
                func
            }
            (None, None) => return Err(dom.error(content, TypedErrorKind::Missing { tag, member: "class" })),
            (Some(_), Some(call)) => {
                let member = "call".to_owned();
                return Err(dom.error(call, TypedErrorKind::UnknownMember { tag: "class", member }));
            }
        };
        let args = self.args(args)?;
        let args = match (form, kwargs) {
            (CallForm::NewObjEx, Some(kwargs)) => {
                let node = self.node(kwargs)?;
                self.needs.push((kwargs, node, Need::Kwargs));
                let kwargs = node;
                self.expand.graph.add_tuple(&[args, kwargs])
            }
            (_, Some(kwargs)) => return Err(self.content(kwargs, "kwargs", "\"how\": \"newobj_ex\"")),
            (CallForm::NewObjEx, None) => {
                return Err(
                    dom.error(content, TypedErrorKind::Missing { tag: "newobj_ex", member: "kwargs" })
                );
            }
            (_, None) => args,
        };
        self.expand.graph.replace(node, Value::Call { form, func, args, steps: Steps::default() });
        let usual = [("list", list), ("items", items), ("add", add), ("state", state)];
        if let Some(steps) = steps {
            if let Some((_, Some(other))) = usual.iter().find(|step| step.1.is_some()) {
                let member = "steps".to_owned();
                return Err(dom.error(*other, TypedErrorKind::UnknownMember { tag: "steps", member }));
            }
            for &step in dom_elements(dom, self, "steps", steps)? {
                let expected = "arrays of a kind (\"list\", \"items\", \"add\", \"state\") and its content";
                let Some(&[kind, content]) = dom.array(step) else {
                    return Err(self.content(step, "steps", expected));
                };
                let known = usual.iter().find(|step| dom.text(kind) == Some(step.0));
                let name = known.ok_or_else(|| self.content(kind, "steps", expected))?.0;
                self.step(node, name, content)?;
            }
            return Ok(());
        }
        for (name, content) in usual {
            if let Some(content) = content {
                self.step(node, name, content)?;
            }
        }
        Ok(())
    }

    /// Arguments: an array is a new tuple, everything else is a value.
    fn args(&mut self, args: Option<DomId>) -> Result<NodeId> {
        let elements = match args.map(|args| (args, self.dom.array(args))) {
            None => &[],
            Some((_, Some(elements))) => elements,
            Some((args, None)) => {
                let node = self.node(args)?;
                self.needs.push((args, node, Need::Args));
                return Ok(node);
            }
        };
        let nodes = self.nodes(elements)?;
        Ok(self.expand.graph.add_tuple(&nodes))
    }

    fn step(&mut self, node: NodeId, name: &'static str, content: DomId) -> Result<()> {
        let (kind, nodes) = match name {
            "state" => (StepKind::State, vec![self.node(content)?]),
            "items" => {
                let checked = self.keys.len();
                let pairs = self.pairs("items", content)?;
                // Only the object knows what it takes as a key.
                self.keys.truncate(checked);
                (StepKind::Items, pairs)
            }
            "list" => (StepKind::Append, self.nodes(dom_elements(self.dom, self, "list", content)?)?),
            _ => (StepKind::Add, self.nodes(dom_elements(self.dom, self, "add", content)?)?),
        };
        if !nodes.is_empty() {
            self.expand.graph.add_step(node, kind, &nodes);
        }
        Ok(())
    }
}
