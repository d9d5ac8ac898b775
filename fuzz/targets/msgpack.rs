//! What is read from MessagePack is written so that it is read as the same value, and every target takes it.
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
    let Ok(graph) = msgpack::read(input, &msgpack::Limits::default()) else { return };
    let pickled = match convert(&graph, Target::Pickle { protocol: 4 }, &Options::default()) {
        Ok(pickled) => {
            pickle::read(pickled.bytes, &Limits::default()).expect("what was written is read").graph
        }
        Err(error) => panic!("{error}"),
    };
    for target in [
        Target::Msgpack,
        Target::TowerMsgpack,
        Target::Json(Dialect::Python),
        Target::Json(Dialect::Msgspec),
        Target::Json(Dialect::JavaScript),
    ] {
        let converted = match convert(&graph, target, &Options::default()) {
            Ok(converted) => converted,
            // Deeper than the library reads.
            Err(ConvertError::Depth { .. }) => continue,
            Err(error) => panic!("{error}"),
        };
        let by_pickle = convert(&pickled, target, &Options::default()).expect("the same value").bytes;
        assert_eq!(by_pickle, converted.bytes, "{target:?} by way of a pickle");
        let again = match target {
            Target::Json(_) => json::read(&converted.bytes, &json::Options::default()).expect("JSON"),
            _ => msgpack::read(&converted.bytes, &msgpack::Limits::default()).expect("MessagePack"),
        };
        let again = convert(&again, target, &Options::default()).expect("a value of the target");
        assert!(again.losses.is_empty(), "{target:?}: {:?}", again.losses);
        assert_eq!(again.bytes, converted.bytes, "{target:?}");
        assert!(target != Target::Msgpack || converted.losses.is_empty(), "{:?}", converted.losses);
    }
});
