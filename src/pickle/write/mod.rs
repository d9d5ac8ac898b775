//! Writing a graph as a pickle: for plain types the very bytes of CPython's `pickle.dumps`.
//!
//! Memo, frames, batches and order are those of CPython's C pickler. Names and calls are written in the form they
//! have in the graph. What a protocol has no opcode for is written as CPython writes it there: bytes below protocol 3
//! as `_codecs.encode`, sets below 4 and bytearrays below 5 as calls.
//!
//! It does not change the graph, and does not decide whether writing it is wise.

mod output;

use std::borrow::Cow;

use thiserror::Error;

use super::popped::{Popped, popped};
use super::{
    CallForm, EffectKind, Graph, NodeId, Step, StepKind, StepsIter, Value, View, view, view_elements,
};
use output::Output;

/// Longest pickle that is written: values that share and contain each other can grow with the square of their size.
const LONGEST: usize = 16 << 20;
/// Elements that the pickler puts into one batch.
const BATCH: usize = 1000;

/// Why a graph cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WriteError {
    /// There is no such protocol.
    #[error("pickle protocol {protocol} is unknown: 0 to 5 exist")]
    Protocol {
        /// The protocol asked for.
        protocol: u8,
    },
    /// The graph was never given a value.
    #[error("there is no value to write")]
    NoValue,
    /// A tuple or a call that is needed before it can be made; no pickle makes such a graph.
    #[error("{kind} contains itself without a list, dict or object in between")]
    ContainsItself {
        /// What it is.
        kind: &'static str,
    },
    /// The payload set a state on an imported name, and a graph does not hold that.
    #[error("the payload changes what it imports, at byte {offset}")]
    ImportChanged {
        /// Where the payload does it.
        offset: u32,
    },
    /// The pickle gets too long.
    #[error("the pickle is over the limit of {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
}

/// Writes the value of a graph at a protocol from 0 to 5.
///
/// ```
/// use sessctl::pickle::{Limits, read, write};
///
/// // [1, (2,)] as CPython writes it at protocol 2.
/// let payload = b"\x80\x02]q\x00(K\x01K\x02\x85q\x01e.";
/// let graph = read(payload.to_vec(), &Limits::default())?.graph;
/// assert_eq!(write(&graph, 2)?, payload);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the graph holds what no pickle can, or gets too long.
pub fn write(graph: &Graph, protocol: u8) -> Result<Vec<u8>, WriteError> {
    if protocol > 5 {
        return Err(WriteError::Protocol { protocol });
    }
    let root = graph.root_if_any().ok_or(WriteError::NoValue)?;
    for effect in graph.effects() {
        if let EffectKind::Build(node, _) | EffectKind::Mutate(node) = effect.kind
            && !matches!(graph.value(node), Value::Call { .. })
        {
            return Err(WriteError::ImportChanged { offset: effect.offset });
        }
    }
    let mut writer = Writer {
        graph,
        out: Output::new(graph, protocol),
        todo: Vec::with_capacity(64),
        busy: Vec::new(),
        popped: popped(graph),
    };
    writer.todo.push(Todo::Save(root));
    for at in (0..writer.popped.len()).rev() {
        let Popped { node, target } = writer.popped[at];
        if target.is_none() {
            writer.todo.push(Todo::Op(b'0'));
            writer.todo.push(Todo::Save(node));
        }
    }
    while let Some(todo) = writer.todo.pop() {
        writer.run(todo)?;
        if writer.out.bytes.len() > LONGEST {
            return Err(WriteError::TooLong { limit: LONGEST });
        }
    }
    Ok(writer.out.finish())
}

/// What a batch does with its elements.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Append,
    Items,
    Add,
}

/// What is left to do, the next last.
enum Todo<'g> {
    Save(NodeId),
    Op(u8),
    /// Elements of a tuple or a frozenset.
    Elements {
        node: NodeId,
        children: &'g [NodeId],
        next: usize,
    },
    /// Elements of a mutable value.
    Batch(Batch<'g>),
    /// A tuple of one that no node stands for, around what is on the stack.
    Wrap,
    /// A call's result is on the stack.
    Made(NodeId),
    /// What is done to it then.
    Steps(NodeId, std::iter::Peekable<StepsIter<'g>>),
    /// What is called with it then; index of the next popped call.
    Setters(NodeId, usize),
    /// Something is on the stack that has no opcode to check for itself.
    Remember(NodeId),
    Inst(NodeId),
    StackGlobal(NodeId),
}

#[derive(Clone, Copy)]
enum Mode {
    Begin,
    /// An element with an opcode of its own.
    One,
    /// So many elements behind a mark.
    Many(usize),
}

struct Batch<'g> {
    children: Cow<'g, [NodeId]>,
    next: usize,
    mode: Mode,
    kind: Kind,
    /// As for a list, dict or set itself; otherwise as for what an object iterates over.
    exact: bool,
}

