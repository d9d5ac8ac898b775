//! A graph of this project against the flat graph of `oracle.py`.
//!
//! Containers must correspond one to one, so that sharing and cycles are compared, too.

use std::collections::HashMap;

use serde_json::Value as Json;
use sessctl::pickle::{CallForm, EffectKind, Graph, NodeId, StepKind, Value};
use sha2::{Digest, Sha256};

pub(crate) type Difference = Result<(), String>;

fn clip(letter: &str, bytes: &[u8]) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    if bytes.len() <= 100 {
        return format!("{letter}{}", hex(bytes));
    }
    format!("{letter}#{}:{}", bytes.len(), &hex(&Sha256::digest(bytes))[..16])
}

fn text_atom(bytes: &[u8]) -> String {
    let printable = bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.len() <= 60 && printable => format!("s{text}"),
        _ => clip("u", bytes),
    }
}

fn latin1(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|&byte| char::from(byte)).collect::<String>().into_bytes()
}

/// Two's complement as short as Python writes it: one bit for the sign.
fn big(bytes: &[u8]) -> Vec<u8> {
    let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    let fill = if negative { 0xff } else { 0 };
    let mut len = bytes.len();
    while len > 1 && bytes[len - 1] == fill && (bytes[len - 2] & 0x80 != 0) == negative {
        len -= 1;
    }
    let mut bytes = bytes[..len].to_vec();
    // `(bit_length + 8) // 8` counts a power of two on the negative side one byte longer.
    if negative && bytes[len - 1] == 0x80 && bytes[..len - 1].iter().all(|&byte| byte == 0) {
        bytes.push(0xff);
    }
    bytes
}

pub(crate) struct Comparison<'g> {
    graph: &'g Graph,
    rows: &'g Json,
    ours: HashMap<NodeId, u64>,
    theirs: HashMap<u64, NodeId>,
    todo: Vec<(NodeId, u64)>,
}

impl<'g> Comparison<'g> {
    pub(crate) fn new(graph: &'g Graph, rows: &'g Json) -> Self {
        Self { graph, rows, ours: HashMap::new(), theirs: HashMap::new(), todo: Vec::new() }
    }

    pub(crate) fn run(&mut self, root: NodeId, row: &Json) -> Difference {
        self.child(root, row)?;
        while let Some((node, row)) = self.todo.pop() {
            self.row(node, &self.rows[row as usize]).map_err(|why| format!("row {row}: {why}"))?;
        }
        Ok(())
    }

    fn atom(&self, node: NodeId) -> Option<String> {
        let bytes = |span| self.graph.bytes(span);
        Some(match self.graph.value(node) {
            Value::None => "N".to_owned(),
            Value::Bool(true) => "T".to_owned(),
            Value::Bool(false) => "F".to_owned(),
            Value::Int(n) => format!("i{n}"),
            Value::BigInt(span) => clip("I", &big(bytes(span))),
            Value::Float(x) if x.is_nan() => "fnan".to_owned(),
            Value::Float(x) => format!("f{:016x}", x.to_bits()),
            Value::Str(span) => text_atom(bytes(span)),
            Value::Py2Str(span) => text_atom(&latin1(bytes(span))),
            Value::Bytes(span) => clip("b", bytes(span)),
            Value::Tuple(run) if run.is_empty() => "()".to_owned(),
            Value::FrozenSet(run) if run.is_empty() => "z".to_owned(),
            _ => return None,
        })
    }

    fn child(&mut self, node: NodeId, row: &Json) -> Difference {
        match (self.atom(node), row) {
            (Some(ours), Json::String(theirs)) if ours == *theirs => Ok(()),
            (None, Json::Number(number)) => {
                let number = number.as_u64().expect("an index");
                let (before, back) = (self.ours.insert(node, number), self.theirs.insert(number, node));
                match (before, back) {
                    (None, None) => {
                        self.todo.push((node, number));
                        Ok(())
                    }
                    (Some(before), Some(back)) if before == number && back == node => Ok(()),
                    _ => Err(format!("{node:?} and row {number} are shared differently")),
                }
            }
            (ours, _) => Err(format!("{ours:?} ({:?}) where C has {row}", self.graph.value(node))),
        }
    }

