//! Round trips of graphs that no person thought of.

use crate::{convert, unhex};
use proptest::prelude::*;
use sessctl::codec::typed::TypedErrorKind;
use sessctl::codec::{self, base64, convert::Target, json, msgpack, plain, typed};
use sessctl::pickle::{
    self, CallForm, Graph, Limits, NodeId, StepKind, Steps, Value, WriteError, difference,
};

/// How to make one node; numbers choose earlier nodes, or any for what is put into mutable ones.
#[derive(Clone, Debug)]
enum Make {
    None,
    Bool(bool),
    Int(i64),
    Big(Vec<u8>),
    Float(f64),
    Str(String),
    Surrogate,
    Py2(Vec<u8>),
    Bytes(Vec<u8>),
    ByteArray(Vec<u8>),
    Tuple(Vec<u16>),
    FrozenSet(Vec<u16>),
    List(Vec<u16>),
    Dict(Vec<(u16, u16)>),
    Set(Vec<u16>),
    Global(u8),
    Object {
        form: u8,
        class: u8,
        args: Vec<u16>,
        list: Vec<u16>,
        items: Vec<(u16, u16)>,
        state: Option<u16>,
        last: bool,
    },
    Ext(u8),
    PersId(u16),
    Datetime(u32),
}

fn make() -> impl Strategy<Value = Make> {
    let some = || prop::collection::vec(any::<u16>(), 0..5);
    let pairs = || prop::collection::vec(any::<(u16, u16)>(), 0..5);
    prop_oneof![
        Just(Make::None),
        any::<bool>().prop_map(Make::Bool),
        any::<i64>().prop_map(Make::Int),
        (-70_000_i64..70_000).prop_map(Make::Int),
        prop::collection::vec(any::<u8>(), 9..300).prop_map(Make::Big),
        any::<f64>().prop_map(Make::Float),
        ".{0,3}".prop_map(Make::Str),
        "[$a-z]{0,2}".prop_map(Make::Str),
        Just(Make::Surrogate),
        prop::collection::vec(any::<u8>(), 0..4).prop_map(Make::Py2),
        prop::collection::vec(any::<u8>(), 0..4).prop_map(Make::Bytes),
        prop::collection::vec(any::<u8>(), 0..4).prop_map(Make::ByteArray),
        some().prop_map(Make::Tuple),
        some().prop_map(Make::FrozenSet),
        some().prop_map(Make::List),
        pairs().prop_map(Make::Dict),
        some().prop_map(Make::Set),
        any::<u8>().prop_map(Make::Global),
        (any::<u8>(), any::<u8>(), some(), some(), pairs(), any::<Option<u16>>(), any::<bool>()).prop_map(
            |(form, class, args, list, items, state, last)| {
                Make::Object { form, class, args, list, items, state, last }
            }
        ),
        any::<u8>().prop_map(Make::Ext),
        any::<u16>().prop_map(Make::PersId),
        any::<u32>().prop_map(Make::Datetime),
    ]
}

const CLASSES: [(&str, &str); 6] = [
    ("app.models", "User"),
    ("builtins", "set"),
    ("collections", "OrderedDict"),
    ("datetime", "datetime"),
    ("uuid", "UUID"),
    ("app", "Outer.Inner"),
];

/// Whether a node may surely be a key.
fn hashable(graph: &Graph, node: NodeId) -> bool {
    match graph.value(node) {
        Value::List(_)
        | Value::Dict(_)
        | Value::Set(_)
        | Value::ByteArray(_)
        | Value::Tuple(_)
        | Value::FrozenSet(_) => false,
        // A call can make a set.
        Value::Call { func, .. } => graph.global(func).is_none_or(|(_, name)| name != "set"),
        _ => true,
    }
}