struct Writer<'g> {
    graph: &'g Graph,
    out: Output,
    todo: Vec<Todo<'g>>,
    /// For tuples, frozensets and calls that are begun: one more than the number of nodes the memo held then.
    busy: Vec<u32>,
    popped: Vec<Popped>,
}

impl<'g> Writer<'g> {
    fn run(&mut self, todo: Todo<'g>) -> Result<(), WriteError> {
        match todo {
            Todo::Save(node) => {
                if !self.leaf(node) {
                    self.compound(node)?;
                }
            }
            Todo::Op(op) => self.out.op(op),
            Todo::Elements { node, children, next } => self.elements(node, children, next),
            Todo::Batch(batch) => self.batch(batch),
            Todo::Wrap => {
                self.out.op(if self.out.protocol < 2 { b't' } else { 0x85 });
                self.out.memoize();
            }
            Todo::Made(node) => self.made(node),
            Todo::Steps(node, steps) => self.steps(node, steps),
            Todo::Setters(node, next) => self.setters(node, next),
            Todo::Remember(node) => self.out.remember(node),
            Todo::Inst(class) => match self.line(class) {
                Some(line) => {
                    self.out.op(b'i');
                    self.out.bytes.extend_from_slice(&line);
                }
                // `INST` needs two lines of text; nothing but `INST` makes such a call, so they are there.
                None => self.out.put(b"i\n\n"),
            },
            Todo::StackGlobal(node) => {
                self.out.op(0x93);
                self.out.remember(node);
            }
        }
        Ok(())
    }

    /// Writes what has no children, or is in the memo; `false` for everything else.
    #[inline]
    fn leaf(&mut self, node: NodeId) -> bool {
        let out = &mut self.out;
        out.boundary();
        match self.graph.value(node) {
            Value::None => out.op(b'N'),
            Value::Bool(value) => out.bool(value),
            Value::Int(value) => out.int(value),
            Value::BigInt(span) => out.long(self.graph.bytes(span)),
            Value::Float(value) => out.float(value),
            value => {
                if let Some(index) = out.memo_of(node) {
                    out.get(index);
                    return true;
                }
                match value {
                    Value::Str(span) => out.str(self.graph.bytes(span), Some(node)),
                    Value::Py2Str(span) => out.py2_str(self.graph.bytes(span), node),
                    Value::Bytes(span) => out.bytes(self.graph.bytes(span), Some(node)),
                    Value::Tuple(run) if run.is_empty() => out.empty_tuple(),
                    _ => return false,
                }
            }
        }
        true
    }