    fn children(&mut self, nodes: &[NodeId], rows: &Json) -> Difference {
        let rows = rows.as_array().expect("children");
        if nodes.len() != rows.len() {
            return Err(format!("{} children where C has {}", nodes.len(), rows.len()));
        }
        nodes.iter().zip(rows).try_for_each(|(&node, row)| self.child(node, row))
    }

    fn row(&mut self, node: NodeId, row: &Json) -> Difference {
        let tag = row[0].as_str().expect("a tag");
        match (self.graph.value(node), tag) {
            (Value::List(_), "l") | (Value::Tuple(_), "t") => {
                let nodes: Vec<_> = self.graph.elements(node).collect();
                self.children(&nodes, &row[1])
            }
            (Value::Dict(_), "d") => self.dict(node, row[1].as_array().expect("items")),
            (Value::Set(_), "e") | (Value::FrozenSet(_), "z") => {
                self.set(node, row[1].as_array().expect("elements"))
            }
            (Value::ByteArray(span), "a") => same(&clip("b", self.graph.bytes(span)), &row[1]),
            (Value::ReadOnly(of), "m") => match self.graph.value(of) {
                Value::ByteArray(span) => same(&clip("b", self.graph.bytes(span)), &row[1]),
                _ => Err("a view of something else".to_owned()),
            },
            (Value::Global { module, name }, "g") => {
                self.child(module, &row[1])?;
                self.child(name, &row[2])
            }
            (Value::PersId(id), "p") => self.child(id, &row[1]),
            (Value::Call { form, func, args, .. }, "c") => {
                self.call(form, func, args, row)?;
                self.steps(node, &row[5])
            }
            (ours, _) => Err(format!("{ours:?} where C has {tag}")),
        }
    }

    /// The last of equal keys counts, at the place of the first.
    fn dict(&mut self, node: NodeId, rows: &[Json]) -> Difference {
        let mut items: Vec<(NodeId, NodeId)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (key, value) in self.graph.items(node) {
            let place = match self.graph.value(key) {
                Value::Bool(b) => Some(format!("i{}", i64::from(b))),
                Value::Float(x) if x.fract() == 0.0 && x.abs() < 1e15 => Some(format!("i{}", x as i64)),
                _ => self.atom(key),
            };
            match place.and_then(|place| match places.get(&place) {
                Some(&at) => Some(at),
                None => {
                    places.insert(place, items.len());
                    None
                }
            }) {
                Some(at) => items[at].1 = value,
                None => items.push((key, value)),
            }
        }
        if items.len() != rows.len() {
            return Err(format!("{} items where C has {}", items.len(), rows.len()));
        }
        for ((key, value), row) in items.into_iter().zip(rows) {
            self.child(key, &row[0])?;
            self.child(value, &row[1])?;
        }
        Ok(())
    }

    /// Elements in any order; of those that are no atoms, only the number, unless there is one.
    fn set(&mut self, node: NodeId, rows: &[Json]) -> Difference {
        let elements: Vec<_> = self.graph.elements(node).collect();
        let mut atoms: Vec<_> = elements.iter().filter_map(|&element| self.atom(element)).collect();
        atoms.sort();
        atoms.dedup();
        let mut theirs: Vec<_> = rows.iter().filter_map(Json::as_str).map(str::to_owned).collect();
        theirs.sort();
        if atoms != theirs {
            return Err(format!("{atoms:?} where C has {theirs:?}"));
        }
        let others: Vec<_> = elements.into_iter().filter(|&element| self.atom(element).is_none()).collect();
        let their_others: Vec<_> = rows.iter().filter(|row| row.is_number()).collect();
        match (&others[..], &their_others[..]) {
            (&[ours], &[theirs]) => self.child(ours, theirs),
            (ours, theirs) if ours.len() == theirs.len() => Ok(()),
            (ours, theirs) => Err(format!("{} elements where C has {}", ours.len(), theirs.len())),
        }
    }

