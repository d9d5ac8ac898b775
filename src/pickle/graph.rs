//! Python values as a graph in an arena: what a pickle describes, without any of it having run.
//!
//! A node is an index into one vector, so walking, comparing and dropping are loops: depth costs memory,
//! never stack. Sharing and cycles are equal indices. JSON and other payload formats build the same graph.
//!
//! It does not know how any format is spelled: `read` and `write` do that for pickles.

use std::fmt;

use super::leaf;
use super::names::python3_name;
use super::value::{Effect, NodeId, Origin, Run, Span, Step, StepKind, Steps, Value, int_from_le, narrow};

#[derive(Clone, Copy, Debug)]
struct StepEntry {
    start: u32,
    len: u32,
    next: u32,
    kind: StepKind,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    value: Value,
    offset: u32,
    opcode: u8,
    /// For a tuple: whether something in it cannot be hashed, at any depth.
    unhashable: bool,
    /// For a name: whether Python 3 takes it for one of Python 2, as it does below protocol 3.
    python2: bool,
    /// For a tuple: how deep tuples nest in it, at most 255.
    depth: u8,
}

impl Node {
    /// Whether Python refuses the value as a key.
    #[inline]
    fn is_unhashable(&self) -> bool {
        match self.value {
            Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::ByteArray(_) => true,
            Value::Tuple(_) => self.unhashable,
            _ => false,
        }
    }
}

/// What a reader keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Every value as a node.
    All,
    /// What holds other values; the rest is read from the payload when it is asked for. Such a graph is for looking at once:
    /// it lists no leaves, and nothing may be added to it.
    Parents,
}

/// Python values as nodes in one arena, with the payload they came from.
///
/// ```
/// use sessctl::pickle::{Graph, Value};
///
/// let mut graph = Graph::new();
/// let list = graph.add_list();
/// let one = graph.add(Value::Int(1));
/// graph.append(list, &[one, one]);
/// assert_eq!(graph.elements(list).collect::<Vec<_>>(), [one, one]);
/// ```
#[derive(Clone, Default)]
pub struct Graph {
    bytes: Vec<u8>,
    input_len: usize,
    nodes: Vec<Node>,
    edges: Vec<NodeId>,
    steps: Vec<StepEntry>,
    effects: Vec<Effect>,
    root: Option<NodeId>,
    /// Whether there may be effects whose nodes the root does not hold.
    loose: bool,
    deep_key: bool,
}

/// Sizes alone: a payload does not belong into a log, and an error holds what was read before it.
impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph")
            .field("bytes", &self.bytes.len())
            .field("nodes", &self.nodes.len())
            .field("effects", &self.effects.len())
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

/// Pushes with growth by half rather than by doubling: what a node costs in memory is bounded, see the design.
#[inline]
pub(super) fn push<T>(vec: &mut Vec<T>, item: T) {
    if vec.len() == vec.capacity() {
        grow(vec, 1);
    }
    vec.push(item);
}

#[cold]
#[inline(never)]
fn grow<T>(vec: &mut Vec<T>, more: usize) {
    vec.reserve_exact((vec.len() / 2).max(more).max(16));
}

#[inline]
fn extend<T: Copy>(vec: &mut Vec<T>, items: &[T]) {
    if vec.capacity() - vec.len() < items.len() {
        grow(vec, items.len());
    }
    vec.extend_from_slice(items);
}

impl Graph {
    /// Makes an empty graph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes an empty graph that owns `input`, the payload its spans will point into.
    #[must_use]
    pub fn from_input(input: Vec<u8>) -> Self {
        let input_len = input.len();
        Self { bytes: input, input_len, ..Self::default() }
    }

    /// Makes an empty graph with room for what a payload of so many bytes usually holds; with or without its leaves.
    pub(super) fn for_payload(len: usize, keep: Keep) -> Self {
        let nodes = if keep == Keep::All { len * 2 / 15 } else { len / 20 };
        Self {
            nodes: Vec::with_capacity(nodes + 4),
            edges: Vec::with_capacity(len / 6 + 4),
            steps: Vec::with_capacity(len / 48 + 4),
            ..Self::default()
        }
    }