    fn compound(&mut self, node: NodeId) -> Result<(), WriteError> {
        let graph = self.graph;
        let protocol = self.out.protocol;
        match graph.value(node) {
            Value::List(_) => {
                self.out.put(if protocol == 0 { b"(l" } else { b"]" });
                self.out.remember(node);
                self.push_batch(Kind::Append, children_of(graph, node), true);
            }
            Value::Dict(_) => {
                self.out.put(if protocol == 0 { b"(d" } else { b"}" });
                self.out.remember(node);
                self.push_batch(Kind::Items, children_of(graph, node), true);
            }
            Value::Set(_) if protocol >= 4 => {
                self.out.op(0x8f);
                self.out.remember(node);
                self.push_batch(Kind::Add, children_of(graph, node), true);
            }
            Value::Tuple(run) => {
                self.begin(node, "a tuple")?;
                if protocol < 2 || run.len() > 3 {
                    self.out.op(b'(');
                }
                self.elements(node, graph.run(run), 0);
            }
            Value::FrozenSet(run) if protocol >= 4 => {
                self.begin(node, "a frozenset")?;
                self.out.op(b'(');
                self.elements(node, graph.run(run), 0);
            }
            Value::Set(_) => self.set_by_call(node, "set", children_of(graph, node))?,
            Value::FrozenSet(run) => self.set_by_call(node, "frozenset", Cow::Borrowed(graph.run(run)))?,
            Value::ByteArray(span) => self.bytearray(node, graph.bytes(span)),
            Value::Global { module, name } => self.global(node, module, name),
            Value::Call { form, func, args, .. } => self.call(node, form, func, args)?,
            Value::Ext(code) => self.ext(code),
            Value::PersId(id) => {
                self.todo.push(Todo::Remember(node));
                match graph.text(id).filter(|id| protocol == 0 && id.is_ascii() && !id.contains('\n')) {
                    Some(id) => self.out.put(format!("P{id}\n").as_bytes()),
                    None => self.todo.extend([Todo::Op(b'Q'), Todo::Save(id)]),
                }
            }
            Value::Buffer { readonly } => {
                self.out.op(0x97);
                if readonly {
                    self.out.op(0x98);
                }
                self.out.remember(node);
            }
            Value::ReadOnly(inner) => {
                self.todo.extend([Todo::Remember(node), Todo::Op(0x98), Todo::Save(inner)]);
            }
            // Leaves.
            _ => {}
        }
        Ok(())
    }

    /// Notes that a value is begun which the memo will only hold when it is done.
    ///
    /// CPython begins such a value anew when it meets it inside of itself, and so ends up with what the memo holds by
    /// then. That ends only if the memo grows on the way.
    fn begin(&mut self, node: NodeId, kind: &'static str) -> Result<(), WriteError> {
        if self.busy.is_empty() {
            self.busy = vec![0; self.graph.len()];
        }
        let now = self.out.known + 1;
        if std::mem::replace(&mut self.busy[node.index()], now) == now {
            return Err(WriteError::ContainsItself { kind });
        }
        Ok(())
    }

    fn elements(&mut self, node: NodeId, children: &'g [NodeId], mut next: usize) {
        while let Some(&child) = children.get(next) {
            next += 1;
            if !self.leaf(child) {
                self.todo.push(Todo::Elements { node, children, next });
                self.todo.push(Todo::Save(child));
                return;
            }
        }
        let frozen = matches!(self.graph.value(node), Value::FrozenSet(_));
        let out = &mut self.out;
        let marked = frozen || out.protocol < 2 || children.len() > 3;
        if let Some(index) = out.memo_of(node) {
            match (marked, out.protocol) {
                (true, 1..) => out.op(b'1'),
                (_, _) => (0..children.len() + usize::from(marked)).for_each(|_| out.op(b'0')),
            }
            return out.get(index);
        }
        out.op(match (frozen, marked, children.len()) {
            (true, ..) => 0x91,
            (_, true, _) => b't',
            (_, _, len) => 0x84 + len as u8,
        });
        out.remember(node);
        self.busy[node.index()] = 0;
    }

    fn push_batch(&mut self, kind: Kind, children: Cow<'g, [NodeId]>, exact: bool) {
        if !children.is_empty() {
            self.batch(Batch { children, next: 0, mode: Mode::Begin, kind, exact });
        }
    }

    fn batch(&mut self, mut batch: Batch<'g>) {
        let unit = if batch.kind == Kind::Items { 2 } else { 1 };
        loop {
            // Between two elements, or after the last.
            if batch.next.is_multiple_of(unit) && self.turn(&mut batch, unit) {
                return;
            }
            let child = batch.children[batch.next];
            batch.next += 1;
            if !self.leaf(child) {
                self.todo.push(Todo::Batch(batch));
                self.todo.push(Todo::Save(child));
                return;
            }
        }
    }

    /// Ends what the last element ends and begins what the next one begins; whether there is no next one.
    fn turn(&mut self, batch: &mut Batch<'g>, unit: usize) -> bool {
        let left = (batch.children.len() - batch.next) / unit;
        let (one, many) = match batch.kind {
            Kind::Append => (b'a', b'e'),
            Kind::Items => (b's', b'u'),
            Kind::Add => (0x90, 0x90),
        };
        match batch.mode {
            Mode::Begin => {}
            Mode::One => self.out.op(one),
            Mode::Many(taken) if taken < BATCH && left > 0 => {
                batch.mode = Mode::Many(taken + 1);
                return false;
            }
            Mode::Many(taken) => {
                self.out.op(many);
                // The C loops over dicts and sets go on after a full batch, and find nothing.
                if left == 0 && taken == BATCH && batch.exact && batch.kind != Kind::Append {
                    self.out.op(b'(');
                    self.out.op(many);
                }
            }
        }
        if left == 0 {
            return true;
        }
        let single = left == 1 && (batch.next == 0 || !batch.exact) || self.out.protocol == 0;
        if single && batch.kind != Kind::Add {
            batch.mode = Mode::One;
        } else {
            self.out.op(b'(');
            batch.mode = Mode::Many(1);
        }
        false
    }