fn build(makes: &[Make]) -> Graph {
    let mut graph = Graph::new();
    let mut nodes: Vec<NodeId> = vec![graph.add(Value::None)];
    let early = |nodes: &[NodeId], at: u16| nodes[usize::from(at) % nodes.len()];
    for make in makes {
        let bytes = |graph: &mut Graph, bytes: &[u8]| graph.add_bytes(bytes);
        let value = match make {
            Make::None | Make::Dict(_) | Make::List(_) | Make::Set(_) => Value::None,
            Make::Bool(value) => Value::Bool(*value),
            Make::Int(value) => Value::Int(*value),
            Make::Big(content) => {
                let node = graph.add_int_le(content, Default::default());
                nodes.push(node);
                continue;
            }
            Make::Float(value) => Value::Float(*value),
            Make::Str(text) => Value::Str(bytes(&mut graph, text.as_bytes())),
            Make::Surrogate => Value::Str(bytes(&mut graph, b"a\xed\xa0\x80")),
            Make::Py2(content) => Value::Py2Str(bytes(&mut graph, content)),
            Make::Bytes(content) => Value::Bytes(bytes(&mut graph, content)),
            Make::ByteArray(content) => Value::ByteArray(bytes(&mut graph, content)),
            Make::Tuple(children) => {
                let children: Vec<_> = children.iter().map(|at| early(&nodes, *at)).collect();
                Value::Tuple(graph.add_run(&children))
            }
            Make::FrozenSet(children) => {
                let children = children.iter().map(|at| early(&nodes, *at));
                let children: Vec<_> = children.filter(|node| hashable(&graph, *node)).collect();
                Value::FrozenSet(graph.add_run(&children))
            }
            Make::Global(class) => {
                let (module, name) = CLASSES[usize::from(*class) % CLASSES.len()];
                let (module, name) = (graph.add_str(module), graph.add_str(name));
                Value::Global { module, name }
            }
            Make::Object { form, class, args, .. } => {
                let (module, name) = CLASSES[usize::from(*class) % CLASSES.len()];
                let (module, name) = (graph.add_str(module), graph.add_str(name));
                let func = graph.add(Value::Global { module, name });
                let children: Vec<_> = args.iter().map(|at| early(&nodes, *at)).collect();
                let mut args = graph.add_tuple(&children);
                let form =
                    [CallForm::Reduce, CallForm::NewObj, CallForm::NewObjEx, CallForm::Obj, CallForm::Inst]
                        [usize::from(*form) % 5];
                if form == CallForm::NewObjEx {
                    let kwargs = graph.add_dict();
                    args = graph.add_tuple(&[args, kwargs]);
                }
                Value::Call { form, func, args, steps: Steps::default() }
            }
            Make::Ext(code) => Value::Ext(i32::from(*code) + 1),
            Make::PersId(at) => Value::PersId(early(&nodes, *at)),
            Make::Datetime(bits) => {
                let func = {
                    let (module, name) = (graph.add_str("datetime"), graph.add_str("datetime"));
                    graph.add(Value::Global { module, name })
                };
                let [a, b, c, d] = bits.to_be_bytes();
                let state = [7, a, b % 12 + 1 + (d & 0x80), c % 28 + 1, a % 24, b % 60, c % 60, 0, a, d];
                let span = graph.add_bytes(&state);
                let state = graph.add(Value::Bytes(span));
                let args = graph.add_tuple(&[state]);
                Value::Call { form: CallForm::Reduce, func, args, steps: Steps::default() }
            }
        };
        let value = match make {
            Make::List(_) => Value::List(Steps::default()),
            Make::Dict(_) => Value::Dict(Steps::default()),
            Make::Set(_) => Value::Set(Steps::default()),
            _ => value,
        };
        nodes.push(graph.add(value));
    }
    // What is put into mutable values can be any node: cycles.
    for (make, node) in makes.iter().zip(nodes[1..].to_vec()) {
        let any = |at: &u16| nodes[usize::from(*at) % nodes.len()];
        let pairs = |graph: &Graph, pairs: &[(u16, u16)]| -> Vec<NodeId> {
            let pairs = pairs.iter().map(|(key, value)| (any(key), any(value)));
            pairs.filter(|pair| hashable(graph, pair.0)).flat_map(<[NodeId; 2]>::from).collect()
        };
        match make {
            Make::List(children) => graph.append(node, &children.iter().map(any).collect::<Vec<_>>()),
            Make::Dict(items) => {
                let pairs = pairs(&graph, items);
                graph.set_items(node, &pairs);
            }
            Make::Set(children) => {
                let children: Vec<_> =
                    children.iter().map(any).filter(|child| hashable(&graph, *child)).collect();
                graph.add_step(node, StepKind::Add, &children);
            }
            Make::Object { list, items, state, last, .. } => {
                let state = state.map(|at| any(&at));
                if let Some(state) = state.filter(|_| !last) {
                    graph.add_step(node, StepKind::State, &[state]);
                }
                if !list.is_empty() {
                    graph.append(node, &list.iter().map(any).collect::<Vec<_>>());
                }
                let pairs = pairs(&graph, items);
                if !pairs.is_empty() {
                    graph.set_items(node, &pairs);
                }
                if let Some(state) = state.filter(|_| *last) {
                    graph.add_step(node, StepKind::State, &[state]);
                }
            }
            _ => {}
        }
    }
    graph.set_root(nodes[nodes.len() - 1]);
    graph
}

