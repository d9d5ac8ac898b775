//! Whether a pickle says what a graph holds, found by following its opcodes along the graph, without a second graph.
//!
//! It knows the opcodes that protocols 2 to 5 have for what nearly all sessions hold, in any batches and frames. Of all
//! else it says nothing, and whoever asks has to read the pickle and compare.

mod position;

use super::popped::popped;
use super::{CallForm, Graph, Limits, NodeId, StepKind, StepsIter, Value, opcode as op};
use position::{Met, Position, is_plain_key};

/// Whether reading the pickle gives the value of the graph, with the same sharing; `false` is no answer.
///
/// The graph says what comes next, and each opcode has to make just that. What has identity is made once, and fetched from
/// the memo wherever else it is held.
pub(super) fn follows(graph: &Graph, pickle: &[u8]) -> bool {
    let Limits { nodes, memo, stack, .. } = Limits::default();
    // A pickle makes no more of these than it has bytes.
    if pickle.len() > nodes.min(memo).min(stack) || !popped(graph).is_empty() {
        return false;
    }
    let Some(root) = graph.root_if_any() else { return false };
    Follower { at: Position::new(graph, pickle), todo: Vec::with_capacity(16) }.run(root).is_some()
}

/// What has to come, the next last.
enum Todo<'g> {
    Value(NodeId),
    Op(u8),
    /// What was just made, into the memo; then what is done to it.
    Made(NodeId),
    /// The elements of a tuple that are left.
    Elements(&'g [NodeId]),
    Batch(Batch<'g>),
    Steps(StepsIter<'g>),
}

struct Follower<'g, 'p> {
    at: Position<'g, 'p>,
    todo: Vec<Todo<'g>>,
}

impl<'g> Follower<'g, '_> {
    fn run(&mut self, root: NodeId) -> Option<()> {
        let [op::PROTO, protocol @ 2..=5, rest @ ..] = self.at.rest else { return None };
        self.at.python2 = *protocol < 3;
        self.at.rest = rest;
        self.todo.push(Todo::Value(root));
        // What has several children stays where it is until the last: moving it about costs more than a child.
        while let Some(todo) = self.todo.last_mut() {
            let child = match todo {
                Todo::Batch(batch) => batch.advance(&mut self.at)?,
                Todo::Elements(children) => self.at.elements(children)?,
                _ => {
                    if let Some(todo) = self.todo.pop() {
                        self.step(todo)?;
                    }
                    continue;
                }
            };
            match child {
                Some(child) => self.open(child)?,
                None => _ = self.todo.pop(),
            }
        }
        self.at.expect(op::STOP)?;
        self.at.rest.is_empty().then_some(())
    }

    fn step(&mut self, todo: Todo<'g>) -> Option<()> {
        match todo {
            Todo::Value(node) => match self.at.leaf(node, self.at.graph.value(node))? {
                Met::Leaf => {}
                Met::Opening => self.open(node)?,
                Met::NoValue => return None,
            },
            Todo::Op(op) => self.at.expect(op)?,
            Todo::Made(node) => {
                self.at.memoize(node);
                if let Value::Call { .. } = self.at.graph.value(node) {
                    self.todo.push(Todo::Steps(self.at.graph.steps(node)));
                }
            }
            Todo::Steps(steps) => self.steps(steps)?,
            // These stay, see `run`.
            Todo::Elements(_) | Todo::Batch(_) => {}
        }
        Some(())
    }

    /// Begins a value that was not begun before.
    fn open(&mut self, node: NodeId) -> Option<()> {
        if std::mem::replace(&mut self.at.begun[node.index()], true) {
            return None;
        }
        let graph = self.at.graph;
        let (op, kind) = match graph.value(node) {
            Value::List(_) => (op::EMPTY_LIST, StepKind::Append),
            Value::Dict(_) => (op::EMPTY_DICT, StepKind::Items),
            Value::Set(_) => (op::EMPTY_SET, StepKind::Add),
            Value::Tuple(run) => {
                let op = match run.len() {
                    1 => op::TUPLE1,
                    2 => op::TUPLE2,
                    3 => op::TUPLE3,
                    _ => {
                        self.at.expect(op::MARK)?;
                        op::TUPLE
                    }
                };
                self.todo.extend([Todo::Made(node), Todo::Op(op), Todo::Elements(graph.run(run))]);
                return Some(());
            }
            Value::Global { module, name } => return self.at.global(node, module, name),
            Value::Call { form, func, args, .. } => {
                let op = match form {
                    CallForm::Reduce => op::REDUCE,
                    CallForm::NewObj => op::NEWOBJ,
                    _ => return None,
                };
                let callable = matches!(graph.value(func), Value::Global { .. } | Value::Call { .. });
                if !callable || !matches!(graph.value(args), Value::Tuple(_)) {
                    return None;
                }
                self.todo.extend([Todo::Made(node), Todo::Op(op), Todo::Value(args), Todo::Value(func)]);
                return Some(());
            }
            _ => return None,
        };
        self.at.expect(op)?;
        self.at.memoize(node);
        let mut steps = graph.steps(node);
        if let Some(first) = steps.next() {
            self.todo.push(Todo::Batch(Batch::new(kind, first.children, Some(steps))));
        }
        Some(())
    }

    /// What is done to an object.
    fn steps(&mut self, mut steps: StepsIter<'g>) -> Option<()> {
        let Some(step) = steps.next() else { return Some(()) };
        let next = steps.clone().next();
        self.todo.push(Todo::Steps(steps));
        match (step.kind, step.children) {
            (StepKind::State, &[state]) => self.todo.extend([Todo::Op(op::BUILD), Todo::Value(state)]),
            (StepKind::State, _) | (_, []) => return None,
            // The writer joins these.
            (kind, _) if next.is_some_and(|next| next.kind == kind) => return None,
            (kind, children) => self.todo.push(Todo::Batch(Batch::new(kind, children, None))),
        }
        Some(())
    }
}

/// What is put into a mutable value.
struct Batch<'g> {
    children: &'g [NodeId],
    /// What follows them, for a list, dict or set itself.
    steps: Option<StepsIter<'g>>,
    /// The opcodes that put one element, and all behind a mark.
    one: u8,
    many: u8,
    /// Children are keys and values.
    pairs: bool,
    /// Between a key and its value.
    inside: bool,
    /// A mark is open.
    marked: bool,
    /// An element without a mark was begun.
    single: bool,
}

