//! Times the codec on the payloads of a directory: files `KIND SIZE.b64`, as `compare.py` writes them.
//!
//! It does not time CPython, and says nothing about ratios: `compare.py` does.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;
use criterion::Criterion;
use sessctl::codec::{self, Format, base64};
use sessctl::pickle::{self, AllowList};
use sessctl::session::Payload;

fn main() {
    let directory =
        PathBuf::from(std::env::var_os("PAYLOADS").expect("PAYLOADS is the directory of the payloads"));
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .sample_size(30)
        .configure_from_args();
    let mut files: Vec<_> =
        directory.read_dir().expect("a directory").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a payload");
        time(&mut criterion, &name, &text);
    }
    criterion.final_summary();
}

fn time(criterion: &mut Criterion, name: &str, text: &str) {
    let mut group = criterion.benchmark_group(name);
    let allow = AllowList::new();
    let payload = Payload::Text(text.to_owned());
    group.bench_function("decode", |b| {
        b.iter(|| codec::decode(black_box(&payload), Some(Format::Pickle), &allow));
    });
    group.bench_function("inspect", |b| {
        b.iter(|| codec::inspect(black_box(&payload), Some(Format::Pickle), &allow));
    });
    let graph = |payload| {
        let decoded = codec::decode(black_box(payload), Some(Format::Pickle), &allow);
        decoded.content.expect("a pickle")
    };
    group.bench_function("encode", |b| {
        b.iter(|| base64::encode(&pickle::write(&graph(&payload), 4).expect("the pickle again")));
    });
    group.bench_function("verify", |b| {
        b.iter(|| codec::encode(&graph(&payload), Format::Pickle, 4).expect("the pickle again"));
    });
    // The peer's users take a crate for base64, too; to it a newline is no base64.
    let read = |text: &str| {
        let bytes = STANDARD.decode(text.replace('\n', "")).expect("base64");
        serde_pickle::value_from_slice(&bytes, serde_pickle::DeOptions::new())
    };
    if read(text).is_ok() {
        group.bench_function("serde-pickle", |b| b.iter(|| read(black_box(text))));
    }
    group.finish();
}