    fn set_by_call(
        &mut self,
        node: NodeId,
        name: &'static str,
        children: Cow<'g, [NodeId]>,
    ) -> Result<(), WriteError> {
        self.begin(node, "a set")?;
        self.out.name(if self.out.protocol < 3 { "__builtin__" } else { "builtins" }, name);
        self.todo.extend([Todo::Made(node), Todo::Op(b'R'), Todo::Wrap]);
        match self.out.protocol {
            0 => self.out.put(b"((l"),
            1 => self.out.put(b"(]"),
            _ => self.out.op(b']'),
        }
        self.out.memoize();
        self.push_batch(Kind::Append, children, true);
        Ok(())
    }

    fn bytearray(&mut self, node: NodeId, content: &[u8]) {
        let out = &mut self.out;
        if out.protocol >= 5 {
            out.bytearray(content);
            return out.remember(node);
        }
        out.name(if out.protocol < 3 { "__builtin__" } else { "builtins" }, "bytearray");
        if content.is_empty() {
            out.empty_tuple();
        } else {
            if out.protocol < 2 {
                out.op(b'(');
            }
            out.boundary();
            out.bytes(content, None);
            out.op(if out.protocol < 2 { b't' } else { 0x85 });
            out.memoize();
        }
        out.op(b'R');
        out.remember(node);
    }

    /// Module and name as `GLOBAL` and `INST` want them: two lines of text.
    fn line(&self, class: NodeId) -> Option<Vec<u8>> {
        let (module, name) = self.graph.global(class)?;
        let fits = |text: &str| !text.contains('\n') && (self.out.protocol >= 3 || text.is_ascii());
        (fits(module) && fits(name)).then(|| format!("{module}\n{name}\n").into_bytes())
    }

    fn global(&mut self, node: NodeId, module: NodeId, name: NodeId) {
        let spelled_in_lines = self.out.protocol < 4 || matches!(self.graph.origin(node).opcode, b'c' | b'i');
        if spelled_in_lines && let Some(line) = self.line(node) {
            self.out.op(b'c');
            self.out.bytes.extend_from_slice(&line);
            return self.out.remember(node);
        }
        self.todo.extend([Todo::StackGlobal(node), Todo::Save(name)]);
        // CPython has the string `builtins` once.
        if self.graph.text(module) == Some("builtins") && self.out.memo_of(module).is_none() {
            self.out.boundary();
            return self.out.constant("builtins");
        }
        self.todo.push(Todo::Save(module));
    }

    fn call(&mut self, node: NodeId, form: CallForm, func: NodeId, args: NodeId) -> Result<(), WriteError> {
        let graph = self.graph;
        let protocol = self.out.protocol;
        if protocol < 4 && form == CallForm::Reduce {
            match view(graph, node) {
                Some(View::Bytes(bytes)) if protocol < 3 => {
                    self.out.bytes(&bytes, Some(node));
                    return Ok(());
                }
                Some(View::Set(_)) => {
                    return self.set_by_call(node, "set", view_elements(graph, node).into());
                }
                Some(View::FrozenSet(_)) => {
                    return self.set_by_call(node, "frozenset", view_elements(graph, node).into());
                }
                _ => {}
            }
        }
        self.begin(node, "an object")?;
        self.todo.push(Todo::Made(node));
        let run: &[NodeId] = match graph.value(args) {
            Value::Tuple(run) => graph.run(run),
            _ => &[],
        };
        match (form, run) {
            (CallForm::NewObjEx, &[args, kwargs]) => {
                self.todo.extend([Todo::Op(0x92), Todo::Save(kwargs), Todo::Save(args), Todo::Save(func)]);
            }
            (CallForm::Obj, _) => {
                self.out.op(b'(');
                self.todo.push(Todo::Op(b'o'));
                self.todo.extend(run.iter().rev().map(|arg| Todo::Save(*arg)));
                self.todo.push(Todo::Save(func));
            }
            (CallForm::Inst, _) if self.line(func).is_some() => {
                self.out.op(b'(');
                self.todo.push(Todo::Inst(func));
                self.todo.extend(run.iter().rev().map(|arg| Todo::Save(*arg)));
            }
            (CallForm::Inst, _) => {
                self.out.op(b'(');
                self.todo.push(Todo::Op(b'o'));
                self.todo.extend(run.iter().rev().map(|arg| Todo::Save(*arg)));
                self.todo.push(Todo::Save(func));
            }
            (CallForm::NewObj, _) => {
                self.todo.extend([Todo::Op(0x81), Todo::Save(args), Todo::Save(func)]);
            }
            (CallForm::Reduce | CallForm::NewObjEx, _) => {
                self.todo.extend([Todo::Op(b'R'), Todo::Save(args), Todo::Save(func)]);
            }
        }
        Ok(())
    }