    /// Takes the payload, and behind it what was decoded from it: the spans made so far point into both.
    pub(super) fn adopt(&mut self, mut input: Vec<u8>, decoded: &[u8]) {
        self.input_len = input.len();
        if !decoded.is_empty() {
            input.reserve_exact(decoded.len());
            input.extend_from_slice(decoded);
        }
        self.bytes = input;
    }

    /// Makes a tuple and notes whether it can be hashed.
    #[inline]
    pub(super) fn add_tuple_from(&mut self, children: &[NodeId], origin: Origin) -> NodeId {
        let (mut unhashable, mut depth) = (false, 0_u8);
        for child in children {
            // A leaf that the graph does not hold is neither.
            if let Some(node) = self.nodes.get(child.index()) {
                unhashable |= node.is_unhashable();
                depth = depth.max(node.depth);
            }
        }
        let run = self.add_run(children);
        let id = self.add_from(Value::Tuple(run), origin);
        let node = &mut self.nodes[id.index()];
        (node.unhashable, node.depth) = (unhashable, depth.saturating_add(1));
        id
    }

    /// Whether Python refuses the value as a key; what an object does is unknown, so it passes.
    #[inline]
    pub(super) fn is_unhashable(&self, node: NodeId) -> bool {
        self.nodes.get(node.index()).is_some_and(Node::is_unhashable)
    }

    /// How deep tuples nest in a tuple, at most 255; 0 for another value.
    #[inline]
    pub(super) fn tuple_depth(&self, node: NodeId) -> u8 {
        self.nodes.get(node.index()).map_or(0, |node| node.depth)
    }

    /// Notes that Python has to hash a key in which tuples nest 255 levels or deeper, which can exhaust its stack.
    pub(super) fn set_deep_key(&mut self) {
        self.deep_key = true;
    }

    /// Whether Python has to hash a key in which tuples nest 255 levels or deeper.
    pub(super) fn has_deep_key(&self) -> bool {
        self.deep_key
    }

    /// Replaces an element of a list; `None` when the list is shorter. Counts the steps it walks in `work`.
    pub(super) fn set_element(
        &mut self,
        list: NodeId,
        index: i64,
        new: NodeId,
        work: &mut usize,
    ) -> Option<()> {
        let (mut len, mut count) = (0, 0);
        for step in self.steps(list) {
            len += step.children.len();
            count += 1;
        }
        *work += 2 * count;
        self.loose = true;
        let index = if index < 0 { index + i64::try_from(len).ok()? } else { index };
        let mut index = usize::try_from(index).ok().filter(|&index| index < len)?;
        let Value::List(steps) = self.value(list) else { return None };
        let mut at = self.steps[(steps.last as usize).checked_sub(1)?].next;
        loop {
            let entry = self.steps[at as usize - 1];
            if index < entry.len as usize {
                self.edges[entry.start as usize + index] = new;
                return Some(());
            }
            index -= entry.len as usize;
            at = entry.next;
        }
    }

    /// Notes that something was dropped, or is replaced.
    pub(super) fn set_loose(&mut self) {
        self.loose = true;
    }

    /// Whether there may be effects whose nodes the root does not hold.
    pub(super) fn is_loose(&self) -> bool {
        self.loose
    }

    /// Adds an effect whose node is on the reader's stack.
    pub(super) fn add_effect_on_stack(&mut self, effect: Effect) {
        push(&mut self.effects, effect);
    }

    /// All children of tuples, frozensets and steps, in creation order.
    pub(super) fn edges(&self) -> &[NodeId] {
        &self.edges
    }

    /// The payload this graph was read from; empty when it was built.
    #[must_use]
    pub fn input(&self) -> &[u8] {
        &self.bytes[..self.input_len]
    }

    /// Gives the payload back.
    pub(super) fn into_input(mut self) -> Vec<u8> {
        self.bytes.truncate(self.input_len);
        self.bytes
    }

    /// The value of the whole: what an unpickler would return.
    ///
    /// # Panics
    /// When [`Graph::set_root`] was never called; every reader calls it.
    #[must_use]
    pub fn root(&self) -> NodeId {
        self.root.expect("every reader sets the root before it returns a graph")
    }

