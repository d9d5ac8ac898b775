//! What can be read from a pickle is written for every library, in bounded time, as that library reads it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sessctl::{
    codec::{
        convert::{ConvertError, Options, Target, convert},
        json::{self, Dialect},
        msgpack,
    },
    pickle::{self, Limits},
};

fuzz_target!(|input: &[u8]| {
    let Ok(read) = pickle::read(input.to_vec(), &Limits::default()) else { return };
    for target in [
        Target::Msgpack,
        Target::TowerMsgpack,
        Target::Json(Dialect::Python),
        Target::Json(Dialect::Msgspec),
        Target::Json(Dialect::JavaScript),
    ] {
        let bytes = match convert(&read.graph, target, &Options::default()) {
            Ok(converted) => converted.bytes,
            Err(ConvertError::Depth { .. } | ConvertError::Length { .. }) => continue,
            Err(error) => panic!("{error}"),
        };
        let again = match target {
            Target::Json(_) => json::read(&bytes, &json::Options::default()).expect("JSON"),
            _ => msgpack::read(&bytes, &msgpack::Limits { input: 8 << 20, ..Default::default() })
                .expect("MessagePack"),
        };
        let again = convert(&again, target, &Options::default()).expect("a value of the target");
        assert!(again.losses.is_empty(), "{target:?}: {:?}", again.losses);
        assert_eq!(again.bytes, bytes, "{target:?}");
    }
});
