//! Memory that decoding takes, counted by the allocator: a process of its own, with one test, so that nobody else
//! allocates.

#[path = "pickle/large.rs"]
mod large;

use peak_alloc::PeakAlloc;
use sessctl::codec::{self, DecodeError, Format, typed};
use sessctl::pickle::{self, AllowList, explain};
use sessctl::session::Payload;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most bytes that were allocated at a time while something ran, beside what was there before.
fn peak<T>(run: impl FnOnce() -> T) -> (usize, T) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = run();
    (MEMORY.peak_usage() - before, result)
}

/// A session of a shop: who it is, what is in the cart, where they were; some 200 bytes an item.
fn session(items: usize, protocol: u8) -> Vec<u8> {
    let items: Vec<String> = (0..items)
        .map(|n| {
            format!(
                r#"{{"sku": "SKU-{n:06}", "name": "Espresso cup no. {n}", "quantity": {}, "gift": false,
                "price": {{"$decimal": "{n}.90"}}, "added": {{"$datetime": "2026-11-22T20:00:17.123456"}}}}"#,
                n % 5 + 1
            )
        })
        .collect();
    let text = format!(
        r#"{{"_permanent": true, "user_id": 4711, "username": "ada", "email": "ada@example.com", "locale": "en_GB",
        "csrf_token": "8f14e45fceea167a5a36dedd4bea2543f1c7a9d0", "_flashes": [{{"$tuple": ["message", "Welcome back"]}}],
        "roles": ["customer", "beta"], "next": "/checkout/address?step=2", "cart": [{}]}}"#,
        items.join(",")
    );
    let graph = typed::read(text.as_bytes(), &typed::ReadOptions { protocol, ..Default::default() })
        .expect("typed JSON");
    pickle::write(&graph, protocol).expect("a pickle")
}

/// Peak of decoding a pickle, the payload included; nodes of the graph, and opcodes.
fn decode(payload: Vec<u8>) -> (usize, usize, usize) {
    let payload = Payload::Bytes(payload);
    let (bytes, decoded) = peak(|| codec::decode(&payload, Some(Format::Pickle), &AllowList::new()));
    let graph = match &decoded.content {
        Ok(graph) => graph,
        Err(DecodeError::Pickle(error)) => &*error.prefix,
        // It is empty.
        Err(DecodeError::NotAPickle(_)) => return (bytes, 0, 0),
        Err(error) => panic!("{error}"),
    };
    (bytes, graph.len(), explain(graph).count())
}

/// The payloads of the corpus: name and bytes.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let text = std::fs::read_to_string("tests/pickle/data/corpus.jsonl").expect("the corpus");
    text.lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let payload = codec::base64::decode(row["payload"].as_str().expect("text").as_bytes());
            (row["name"].as_str().expect("a name").to_owned(), payload.expect("base64").bytes)
        })
        .collect()
}

#[test]
fn decoding_takes_bounded_memory() {
    let (mut session_worst, mut worst, mut most) = (0.0_f64, 0.0_f64, 0);
    for items in [7, 20, 130, 500, 2000] {
        for protocol in 0..=5 {
            let payload = session(items, protocol);
            let len = payload.len();
            let (bytes, ..) = decode(payload);
            let times = bytes as f64 / len as f64;
            session_worst = session_worst.max(times);
            assert!(
                len < 2000 || times <= 8.0,
                "a session of {len} bytes at protocol {protocol}: {times:.1} times as much"
            );
        }
    }
    let large = large::large().into_iter().map(|(name, payload, _)| (name.to_owned(), payload));
    for (name, payload) in large.chain(corpus()) {
        let len = payload.len();
        let (bytes, nodes, opcodes) = decode(payload);
        // An opcode that makes no node leaves something else: a memo entry, a step, an effect, a value on the stack.
        let units = nodes.max(opcodes);
        // The payload itself, what is decoded from its escapes, and room for what payloads of its length usually hold.
        let bound = 64 * units + 11 * len + 4096;
        assert!(bytes <= bound, "{name}: {bytes} bytes for {len}, {nodes} nodes, {opcodes} opcodes");
        worst = worst.max(bytes as f64 / bound as f64);
        most = most.max(bytes);
    }
    println!(
        "sessions: up to {session_worst:.1} times the payload; anything: up to {:.0} % of the bound, and {:.1} MiB",
        worst * 100.0,
        most as f64 / f64::from(1 << 20)
    );
}