impl<'g> Batch<'g> {
    fn new(kind: StepKind, children: &'g [NodeId], steps: Option<StepsIter<'g>>) -> Self {
        let (one, many) = match kind {
            StepKind::Append => (op::APPEND, op::APPENDS),
            StepKind::Items => (op::SETITEM, op::SETITEMS),
            // There is no opcode for one.
            StepKind::Add | StepKind::State => (op::ADDITEMS, op::ADDITEMS),
        };
        let pairs = kind == StepKind::Items;
        Self { children, steps, one, many, pairs, inside: false, marked: false, single: false }
    }

    /// Goes over children up to one that has to be opened, which it gives back.
    #[inline]
    fn advance(&mut self, at: &mut Position<'g, '_>) -> Option<Option<NodeId>> {
        loop {
            let is_between = !(self.marked || self.single || self.inside);
            if (is_between || self.children.is_empty()) && self.turn(at)? {
                return Some(None);
            }
            let (&child, rest) = self.children.split_first()?;
            let value = at.graph.value(child);
            if !self.inside && self.one != op::APPEND && !is_plain_key(value) {
                return None;
            }
            let met = at.leaf(child, value)?;
            if met == Met::NoValue {
                // The end of a full batch, and nothing else.
                if *at.rest.first()? != self.many {
                    return None;
                }
                self.turn(at)?;
                continue;
            }
            self.children = rest;
            self.inside ^= self.pairs;
            if met == Met::Opening {
                return Some(Some(child));
            }
        }
    }