fn limits() -> Limits {
    Limits::default()
}

fn wide() -> Limits {
    Limits { input: usize::MAX, nodes: 4_000_000, ..Limits::default() }
}

fn check_all(graph: &Graph, protocol: u8) {
    let options = typed::WriteOptions { protocol, ..Default::default() };
    let text = typed::to_string(graph, &options);
    let read = typed::ReadOptions { protocol, ..Default::default() };
    let again = typed::read(text.as_bytes(), &read).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(difference(graph, &again), None, "typed, protocol {protocol}: {text}");
    assert_eq!(typed::to_string(&again, &options), text);
    convert::check(graph);
    let shown = plain::write(graph, &plain::Options::default());
    serde_json::from_str::<serde_json::Value>(&shown).unwrap_or_else(|error| panic!("{error}: {shown}"));
    let payload = match pickle::write(graph, protocol) {
        // Below protocol 4 a set is made from its elements; CPython's own recursion does not end either.
        Err(WriteError::ContainsItself { .. }) if protocol < 4 => return,
        written => written.unwrap_or_else(|error| panic!("{error}: {text}")),
    };
    let read = pickle::read(payload.clone(), &limits()).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(difference(graph, &read.graph), None, "pickle, protocol {protocol}: {text}");
    assert_eq!(pickle::write(&read.graph, protocol).ok(), Some(payload), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_graph_comes_back_from_typed_json_and_from_a_pickle(
        makes in prop::collection::vec(make(), 1..30),
        protocol in 0..=5_u8,
    ) {
        check_all(&build(&makes), protocol);
    }

    #[test]
    fn any_bytes_come_back_from_base64(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
        let decoded = base64::decode(base64::encode(&bytes).as_bytes()).unwrap();
        prop_assert_eq!(decoded.bytes, bytes);
        prop_assert!(decoded.canonical);
    }

    #[test]
    fn any_text_is_decoded_without_a_panic(text in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = base64::decode(&text);
        let _ = json::read(&text, &json::Options::default());
        let _ = typed::read(&text, &typed::ReadOptions::default());
        if let Ok(graph) = msgpack::read(&text, &msgpack::Limits::default()) {
            convert::check(&graph);
        }
    }

    #[test]
    fn what_looks_like_msgpack_is_read_and_comes_back_or_is_refused(
        payload in prop::collection::vec(
            prop_oneof![0x80_u8..0x86, 0x90_u8..0x96, 0xa0_u8..0xa3, 0xc0_u8..=0xff, 0_u8..0x80],
            0..30,
        ),
    ) {
        if let Ok(graph) = msgpack::read(&payload, &msgpack::Limits::default()) {
            convert::check(&graph);
            let pickled = pickle::write_verified(&graph, 4).unwrap();
            let again = pickle::read(pickled, &limits()).unwrap().graph;
            let bytes = [&graph, &again].map(|graph| codec::convert::convert(graph, Target::Msgpack, &Default::default()).unwrap());
            prop_assert_eq!(&bytes[0].bytes, &bytes[1].bytes);
            prop_assert!(bytes[0].losses.is_empty());
        }
    }

    #[test]
    fn what_looks_like_typed_json_is_read_or_refused(
        text in "(\\{\"\\$(tuple|set|dict|id|ref|object|datetime|bytes|int|global|popped|value)\":|\\[|\\]|\\}|,|\"a\"|\"a:b\"|1|null|\"class\":){0,30}",
    ) {
        if let Ok(graph) = typed::read(text.as_bytes(), &typed::ReadOptions::default()) {
            let _ = typed::to_string(&graph, &typed::WriteOptions::default());
            let _ = plain::write(&graph, &plain::Options::default());
            let _ = pickle::write_verified(&graph, 4);
        }
    }
}

/// Every sample with bytes changed: what can still be read can be shown, kept and written.
#[test]
fn broken_samples_are_shown_kept_and_written_or_refused() {
    let mut state = 20_261_122_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut read, mut written) = (0, 0);
    for line in include_str!("data/pickle.txt").lines() {
        let payload = unhex(line.split(' ').nth(2).expect("three columns"));
        for _ in 0..40 {
            let mut broken = payload.clone();
            for _ in 0..1 + random(3) {
                let at = random(broken.len());
                broken[at] =
                    if random(2) == 0 { broken[random(payload.len())] } else { broken[at] ^ 1 << random(8) };
            }
            let Ok(pickle) = pickle::read(broken.clone(), &limits()) else { continue };
            read += 1;
            let graph = pickle.graph;
            let protocol = pickle.protocol.min(5);
            let _ = plain::write(&graph, &plain::Options::default());
            convert::check(&graph);
            let text = typed::to_string(&graph, &typed::WriteOptions { protocol, ..Default::default() });
            let options = typed::ReadOptions { protocol, ..Default::default() };
            let again = match typed::read(text.as_bytes(), &options) {
                Ok(again) => again,
                // Python, too, finds out when it calls the bytearray.
                Err(error) if matches!(error.kind, TypedErrorKind::WrongType { .. }) => continue,
                Err(error) => panic!("{error}: {text}: {}", broken.escape_ascii()),
            };
            assert_eq!(difference(&graph, &again), None, "{text}: {}", broken.escape_ascii());
            let Ok(payload) = pickle::write(&graph, protocol) else { continue };
            let back =
                pickle::read(payload, &limits()).unwrap_or_else(|error| panic!("{error}: {text}")).graph;
            assert_eq!(difference(&graph, &back), None, "{text}: {}", broken.escape_ascii());
            written += 1;
        }
    }
    assert!(read > 5000 && written > 5000, "{read} read, {written} written");
}