    /// The root, where one was reached: a graph of a broken payload has none.
    #[must_use]
    pub fn root_if_any(&self) -> Option<NodeId> {
        self.root
    }

    /// Sets the value of the whole.
    pub fn set_root(&mut self, root: NodeId) {
        self.loose |= self.root.is_some_and(|old| old != root);
        self.root = Some(root);
    }

    /// Number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no nodes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The value of a node.
    #[inline]
    #[must_use]
    pub fn value(&self, node: NodeId) -> Value {
        self.stored(node).unwrap_or_else(|| leaf::value_at(self.input(), node.offset_in_payload()))
    }

    /// The value of a node that the graph holds; `None` for a leaf in the payload.
    #[inline]
    pub(super) fn stored(&self, node: NodeId) -> Option<Value> {
        self.nodes.get(node.index()).map(|node| node.value)
    }

    /// Where a node came from.
    #[must_use]
    pub fn origin(&self, node: NodeId) -> Origin {
        match self.nodes.get(node.index()) {
            Some(node) => Origin { offset: node.offset, opcode: node.opcode },
            None => {
                let offset = node.offset_in_payload();
                Origin { offset: narrow(offset), opcode: self.input()[offset] }
            }
        }
    }

    /// All nodes in creation order, also those the root does not reach.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> + use<> {
        (0..narrow(self.nodes.len())).map(NodeId)
    }

    /// The bytes of a span.
    #[inline]
    #[must_use]
    pub fn bytes(&self, span: Span) -> &[u8] {
        &self.bytes[span.start as usize..][..span.len as usize]
    }

    /// The text of a [`Value::Str`]; `None` for another value or a string with lone surrogates.
    #[must_use]
    pub fn text(&self, node: NodeId) -> Option<&str> {
        match self.value(node) {
            Value::Str(span) => std::str::from_utf8(self.bytes(span)).ok(),
            _ => None,
        }
    }

    /// The children of a run.
    #[inline]
    #[must_use]
    pub fn run(&self, run: Run) -> &[NodeId] {
        &self.edges[run.start as usize..][..run.len as usize]
    }

    /// What was done to a node after its creation, in stream order; empty for values that cannot change.
    #[inline]
    #[must_use]
    pub fn steps(&self, node: NodeId) -> StepsIter<'_> {
        let last = match self.value(node) {
            Value::List(steps) | Value::Dict(steps) | Value::Set(steps) => steps.last,
            Value::Call { steps, .. } => steps.last,
            _ => 0,
        };
        let next = if last == 0 { 0 } else { self.steps[last as usize - 1].next };
        StepsIter { graph: self, next, last }
    }

    /// The elements of a tuple, list, set or frozenset, in order; nothing for another value.
    pub fn elements(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let run: &[NodeId] = match self.value(node) {
            Value::Tuple(run) | Value::FrozenSet(run) => self.run(run),
            _ => &[],
        };
        let steps = match self.value(node) {
            Value::List(_) | Value::Set(_) => Some(self.steps(node)),
            _ => None,
        };
        run.iter().copied().chain(steps.into_iter().flatten().flat_map(|step| step.children.iter().copied()))
    }

    /// The items of a dict as the payload sets them, in order; a key may come twice. Nothing for another value.
    pub fn items(&self, node: NodeId) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        let steps = match self.value(node) {
            Value::Dict(_) => Some(self.steps(node)),
            _ => None,
        };
        steps
            .into_iter()
            .flatten()
            .flat_map(|step| step.children.as_chunks::<2>().0.iter().map(|&[k, v]| (k, v)))
    }

    /// Module and qualified name of a [`Value::Global`] as the payload spells them, where both are text.
    #[must_use]
    pub fn global(&self, node: NodeId) -> Option<(&str, &str)> {
        match self.value(node) {
            Value::Global { module, name } => Some((self.text(module)?, self.text(name)?)),
            _ => None,
        }
    }

    /// Module and qualified name of what Python 3 imports for a [`Value::Global`], where both are text: below protocol 3
    /// it takes the names for those of Python 2 (`Lib/_compat_pickle.py`).
    #[must_use]
    pub fn imported(&self, node: NodeId) -> Option<(&str, &str)> {
        let (module, name) = self.global(node)?;
        Some(if self.is_python2_name(node) { python3_name(module, name) } else { (module, name) })
    }

    /// Whether Python 3 takes a name for one of Python 2.
    pub(super) fn is_python2_name(&self, node: NodeId) -> bool {
        self.nodes.get(node.index()).is_some_and(|node| node.python2)
    }

    /// Makes a node a name that a pickle of `protocol` imports.
    pub fn set_global(&mut self, node: NodeId, module: NodeId, name: NodeId, protocol: u8) {
        let node = &mut self.nodes[node.index()];
        node.value = Value::Global { module, name };
        node.python2 = protocol < 3;
    }

    /// Imports, calls and the like in execution order.
    #[must_use]
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// Adds an effect.
    pub fn add_effect(&mut self, effect: Effect) {
        self.loose = true;
        push(&mut self.effects, effect);
    }

    /// Forgets the effects for which `keep` is false.
    pub fn retain_effects(&mut self, keep: impl FnMut(&Effect) -> bool) {
        self.effects.retain(keep);
    }

    /// Adds a node that no pickle made.
    pub fn add(&mut self, value: Value) -> NodeId {
        self.add_from(value, Origin::default())
    }

    /// Adds a node with its origin.
    #[inline]
    pub fn add_from(&mut self, value: Value, origin: Origin) -> NodeId {
        let id = NodeId(narrow(self.nodes.len()));
        let Origin { offset, opcode } = origin;
        push(&mut self.nodes, Node { value, offset, opcode, unhashable: false, python2: false, depth: 0 });
        id
    }

    /// Adds an empty list.
    pub fn add_list(&mut self) -> NodeId {
        self.add(Value::List(Steps::default()))
    }

    /// Adds an empty dict.
    pub fn add_dict(&mut self) -> NodeId {
        self.add(Value::Dict(Steps::default()))
    }

    /// Adds a string.
    pub fn add_str(&mut self, text: &str) -> NodeId {
        let span = self.add_bytes(text.as_bytes());
        self.add(Value::Str(span))
    }

    /// Adds a tuple.
    pub fn add_tuple(&mut self, children: &[NodeId]) -> NodeId {
        let run = self.add_run(children);
        self.add(Value::Tuple(run))
    }

    /// Replaces a node's value; whoever refers to the node sees the new one.
    pub fn replace(&mut self, node: NodeId, value: Value) {
        self.loose = true;
        self.nodes[node.index()].value = value;
    }

    /// Puts `with` in place of the value of every item whose key `pick`s, in dicts and in items set on objects.
    pub fn replace_item_values(&mut self, with: NodeId, pick: impl Fn(&Self, NodeId) -> bool) {
        self.loose = true;
        for node in self.nodes() {
            let Steps { last } = match self.value(node) {
                Value::Dict(steps) | Value::Call { steps, .. } => steps,
                _ => continue,
            };
            let mut step = last;
            while let Some(at) = (step as usize).checked_sub(1) {
                let entry = self.steps[at];
                if entry.kind == StepKind::Items {
                    for at in (entry.start as usize..).step_by(2).take(entry.len as usize / 2) {
                        if pick(self, self.edges[at]) {
                            self.edges[at + 1] = with;
                        }
                    }
                }
                step = if entry.next == last { 0 } else { entry.next };
            }
        }
    }

    /// Stores bytes behind the payload.
    pub fn add_bytes(&mut self, bytes: &[u8]) -> Span {
        let start = narrow(self.bytes.len());
        self.bytes.extend_from_slice(bytes);
        narrow(self.bytes.len());
        Span { start, len: narrow(bytes.len()) }
    }

    /// A span of the payload itself.
    ///
    /// # Panics
    /// When the range is not within the payload.
    #[must_use]
    pub fn input_span(&self, range: std::ops::Range<usize>) -> Span {
        assert!(range.start <= range.end && range.end <= self.input_len, "a span lies within the payload");
        Span { start: narrow(range.start), len: narrow(range.len()) }
    }

    /// Stores a fixed run of children.
    pub fn add_run(&mut self, children: &[NodeId]) -> Run {
        let start = narrow(self.edges.len());
        extend(&mut self.edges, children);
        narrow(self.edges.len());
        Run { start, len: narrow(children.len()) }
    }

    /// Appends children to a list or an object.
    pub fn append(&mut self, node: NodeId, children: &[NodeId]) {
        self.add_step(node, StepKind::Append, children);
    }

    /// Sets items of a dict or an object; `pairs` is key, value, key, value.
    pub fn set_items(&mut self, node: NodeId, pairs: &[NodeId]) {
        self.add_step(node, StepKind::Items, pairs);
    }

    /// Adds a step to a list, dict, set or object. Other values keep no steps: nothing happens.
    pub fn add_step(&mut self, node: NodeId, kind: StepKind, children: &[NodeId]) {
        let (Value::List(mut steps)
        | Value::Dict(mut steps)
        | Value::Set(mut steps)
        | Value::Call { mut steps, .. }) = self.value(node)
        else {
            return;
        };
        // Protocol 0 sets one item at a time; where nothing came between, that is one step.
        if let Some(last) = (steps.last as usize).checked_sub(1)
            && self.steps[last].kind == kind
            && kind != StepKind::State
            && self.steps[last].start as usize + self.steps[last].len as usize == self.edges.len()
        {
            self.steps[last].len += self.add_run(children).len;
            return;
        }
        let run = self.add_run(children);
        push(&mut self.steps, StepEntry { start: run.start, len: run.len, next: 0, kind });
        let new = narrow(self.steps.len());
        let first = match steps.last {
            0 => new,
            last => std::mem::replace(&mut self.steps[last as usize - 1].next, new),
        };
        self.steps[new as usize - 1].next = first;
        steps.last = new;
        match &mut self.nodes[node.index()].value {
            Value::List(s) | Value::Dict(s) | Value::Set(s) | Value::Call { steps: s, .. } => *s = steps,
            _ => {}
        }
    }

    /// Replaces all that was done to a list, dict, set or object after its creation.
    pub fn set_steps(&mut self, node: NodeId, steps: &[(StepKind, Vec<NodeId>)]) {
        self.loose = true;
        match &mut self.nodes[node.index()].value {
            Value::List(old) | Value::Dict(old) | Value::Set(old) | Value::Call { steps: old, .. } => {
                *old = Steps::default();
            }
            _ => return,
        }
        for (kind, children) in steps {
            self.add_step(node, *kind, children);
        }
    }

    /// Shortens a two's complement integer to [`Value::Int`] where it fits; `bytes` is little endian.
    pub fn add_int_le(&mut self, bytes: &[u8], origin: Origin) -> NodeId {
        let value = int_from_le(bytes).map_or_else(|| Value::BigInt(self.add_bytes(bytes)), Value::Int);
        self.add_from(value, origin)
    }
}

