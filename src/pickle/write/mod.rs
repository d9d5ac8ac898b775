//! Writing a graph as a pickle: for plain types the very bytes of CPython's `pickle.dumps`.
//!
//! Memo, frames, batches and order are those of CPython's C pickler. Names and calls are written in the form they
//! have in the graph. What a protocol has no opcode for is written as CPython writes it there: bytes below protocol 3
//! as `_codecs.encode`, sets below 4 and bytearrays below 5 as calls.
//!
//! It does not change the graph, and does not decide whether writing it is wise.

mod container;
mod output;

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::names::python3_name;
use super::popped::{Popped, popped};
use super::{CallForm, EffectKind, Graph, NodeId, Step, StepKind, StepsIter, Value, View, long_text, view};
use container::{Batch, Elements, Kind, leaf};
use output::Output;

/// Longest pickle that is written: values that share and contain each other can grow with the square of their size.
const LONGEST: usize = 16 << 20;

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
    /// The payload changes an imported name, a `bytearray` in place or a list at a computed index, and a graph does not
    /// hold that.
    #[error("the payload changes a value in a way that cannot be kept, at byte {offset}")]
    ChangeNotKept {
        /// Where the payload does it.
        offset: u32,
    },
    /// A name that Python reads as another one below protocol 3, where it takes names for those of Python 2.
    #[error("protocol {protocol} cannot hold a name that Python 2 had for something else")]
    NameOfPython2 {
        /// The protocol asked for.
        protocol: u8,
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
/// When there is no such protocol, when the graph has no root or holds what no pickle can, and when the pickle gets longer
/// than 16 MiB.
pub fn write(graph: &Graph, protocol: u8) -> Result<Vec<u8>, WriteError> {
    if protocol > 5 {
        return Err(WriteError::Protocol { protocol });
    }
    let root = graph.root_if_any().ok_or(WriteError::NoValue)?;
    for effect in graph.effects() {
        if let EffectKind::Build(node, _) | EffectKind::Mutate(node, _) = effect.kind
            && !matches!(graph.value(node), Value::Call { .. })
        {
            return Err(WriteError::ChangeNotKept { offset: effect.offset });
        }
    }
    let mut writer = Writer {
        graph,
        out: Output::new(graph, protocol),
        todo: Vec::with_capacity(64),
        busy: Vec::new(),
        popped: popped(graph),
        no_bytes: HashSet::new(),
        setters: HashMap::new(),
    };
    for (at, popped) in writer.popped.iter().enumerate() {
        if let Some(target) = popped.target {
            writer.setters.entry(target).or_default().push(at);
        }
    }
    writer.todo.push(Todo::Save(root));
    for at in (0..writer.popped.len()).rev() {
        let Popped { node, target } = writer.popped[at];
        if target.is_none() {
            writer.todo.push(Todo::Op(b'0'));
            writer.todo.push(Todo::Save(node));
        }
    }
    while writer.step()? {
        if writer.out.bytes.len() > LONGEST {
            return Err(WriteError::TooLong { limit: LONGEST });
        }
    }
    Ok(writer.out.finish())
}

/// What is left to do, the next last.
enum Todo<'g> {
    Save(NodeId),
    Op(u8),
    /// Elements of a tuple or a frozenset.
    Elements(Elements<'g>),
    /// Elements of a mutable value.
    Batch(Batch<'g>),
    /// A tuple of one that no node stands for, around what is on the stack.
    Wrap,
    /// An object is on the stack.
    Made(NodeId),
    /// What is done to it then.
    Steps(StepsIter<'g>),
    /// What is called with it then; which of its popped calls is next.
    Setters(NodeId, usize),
    Inst(NodeId),
    StackGlobal(NodeId),
}

struct Writer<'g> {
    graph: &'g Graph,
    out: Output,
    todo: Vec<Todo<'g>>,
    /// For tuples, frozensets and calls that are begun: one more than the number of nodes the memo held then.
    busy: Vec<u32>,
    popped: Vec<Popped>,
    /// Long texts that calls make no bytes of: no need to look at them again.
    no_bytes: HashSet<NodeId>,
    /// Those that are done to an object of the value, by that object; indices in order.
    setters: HashMap<NodeId, Vec<usize>>,
}

impl<'g> Writer<'g> {
    /// Goes on with what is next; whether there was anything.
    fn step(&mut self) -> Result<bool, WriteError> {
        let graph = self.graph;
        // Containers stay where they are while their children are written: moving them about costs more than a value.
        let child = match self.todo.last_mut() {
            None => return Ok(false),
            Some(Todo::Batch(batch)) => batch.advance(graph, &mut self.out),
            Some(Todo::Elements(elements)) => {
                let child = elements.advance(graph, &mut self.out);
                if child.is_none() {
                    self.busy[elements.node().index()] = 0;
                }
                child
            }
            Some(_) => {
                if let Some(todo) = self.todo.pop() {
                    self.run(todo)?;
                }
                return Ok(true);
            }
        };
        match child {
            Some(child) => self.compound(child)?,
            None => _ = self.todo.pop(),
        }
        Ok(true)
    }

    fn run(&mut self, todo: Todo<'g>) -> Result<(), WriteError> {
        match todo {
            Todo::Save(node) => {
                if !leaf(self.graph, &mut self.out, node) {
                    self.compound(node)?;
                }
            }
            Todo::Op(op) => self.out.op(op),
            Todo::Wrap => {
                self.out.op(if self.out.protocol < 2 { b't' } else { 0x85 });
                self.out.memoize();
            }
            Todo::Made(node) => self.made(node),
            Todo::Steps(steps) => self.steps(steps),
            Todo::Setters(node, next) => self.setters(node, next),
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
            // These stay on the stack, see `step`.
            Todo::Batch(_) | Todo::Elements(_) => {}
        }
        Ok(())
    }

    fn compound(&mut self, node: NodeId) -> Result<(), WriteError> {
        let graph = self.graph;
        let protocol = self.out.protocol;
        match graph.value(node) {
            Value::List(_) => {
                self.out.put(if protocol == 0 { b"(l" } else { b"]" });
                self.out.remember(node);
                self.push_children(Kind::Append, node);
            }
            Value::Dict(_) => {
                self.out.put(if protocol == 0 { b"(d" } else { b"}" });
                self.out.remember(node);
                self.push_children(Kind::Items, node);
            }
            Value::Set(_) if protocol >= 4 => {
                self.out.op(0x8f);
                self.out.remember(node);
                self.push_children(Kind::Add, node);
            }
            Value::Tuple(run) => {
                self.begin(node, "a tuple")?;
                if protocol < 2 || run.len() > 3 {
                    self.out.op(b'(');
                }
                self.push_elements(node, graph.run(run));
            }
            Value::FrozenSet(run) if protocol >= 4 => {
                self.begin(node, "a frozenset")?;
                self.out.op(b'(');
                self.push_elements(node, graph.run(run));
            }
            Value::Set(_) => self.set_by_call(node, "set", Some(node))?,
            Value::FrozenSet(_) => self.set_by_call(node, "frozenset", Some(node))?,
            Value::ByteArray(span) => self.bytearray(node, graph.bytes(span)),
            Value::Global { .. } if self.is_misread(node) => {
                return Err(WriteError::NameOfPython2 { protocol: self.out.protocol });
            }
            Value::Global { module, name } => self.global(node, module, name),
            Value::Call { form, func, args, .. } => self.call(node, form, func, args)?,
            Value::Ext(code) => self.ext(code),
            Value::PersId(id) => {
                self.begin(node, "a persistent id")?;
                self.todo.push(Todo::Made(node));
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
                self.begin(node, "a memoryview")?;
                self.todo.extend([Todo::Made(node), Todo::Op(0x98), Todo::Save(inner)]);
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

    fn push_elements(&mut self, node: NodeId, children: &'g [NodeId]) {
        self.todo.push(Todo::Elements(Elements::new(node, children)));
    }

    /// Pushes the elements or items of a list, dict or set.
    fn push_children(&mut self, kind: Kind, node: NodeId) {
        let mut steps = self.graph.steps(node);
        if let Some(first) = steps.next() {
            let more = steps.clone().count();
            if let Some(batch) = Batch::new(kind, true, first.children, steps, more) {
                self.todo.push(Todo::Batch(batch));
            }
        }
    }

    /// Writes a set as a call with a new list of what `holder` holds.
    fn set_by_call(
        &mut self,
        node: NodeId,
        name: &'static str,
        holder: Option<NodeId>,
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
        if let Some(holder) = holder {
            match self.graph.value(holder) {
                Value::Tuple(run) | Value::FrozenSet(run) => {
                    let batch =
                        Batch::new(Kind::Append, true, self.graph.run(run), self.graph.steps(holder), 0);
                    self.todo.extend(batch.map(Todo::Batch));
                }
                _ => self.push_children(Kind::Append, holder),
            }
        }
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

    /// Whether Python would take a name for one of Python 2, which it is not.
    fn is_misread(&self, node: NodeId) -> bool {
        let is_other = |(module, name)| python3_name(module, name) != (module, name);
        self.out.protocol < 3
            && !self.graph.is_python2_name(node)
            && self.graph.global(node).is_some_and(is_other)
    }

    /// Module and name as `GLOBAL` and `INST` want them: two lines of text.
    fn line(&self, class: NodeId) -> Option<Vec<u8>> {
        if self.is_misread(class) {
            return None;
        }
        // A name of Python 2 is none from protocol 3 on.
        let (module, name) = match self.out.protocol {
            ..3 => self.graph.global(class)?,
            _ => self.graph.imported(class)?,
        };
        // Python reads an empty line as the end of the input.
        let fits = |text: &str| {
            !text.is_empty() && !text.contains('\n') && (self.out.protocol >= 3 || text.is_ascii())
        };
        (fits(module) && fits(name)).then(|| format!("{module}\n{name}\n").into_bytes())
    }

    fn global(&mut self, node: NodeId, module: NodeId, name: NodeId) {
        let spelled_in_lines = self.out.protocol < 4
            || matches!(self.graph.origin(node).opcode, b'c' | b'i')
            || self.graph.imported(node) != self.graph.global(node);
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
            let long = long_text(graph, node);
            let seen =
                if long.is_some_and(|text| self.no_bytes.contains(&text)) { None } else { view(graph, node) };
            if seen.is_none() {
                self.no_bytes.extend(long);
            }
            match seen {
                Some(View::Bytes(bytes)) if protocol < 3 => {
                    self.out.bytes(&bytes, Some(node));
                    return Ok(());
                }
                Some(View::Set(list)) => return self.set_by_call(node, "set", list),
                Some(View::FrozenSet(list)) => return self.set_by_call(node, "frozenset", list),
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
        if self.setters.contains_key(&node) {
            self.todo.push(Todo::Setters(node, 0));
        }
        let graph = self.graph;
        if matches!(graph.value(node), Value::Call { .. }) {
            self.steps(graph.steps(node));
        }
    }

    fn steps(&mut self, mut steps: StepsIter<'g>) {
        let Some(Step { kind, children }) = steps.next() else { return };
        let rest = steps.clone();
        // The pickler batches anew what the payload had in several batches.
        let mut more = 0;
        let mut ahead = steps.clone();
        while kind != StepKind::State && ahead.next().is_some_and(|step| step.kind == kind) {
            steps = ahead.clone();
            more += 1;
        }
        if steps.clone().next().is_some() {
            self.todo.push(Todo::Steps(steps));
        }
        let kind = match kind {
            StepKind::State => {
                self.todo.push(Todo::Op(b'b'));
                return self.todo.extend(children.first().map(|state| Todo::Save(*state)));
            }
            StepKind::Append => Kind::Append,
            StepKind::Items => Kind::Items,
            StepKind::Add => Kind::Add,
        };
        self.todo.extend(Batch::new(kind, false, children, rest, more).map(Todo::Batch));
    }

    /// Writes the next popped call that is done to an object.
    fn setters(&mut self, node: NodeId, next: usize) {
        let Some(&at) = self.setters.get(&node).and_then(|calls| calls.get(next)) else { return };
        let call = self.popped[at].node;
        self.todo.push(Todo::Setters(node, next + 1));
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
