//! Payloads near the limits: deep, wide, shared and repeated as far as a megabyte goes.

pub(crate) fn repeat(unit: &[u8], times: usize) -> Vec<u8> {
    unit.repeat(times)
}

/// Large payloads: name, bytes, the word of the verdict.
pub(crate) fn large() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let mib = 1 << 20;
    let join = |parts: &[Vec<u8>]| parts.concat();
    let numbered = |prefix: &[u8], count: u32, suffix: &[u8]| {
        (0..count).flat_map(|n| [prefix, &n.to_le_bytes(), suffix].concat()).collect::<Vec<u8>>()
    };
    let half = mib / 2 - 1;
    vec![
        (
            "3,000,000 nested lists",
            join(&[repeat(b"]", 3_000_000), repeat(b"a", 2_999_999), b".".to_vec()]),
            "limit",
        ),
        ("lists as deep as fits", join(&[repeat(b"]", half), repeat(b"a", half - 1), b".".to_vec()]), "safe"),
        ("tuples as deep as fits", join(&[b")".to_vec(), repeat(b"\x85", mib - 3), b".".to_vec()]), "limit"),
        (
            "dicts as deep as fits",
            join(&[b"}".to_vec(), repeat(b"N}", mib / 4), repeat(b"s", mib / 4), b".".to_vec()]),
            "safe",
        ),
        (
            "sets as deep as fits",
            join(&[repeat(b"(", mib / 3), repeat(b"\x91", mib / 3), b".".to_vec()]),
            "safe",
        ),
        (
            "getattr as deep as fits",
            join(&[
                b"\x80\x04\x8c\x08builtins\x8c\x07getattr\x93\x94\x8c\x01a\x94".to_vec(),
                repeat(b"h\x00", 100_000),
                b"cm\nC\n".to_vec(),
                repeat(b"h\x01\x86R", 100_000),
                b".".to_vec(),
            ]),
            "malicious",
        ),
        (
            "calls of calls",
            join(&[b"cm\nC\n".to_vec(), repeat(b")R", half - 3), b".".to_vec()]),
            "suspicious",
        ),
        ("marks", join(&[repeat(b"(", half), repeat(b"0", half), b"}.".to_vec()]), "safe"),
        ("only marks", repeat(b"(", mib), "limit"),
        ("stack of one value", join(&[b"N".to_vec(), repeat(b"2", mib - 2), b".".to_vec()]), "limit"),
        ("memo, dense", join(&[b"N".to_vec(), repeat(b"\x94", mib - 2), b".".to_vec()]), "limit"),
        (
            "memo, sparse",
            join(&[b"N".to_vec(), numbered(b"r", 200_000, b"").into_iter().rev().collect(), b".".to_vec()]),
            "invalid",
        ),
        (
            "memo, far apart",
            join(&[
                b"N".to_vec(),
                (0..150_000_u32)
                    .flat_map(|n| [&b"r"[..], &(n.wrapping_mul(28_000)).to_le_bytes()].concat())
                    .collect(),
                b".".to_vec(),
            ]),
            "safe",
        ),
        ("nodes", join(&[repeat(b"N", mib - 1), b".".to_vec()]), "limit"),
        ("200,000 digits", join(&[b"I".to_vec(), repeat(b"9", 200_000), b"\n.".to_vec()]), "limit"),
        (
            "a million hexadecimal digits",
            join(&[b"I0x".to_vec(), repeat(b"f", 1_000_000), b"\n.".to_vec()]),
            "safe",
        ),
        (
            "float of a million digits",
            join(&[b"F1.".to_vec(), repeat(b"7", 1_000_000), b"\n.".to_vec()]),
            "safe",
        ),
        ("line without an end", join(&[b"V".to_vec(), repeat(b"x", mib - 1)]), "invalid"),
        ("many short lines", join(&[repeat(b"V\n0", mib / 3 - 1), b"N.".to_vec()]), "safe"),
        ("escapes that grow", join(&[b"V".to_vec(), repeat(b"\xff", mib - 3), b"\n.".to_vec()]), "safe"),
        (
            "one element replaced very often",
            join(&[b"]NaK\x00q\x000".to_vec(), repeat(b"h\x00Ns", 200_000), b".".to_vec()]),
            "safe",
        ),
        (
            "last of many steps replaced",
            join(&[
                b"]q\x00]q\x01".to_vec(),
                repeat(b"h\x00Na0h\x01Na0", 40_000).to_vec(),
                b"h\x00J\xff\xff\xff\xffq\x020".to_vec(),
                repeat(b"h\x02Ns", 100_000),
                b".".to_vec(),
            ]),
            "suspicious",
        ),
        (
            "a large state set very often",
            join(&[
                b"cm\nC\n)\x81q\x00}(".to_vec(),
                numbered(b"J", 60_000, b"N"),
                b"uq\x010h\x00".to_vec(),
                repeat(b"h\x01b", 150_000),
                b".".to_vec(),
            ]),
            "unknown",
        ),
        (
            "a long fraction very often",
            join(&[
                b"cfractions\nFraction\nq\x00X\x00\x00\x02\x00".to_vec(),
                repeat(b"1", 0x2_0000),
                b"\x85q\x010".to_vec(),
                repeat(b"h\x01R0h\x00", 150_000),
                b".".to_vec(),
            ]),
            "suspicious",
        ),
        (
            "very many classes",
            join(&[(0..60_000).flat_map(|n| format!("cm{n}\nC\n0").into_bytes()).collect(), b"N.".to_vec()]),
            "unknown",
        ),
        (
            "very many dangerous names",
            join(&[(0..60_000).flat_map(|n| format!("cos\nf{n}\n0").into_bytes()).collect(), b"N.".to_vec()]),
            "malicious",
        ),
        (
            "one name, a megabyte",
            join(&[
                b"c".to_vec(),
                repeat(b"m", 500_000),
                b"\n".to_vec(),
                repeat(b"n", 500_000),
                b"\n.".to_vec(),
            ]),
            "suspicious",
        ),
        ("a name of dots", join(&[b"cm\n".to_vec(), repeat(b"a.", 500_000), b"a\n.".to_vec()]), "suspicious"),
        (
            "pickles within a pickle",
            (0..200).fold(b"N.".to_vec(), |inner, _| {
                join(&[
                    b"cpickle\nloads\n(B".to_vec(),
                    (inner.len() as u32).to_le_bytes().to_vec(),
                    inner,
                    b"tR.".to_vec(),
                ])
            }),
            "malicious",
        ),
        (
            "one pickle loaded very often",
            join(&[
                b"cpickle\nloads\nq\x00B\x00\x00\x04\x00".to_vec(),
                repeat(b"N0", 0x2_0000),
                b"\x85q\x010".to_vec(),
                repeat(b"h\x01R0h\x00", 100_000),
                b".".to_vec(),
            ]),
            "malicious",
        ),
        (
            "surrogates",
            join(&[
                b"X".to_vec(),
                900_000_u32.to_le_bytes().to_vec(),
                repeat(b"\xed\xa0\x80", 300_000),
                b".".to_vec(),
            ]),
            "safe",
        ),
        (
            "a long string very often",
            join(&[
                b"(X".to_vec(),
                200_000_u32.to_le_bytes().to_vec(),
                repeat(b"x", 200_000),
                b"q\x00".to_vec(),
                repeat(b"h\x00", 400_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "a long key in very many dicts",
            join(&[
                b"(X".to_vec(),
                200_000_u32.to_le_bytes().to_vec(),
                repeat(b"x", 200_000),
                b"q\x00".to_vec(),
                repeat(b"}h\x00Ns", 150_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "a long text in a key of very many dicts",
            join(&[
                b"(X".to_vec(),
                200_000_u32.to_le_bytes().to_vec(),
                repeat(b"'", 200_000),
                b"\x85q\x000".to_vec(),
                repeat(b"}h\x00Ns", 150_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "a long list very often",
            join(&[
                b"((".to_vec(),
                repeat(b"N", 400_000),
                b"lq\x00".to_vec(),
                repeat(b"h\x00", 300_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "one key set very often in a dict that is held very often",
            join(&[
                b"(K\x01q\x010(".to_vec(),
                repeat(b"h\x01N", 130_000),
                b"dq\x00".to_vec(),
                repeat(b"h\x00", 250_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "one key set very often in a state of very many objects",
            join(&[
                b"(K\x01q\x010(".to_vec(),
                repeat(b"h\x01N", 100_000),
                b"dq\x000cm\nC\nq\x020".to_vec(),
                repeat(b"h\x02)\x81h\x00b", 100_000),
                b"l.".to_vec(),
            ]),
            "unknown",
        ),
        (
            "bytes of a long text very often",
            join(&[
                b"(c_codecs\nencode\nq\x00X".to_vec(),
                200_000_u32.to_le_bytes().to_vec(),
                repeat(b"\xc3\xbf", 100_000),
                b"X\x06\0\0\0latin1\x86q\x010".to_vec(),
                repeat(b"h\x00h\x01R", 150_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "bytes of a long text that are none, very often",
            join(&[
                b"(c_codecs\nencode\nq\x00X".to_vec(),
                200_003_u32.to_le_bytes().to_vec(),
                repeat(b"\xc3\xbf", 100_000),
                b"\xe2\x82\xacX\x06\0\0\0latin1\x86q\x010".to_vec(),
                repeat(b"h\x00h\x01R", 150_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "a long frozenset as a key of very many dicts",
            join(&[
                b"(c__builtin__\nfrozenset\n(".to_vec(),
                repeat(b"N", 200_000),
                b"l\x85Rq\x000".to_vec(),
                repeat(b"}h\x00Ns", 150_000),
                b"l.".to_vec(),
            ]),
            "safe",
        ),
        (
            "datetimes in very many zones that do not exist",
            join(&[
                b"(cdatetime\ndatetime\nq\x00cpytz\n_p\nq\x01C\x0a\x07\xe4\x02\x01\0\0\0\0\0\0q\x020"
                    .to_vec(),
                (0..30_000)
                    .flat_map(|n| {
                        let key = format!("No/{n:05}");
                        [&b"h\x00h\x02h\x01\x8c\x08"[..], key.as_bytes(), b"\x85R\x86R"].concat()
                    })
                    .collect(),
                b"l.".to_vec(),
            ]),
            "unknown",
        ),
        (
            "a long text of numpy, very often",
            join(&[
                b"(cnumpy.core.multiarray\nscalar\nq\x00cnumpy\ndtype\nX\x05\0\0\0S4096\x89\x88\x87R"
                    .to_vec(),
                b"(K\x03X\x01\0\0\0|NNNM\x00\x10K\x01K\x00tbq\x01B\x00\x10\0\0".to_vec(),
                repeat(b"x", 4096),
                b"q\x0200".to_vec(),
                repeat(b"h\x00h\x01h\x02\x86R", 120_000),
                b"l.".to_vec(),
            ]),
            "unknown",
        ),
        (
            "a long MultiDict very often",
            join(&[
                b"(cwerkzeug.datastructures\nImmutableMultiDict\n](NN\x86q\x00".to_vec(),
                repeat(b"h\x00", 100_000),
                b"e\x85Rq\x01".to_vec(),
                repeat(b"h\x01", 150_000),
                b"l.".to_vec(),
            ]),
            "unknown",
        ),
        (
            "long objects with items, very often made of one list",
            join(&[
                b"(cwerkzeug.datastructures\nImmutableMultiDict\nq\x00](X\x01\0\0\0aN\x86q\x01".to_vec(),
                repeat(b"h\x01", 100_000),
                b"e\x85q\x020".to_vec(),
                repeat(b"h\x00h\x02R", 100_000),
                b"l.".to_vec(),
            ]),
            "unknown",
        ),
        ("warnings", repeat(b"U\x01\xff0", mib / 4), "invalid"),
        ("frames", repeat(b"\x95\0\0\0\0\0\0\0\0", mib / 9), "invalid"),
        (
            "a call far behind a megabyte",
            join(&[repeat(b"N0", mib), b"cos\nsystem\n)R.".to_vec()]),
            "malicious",
        ),
    ]
}