    fn call(&mut self, form: CallForm, func: NodeId, args: NodeId, row: &Json) -> Difference {
        let (positional, keywords) = match form {
            CallForm::NewObjEx => {
                let both: Vec<_> = self.graph.elements(args).collect();
                (both[0], Some(both[1]))
            }
            _ => (args, None),
        };
        let positional: Vec<_> = self.graph.elements(positional).collect();
        // C makes an instance of an old-style class without arguments by `__new__`.
        let new = match form {
            CallForm::NewObj | CallForm::NewObjEx => true,
            CallForm::Obj | CallForm::Inst => positional.is_empty(),
            CallForm::Reduce => false,
        };
        same(if new { "new" } else { "call" }, &row[1])?;
        self.child(func, &row[2])?;
        self.children(&positional, &row[3])?;
        match keywords {
            Some(dict) => self.dict(dict, row[4].as_array().expect("keywords")),
            None if row[4].as_array().is_some_and(Vec::is_empty) => Ok(()),
            None => Err("no keywords where C has some".to_owned()),
        }
    }

    fn steps(&mut self, node: NodeId, rows: &Json) -> Difference {
        // Steps of one kind that follow each other are one, but for states.
        let mut steps: Vec<(&str, Vec<NodeId>)> = Vec::new();
        for step in self.graph.steps(node) {
            let kind = match step.kind {
                StepKind::Append => "append",
                StepKind::Items => "item",
                StepKind::Add => "add",
                StepKind::State => "state",
            };
            match steps.last_mut() {
                Some((last, children)) if *last == kind && kind != "state" => children.extend(step.children),
                _ => steps.push((kind, step.children.to_vec())),
            }
        }
        let rows = rows.as_array().expect("steps");
        if steps.len() != rows.len() {
            return Err(format!("steps {steps:?} where C has {rows:?}"));
        }
        for ((kind, children), row) in steps.iter().zip(rows) {
            same(kind, &row[0])?;
            self.children(children, &row[1])?;
        }
        Ok(())
    }
}

fn same(ours: &str, theirs: &Json) -> Difference {
    if theirs == ours { Ok(()) } else { Err(format!("{ours} where C has {theirs}")) }
}

/// Imports and calls in the order C made them. Changes of containers are not recorded there.
pub(crate) fn effects(graph: &Graph, rows: &Json) -> Difference {
    let name = |node| Comparison::new(graph, &Json::Null).atom(node);
    let mut ours = Vec::new();
    for effect in graph.effects() {
        match effect.kind {
            EffectKind::Import(node) => {
                let Value::Global { module, name: qualname } = graph.value(node) else {
                    return Err("an import without a name".to_owned());
                };
                ours.push((name(module), name(qualname)));
            }
            EffectKind::Call(node) => {
                let Value::Call { form, args, .. } = graph.value(node) else {
                    return Err("a call that is none".to_owned());
                };
                let new = matches!(form, CallForm::NewObj | CallForm::NewObjEx)
                    || matches!(form, CallForm::Obj | CallForm::Inst)
                        && graph.elements(args).next().is_none();
                ours.push((Some(if new { "new" } else { "call" }.to_owned()), None));
            }
            EffectKind::Build(..) => ours.push((Some("build".to_owned()), None)),
            EffectKind::PersId(_) => ours.push((Some("persid".to_owned()), None)),
            _ => {}
        }
    }
    let rows = rows.as_array().expect("effects");
    if ours.len() != rows.len() {
        return Err(format!("{ours:?} where C has {rows:?}"));
    }
    for (ours, theirs) in ours.iter().zip(rows) {
        let fits = match (ours, theirs) {
            ((Some(word), None), Json::String(theirs)) => word == theirs,
            ((Some(module), Some(name)), Json::Array(theirs)) => theirs[0] == **module && theirs[1] == **name,
            _ => false,
        };
        if !fits {
            return Err(format!("{ours:?} where C has {theirs}"));
        }
    }
    Ok(())
}