    fn made(&mut self, node: NodeId) {
        if let Some(index) = self.out.memo_of(node) {
            self.out.op(b'0');
            return self.out.get(index);
        }
        self.out.remember(node);
        self.busy[node.index()] = 0;
        if !self.popped.is_empty() {
            self.todo.push(Todo::Setters(node, 0));
        }
        let graph = self.graph;
        if matches!(graph.value(node), Value::Call { .. }) {
            self.steps(node, graph.steps(node).peekable());
        }
    }

    fn steps(&mut self, node: NodeId, mut steps: std::iter::Peekable<StepsIter<'g>>) {
        let Some(Step { kind, children }) = steps.next() else { return };
        let mut children = Cow::Borrowed(children);
        // The pickler batches anew what the payload had in several batches.
        while kind != StepKind::State
            && let Some(more) = steps.next_if(|step| step.kind == kind)
        {
            children.to_mut().extend_from_slice(more.children);
        }
        if steps.peek().is_some() {
            self.todo.push(Todo::Steps(node, steps));
        }
        match kind {
            StepKind::State => {
                self.todo.push(Todo::Op(b'b'));
                self.todo.extend(children.first().map(|state| Todo::Save(*state)));
            }
            StepKind::Append => self.push_batch(Kind::Append, children, false),
            StepKind::Items => self.push_batch(Kind::Items, children, false),
            StepKind::Add => self.push_batch(Kind::Add, children, false),
        }
    }

    /// Writes the next popped call that is done to an object.
    fn setters(&mut self, node: NodeId, from: usize) {
        let rest = &self.popped[from..];
        let Some(at) = rest.iter().position(|popped| popped.target == Some(node)) else { return };
        let call = rest[at].node;
        self.todo.push(Todo::Setters(node, from + at + 1));
        self.todo.push(Todo::Op(b'0'));
        // CPython memoises neither the arguments nor the result of a state setter, at any protocol.
        if let Value::Call { form: CallForm::Reduce, func, args, .. } = self.graph.value(call)
            && let Value::Tuple(run) = self.graph.value(args)
            && let &[target, state] = self.graph.run(run)
        {
            self.todo.extend([
                Todo::Op(b'R'),
                Todo::Op(0x86),
                Todo::Save(state),
                Todo::Save(target),
                Todo::Save(func),
            ]);
        } else {
            self.todo.push(Todo::Save(call));
        }
    }

    fn ext(&mut self, code: i32) {
        let bytes = code.to_le_bytes();
        match code {
            1..=0xff => self.out.put(&[0x82, bytes[0]]),
            0x100..=0xffff => self.out.put(&[0x83, bytes[0], bytes[1]]),
            _ => {
                self.out.op(0x84);
                self.out.bytes.extend(bytes);
            }
        }
    }
}

/// The elements of a list or set, or the keys and values of a dict, in one slice.
pub(super) fn children_of(graph: &Graph, node: NodeId) -> Cow<'_, [NodeId]> {
    let mut steps = graph.steps(node);
    let Some(first) = steps.next() else { return Cow::Borrowed(&[]) };
    let mut children = Cow::Borrowed(first.children);
    for step in steps {
        children.to_mut().extend_from_slice(step.children);
    }
    children
}