    /// Ends what the last element ends and begins what the next one begins; whether there is no next one.
    #[inline(never)]
    fn turn(&mut self, at: &mut Position<'g, '_>) -> Option<bool> {
        if self.inside {
            return None;
        }
        while self.children.is_empty()
            && let Some(step) = self.steps.as_mut().and_then(Iterator::next)
        {
            self.children = step.children;
        }
        let done = self.children.is_empty();
        if std::mem::take(&mut self.single) {
            at.expect(self.one)?;
        }
        if self.marked {
            if !done && at.peek()? != self.many {
                // The next step of the same batch.
                return Some(false);
            }
            at.expect(self.many)?;
            self.marked = false;
        }
        if done {
            // CPython goes on after a full batch of a dict or a set, and finds nothing.
            if self.one != op::APPEND
                && let [op::MARK, many, rest @ ..] = at.rest
                && *many == self.many
            {
                at.rest = rest;
            }
        } else {
            let mut rest = self.steps.iter().cloned().flatten();
            let last = self.children.len() == 1 + usize::from(self.pairs)
                && rest.all(|step| step.children.is_empty());
            // A mark before the last is that of a batch, unless it can be that of a tuple.
            self.single = self.one != self.many
                && last
                && (at.peek()? != op::MARK || matches!(at.graph.value(self.children[0]), Value::Tuple(_)));
            self.marked = !self.single;
            if self.marked {
                at.expect(op::MARK)?;
            }
        }
        Some(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pickle::{Steps, difference, read, write};

    fn graph(pickle: &[u8]) -> Graph {
        read(pickle.to_vec(), &Limits::default()).expect("a pickle").graph
    }

    /// Sessions at protocol 2, with sharing, cycles, objects, names, states and every kind of leaf.
    const SESSIONS: &[&[u8]] = &[
        b"\x80\x02}(X\x01\x00\x00\x00aK\x01X\x02\x00\x00\x00bcM\x01\x02X\x01\x00\x00\x00cJ\xff\xff\xff\xffu.",
        b"\x80\x02](K\x01\x8a\x05\x01\x02\x03\x04\x05\x8a\x09\x01\x02\x03\x04\x05\x06\x07\x08\x09G?\xf0\x00\x00\x00\x00\x00\x00N\x88\x89)e.",
        b"\x80\x02]q\x00(]q\x01h\x01h\x00}q\x02h\x02h\x02e.",
        b"\x80\x02]q\x00(K\x01\x85q\x01h\x01K\x01K\x02\x86(K\x01K\x02K\x03K\x04te.",
        b"\x80\x04\x8f\x94(K\x01\x8c\x03abc\x94C\x03abc\x94\x90.",
        b"\x80\x02}X\x01\x00\x00\x00xcdatetime\ndatetime\nq\x00U\x0a\x07\xe8\x01\x01\x00\x00\x00\x00\x00\x00\x85R.",
        b"\x80\x04](\x8c\x07decimal\x94\x8c\x07Decimal\x94\x93\x94\x8c\x031.5\x94\x85\x94R\x94h\x02\x8c\x032.5\x94\x85\x94R\x94e.",
        b"\x80\x04\x8c\x03app\x94\x8c\x01U\x94\x93\x94)\x81\x94}\x94\x8c\x02id\x94K\x01sb.",
        b"\x80\x04\x8c\x03app\x94\x8c\x01L\x94\x93\x94)\x81\x94(K\x01K\x02e\x8c\x01k\x94K\x03s}\x94b.",
        b"\x80\x04\x8c\x03app\x94\x8c\x01L\x94\x93\x94)R\x94h\x03a.",
        b"\x80\x02]q\x00(X\x02\x00\x00\x00\xc3\xa9X\x03\x00\x00\x00\xed\xa0\x80X\x00\x00\x00\x00X\x00\x00\x00\x00e.",
        b"\x80\x02]q\x00h\x00\x85q\x01a.",
    ];

    #[test]
    fn what_is_written_for_ordinary_sessions_is_followed() {
        for (at, session) in SESSIONS.iter().enumerate() {
            let graph = graph(session);
            for protocol in 3..=5 {
                let written = write(&graph, protocol).unwrap();
                // Sets have no opcode below protocol 4, and strings of Python 2 none that is known.
                let known = !(at == 4 && protocol < 4) && at != 5;
                assert_eq!(
                    follows(&graph, &written),
                    known,
                    "{at} at {protocol}: {}",
                    written.escape_ascii()
                );
            }
        }
    }

    #[test]
    fn full_batches_and_what_is_behind_them_are_followed() {
        for count in [1, 999, 1000, 1001, 2000, 2001] {
            let mut graph = Graph::new();
            let numbers: Vec<_> = (0..count).map(|n| graph.add(Value::Int(n))).collect();
            let pairs: Vec<_> = numbers.iter().flat_map(|&n| [n, n]).collect();
            let (root, list, dict, set) = (
                graph.add_list(),
                graph.add_list(),
                graph.add_dict(),
                graph.add(Value::Set(Steps::default())),
            );
            graph.append(list, &numbers);
            graph.set_items(dict, &pairs);
            graph.add_step(set, StepKind::Add, &numbers);
            graph.append(root, &[list, dict, set, list]);
            // An object has the last one without a mark.
            let (module, name, args) = (graph.add_str("app"), graph.add_str("Cart"), graph.add_tuple(&[]));
            let func = graph.add(Value::Global { module, name });
            let form = CallForm::NewObj;
            let object = graph.add(Value::Call { form, func, args, steps: Steps::default() });
            graph.append(object, &numbers);
            graph.set_items(object, &pairs);
            graph.append(root, &[object]);
            graph.set_root(root);
            for protocol in [4, 5] {
                let written = write(&graph, protocol).unwrap();
                assert!(follows(&graph, &written), "{count} at {protocol}");
            }
        }
    }

    #[test]
    fn whatever_is_followed_reads_back_as_the_same() {
        let (mut followed, mut refused) = (0, 0);
        for session in SESSIONS {
            let graph = graph(session);
            for protocol in [2, 4] {
                let written = write(&graph, protocol).unwrap();
                for at in 0..written.len() {
                    for change in 0..=u8::MAX {
                        let mut changed = written.clone();
                        changed[at] = change;
                        if follows(&graph, &changed) {
                            let again = self::graph(&changed);
                            assert_eq!(difference(&graph, &again), None, "{}", changed.escape_ascii());
                            followed += 1;
                        } else {
                            refused += 1;
                        }
                    }
                    assert!(!follows(&graph, &written[..at]));
                }
            }
        }
        assert!(followed > 1000 && refused > 100_000, "{followed} followed, {refused} refused");
    }

    #[test]
    fn other_values_and_other_sharing_are_not_followed() {
        for (held, written) in [
            (&b"\x80\x02](K\x01K\x02e."[..], &b"\x80\x02](K\x02K\x01e."[..]),
            (b"\x80\x02]K\x01a.", b"\x80\x02]\x88a."),
            (b"\x80\x02]K\x01a.", b"\x80\x02](K\x01K\x01e."),
            (b"\x80\x02](K\x01K\x01e.", b"\x80\x02]K\x01a."),
            (b"\x80\x02](]q\x00h\x00e.", b"\x80\x02](]]e."),
            (b"\x80\x02](]]e.", b"\x80\x02](]q\x00h\x00e."),
            (b"\x80\x02]q\x00h\x00a.", b"\x80\x02]q\x00]a."),
            (b"\x80\x02}K\x01K\x02s.", b"\x80\x02}K\x02K\x01s."),
            (b"\x80\x02capp\nA\n)\x81.", b"\x80\x02capp\nA\n)R."),
            (b"\x80\x02capp\nA\n)R.", b"\x80\x02capp\nB\n)R."),
            (b"\x80\x02capp\nA\n)\x81}b.", b"\x80\x02capp\nA\n)\x81."),
            (b"\x80\x02capp\nA\n)\x81.", b"\x80\x02capp\nA\n)\x81}b."),
            (b"\x80\x02N.", b"\x80\x02cos\nsystem\n)R0N."),
            (b"\x80\x02N.", b"\x80\x02N.N"),
            (b"cos\nsystem\n)R0N.", b"\x80\x02N."),
        ] {
            assert!(!follows(&graph(held), written), "{}", written.escape_ascii());
        }
    }
}