/// A name that is empty cannot stand on a line of its own: Python takes that for the end of the input.
#[test]
fn an_empty_name_is_written_where_it_can_be_read() {
    let graph = pickle::read(b"\x80\x04\x8c\x03app\x8c\x00\x93.".to_vec(), &limits()).unwrap().graph;
    for protocol in 0..=5 {
        pickle::write_verified(&graph, protocol).unwrap_or_else(|error| panic!("{protocol}: {error:?}"));
    }
}

/// Deep and doubling values on a small stack, through everything that walks a value.
#[test]
fn hostile_values_end_on_a_small_stack() {
    let deep = |open: &[u8], close: &[u8]| {
        [&b"\x80\x02"[..], &open.repeat(20_000), b"]", &close.repeat(20_000), b"."].concat()
    };
    let mut doubling = b"\x80\x02]q\x00".to_vec();
    for n in 0..200 {
        doubling.extend([b'(', b'h', n, b'h', n, b't', b'q', n + 1]);
    }
    doubling.push(b'.');
    let payloads = [
        deep(b"]", b"a"),
        deep(b"(", b"t"),
        deep(b"", b"\x85"),
        deep(b"}K\x01", b"s"),
        deep(b"capp\nA\n)\x81", b"b"),
        deep(b"capp\nA\n(", b"tR"),
        deep(b"c__builtin__\nset\n]capp\nA\n)\x81", b"ba\x85R"),
        doubling,
    ];
    let walk = move || {
        for payload in payloads {
            let graph = pickle::read(payload, &wide()).expect("it keeps the limits").graph;
            for protocol in [0, 4] {
                let text = typed::to_string(&graph, &typed::WriteOptions { protocol, ..Default::default() });
                let read = typed::ReadOptions { protocol, ..Default::default() };
                let again = typed::read(text.as_bytes(), &read).expect("what was written is read");
                assert_eq!(difference(&graph, &again), None);
                let payload = pickle::write(&graph, protocol).expect("it can be written");
                let again = pickle::read(payload, &wide()).expect("it can be read");
                assert_eq!(difference(&graph, &again.graph), None);
            }
            let shown = plain::write(&graph, &plain::Options::default());
            assert!(shown.len() < 5 << 20);
            assert_eq!(convert::check(&graph), 0);
            let _ = json::write(&graph);
            let _ = json::pretty(&shown);
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(walk).expect("a thread");
    thread.join().expect("no overflow");
}