/// The steps of one node in stream order, from [`Graph::steps`].
#[derive(Clone, Debug)]
pub struct StepsIter<'g> {
    graph: &'g Graph,
    next: u32,
    last: u32,
}

impl<'g> Iterator for StepsIter<'g> {
    type Item = Step<'g>;

    #[inline]
    fn next(&mut self) -> Option<Step<'g>> {
        let at = (self.next as usize).checked_sub(1)?;
        let entry = self.graph.steps[at];
        self.next = if self.next == self.last { 0 } else { entry.next };
        Some(Step { kind: entry.kind, children: self.graph.run(Run { start: entry.start, len: entry.len }) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_at_most_24_bytes() {
        assert!(size_of::<Node>() <= 24, "{}", size_of::<Node>());
        assert_eq!(size_of::<Value>(), 16);
    }

    #[test]
    fn steps_come_in_stream_order() {
        let mut graph = Graph::new();
        let list = graph.add_list();
        let nodes: Vec<_> = (0..5).map(|n| graph.add(Value::Int(n))).collect();
        let other = graph.add_list();
        graph.append(list, &nodes[..2]);
        graph.append(other, &nodes[..1]);
        graph.append(list, &nodes[2..4]);
        graph.append(list, &nodes[4..]);
        assert_eq!(graph.elements(list).collect::<Vec<_>>(), nodes);
        assert_eq!(graph.steps(list).count(), 2, "adjacent appends join");
        assert_eq!(graph.elements(other).collect::<Vec<_>>(), &nodes[..1]);
    }
}
