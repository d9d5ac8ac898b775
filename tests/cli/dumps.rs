//! `sessctl decode` of what other programs print: the payloads inside are found and judged, and no dump is a session.

use snapbox::str;

use crate::env::TestEnv;

/// `base64(pickle.dumps({"username": "ada"}, 4))`.
const ADA: &str = "gASVFQAAAAAAAAB9lIwIdXNlcm5hbWWUjANhZGGUcy4=";

/// Unpickles as `os.system("echo")`.
const HOSTILE: &str = "gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu";

/// Every form with `@` where the payload stands; its newline is spelled as the form has it.
const FORMS: &[(&str, &str)] = &[
    ("an item", r#"{"id": {"S": "a"}, "data": {"S": "@\n"}, "ttl": {"N": "1999999999"}}"#),
    ("get-item", r#"{"Item": {"id": {"S": "a"}, "data": {"S": "@\n"}}}"#),
    (
        "scan",
        r#"{"Items": [{"id": {"S": "a"}, "data": {"S": "@\n"}}], "Count": 1, "ScannedCount": 1, "ConsumedCapacity": null}"#,
    ),
    ("get-item, projected", r#"{"Item": {"data": {"S": "@\n"}}}"#),
    ("scan, projected", r#"{"Items": [{"data": {"S": "@\n"}}], "Count": 1, "ScannedCount": 1}"#),
    ("Items[]", r#"[{"id": {"S": "a"}, "data": {"S": "@\n"}}]"#),
    ("Items[], projected", r#"[{"data": {"S": "@\n"}}]"#),
    ("Items[].data", r#"[{"S": "@\n"}]"#),
    ("Items[].data.S", r#"["@\n"]"#),
    ("Items[].[id, data]", r#"[[{"S": "a"}, {"S": "@\n"}]]"#),
    ("Items[].[id.S, data.S]", r#"[["a", "@\n"]]"#),
    ("Items[].{i: id.S, p: data.S}", r#"[{"i": "a", "p": "@\n"}]"#),
    ("Items[].{p: data}", r#"[{"p": {"S": "@\n"}}]"#),
    ("Item.data", r#"{"S": "@\n"}"#),
    ("Item.data.S", r#""@\n""#),
    ("JSON in a JSON string", r#""{\"Item\": {\"data\": {\"S\": \"@\\n\"}}}""#),
    (
        "batch-get-item",
        r#"{"Responses": {"t": [{"id": {"S": "a"}, "data": {"S": "@\n"}}]}, "UnprocessedKeys": {}}"#,
    ),
    ("transact-get-items", r#"{"Responses": [{"Item": {"id": {"S": "a"}, "data": {"S": "@\n"}}}, {}]}"#),
    ("update-item", r#"{"Attributes": {"id": {"S": "a"}, "data": {"S": "@\n"}}}"#),
    ("update-item, UPDATED_NEW", r#"{"Attributes": {"data": {"S": "@\n"}}}"#),
    (
        "batch-write-item",
        r#"{"t": [{"PutRequest": {"Item": {"id": {"S": "a"}, "data": {"S": "@\n"}}}}, {"DeleteRequest": {"Key": {"id": {"S": "b"}}}}]}"#,
    ),
    (
        "RequestItems",
        r#"{"RequestItems": {"t": [{"PutRequest": {"Item": {"data": {"S": "@\n"}, "id": {"S": "a"}}}}]}}"#,
    ),
    (
        "transact-write-items",
        r#"{"TransactItems": [{"Put": {"TableName": "t", "Item": {"id": {"S": "a"}, "data": {"S": "@\n"}}}}]}"#,
    ),
    (
        "transact-write-items, a list",
        r#"[{"Put": {"TableName": "t", "Item": {"id": {"S": "a"}, "data": {"S": "@\n"}}}}]"#,
    ),
    (
        "update-item, a request",
        r#"{"TableName": "t", "Key": {"id": {"S": "a"}}, "ExpressionAttributeValues": {":d": {"S": "@\n"}}}"#,
    ),
    (
        "stream record",
        r#"{"eventID": "1", "eventName": "MODIFY", "dynamodb": {"Keys": {"id": {"S": "a"}}, "NewImage": {"id": {"S": "a"}, "data": {"S": "@\n"}}}}"#,
    ),
    (
        "Lambda event",
        r#"{"Records": [{"eventID": "1", "eventName": "REMOVE", "eventSource": "aws:dynamodb", "dynamodb": {"Keys": {"id": {"S": "a"}}, "OldImage": {"id": {"S": "a"}, "data": {"S": "@\n"}}}}]}"#,
    ),
    (
        "EventBridge pipe",
        r#"[{"eventID": "1", "eventName": "INSERT", "dynamodb": {"Keys": {"id": {"S": "a"}}, "NewImage": {"id": {"S": "a"}, "data": {"S": "@\n"}}}}]"#,
    ),
    (
        "stream record in a queue",
        r#"{"Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": "{\"dynamodb\": {\"NewImage\": {\"id\": {\"S\": \"a\"}, \"data\": {\"S\": \"@\\n\"}}}}"}]}"#,
    ),
    (
        "full export",
        "{\"Item\":{\"id\":{\"S\":\"a\"},\"data\":{\"S\":\"@\\n\"}}}\n{\"Item\":{\"id\":{\"S\":\"b\"},\"data\":{\"S\":\"@\\n\"}}}\n",
    ),
    (
        "incremental export",
        "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1\"}},\"Keys\":{\"id\":{\"S\":\"a\"}},\"NewImage\":{\"id\":{\"S\":\"a\"},\"data\":{\"S\":\"@\\n\"}}}\n{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1\"}},\"Keys\":{\"id\":{\"S\":\"b\"}}}\n",
    ),
    (
        "incremental export, old image",
        r#"{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"id":{"S":"a"}},"OldImage":{"id":{"S":"a"},"data":{"S":"@\n"}}}"#,
    ),
    ("export in Ion", r#"$ion_1_0 {Item:{id:"a",data:"@\n",ttl:1999999999.}}"#),
    ("boto3's resource, an item", r#"{"id": "a", "data": "@\n", "ttl": 1999999999}"#),
    ("boto3's resource, default=str", r#"{"id": "a", "data": "@\n", "ttl": "1999999999"}"#),
    (
        "boto3's resource, get_item",
        r#"{"Item": {"data": "@\n", "ttl": "1999999999"}, "ResponseMetadata": {"RetryAttempts": 0}}"#,
    ),
    ("boto3's resource, scan", r#"{"Items": [{"id": "a", "data": "@\n"}], "Count": 1}"#),
    ("boto3's resource, batch_get_item", r#"{"Responses": {"t": [{"id": "a", "data": "@\n"}]}}"#),
    (
        "boto3's resource, repr",
        r"{'Items': [{'id': 'a', 'data': '@\n', 'ttl': Decimal('1999999999')}], 'Count': 1}",
    ),
    ("boto3's client, repr", r"{'Item': {'id': {'S': 'a'}, 'data': {'S': '@\n'}}}"),
    ("bytes with default=str", r#"{"id": "a", "data": "b'@\\n'"}"#),
    ("bytes, repr", r"{'id': 'a', 'data': Binary(b'@\n')}"),
    ("a bytes literal", r"b'@\n'"),
    ("a string literal", r"'@\n'"),
    ("a name repeated", r#"{"Item": {"id": {"S": "a"}, "data": {"S": "@\n"}, "data": {"S": "gAR9lC4=\n"}}}"#),
    ("Java's names", r#"{"Item": {"id": {"s": "a", "n": null}, "data": {"s": "@\n", "b": null}}}"#),
    ("Node.js, printed", r"{ Item: { id: { S: 'a' }, data: { S: '@\n' } } }"),
    ("text", "ITEM\nDATA\t@\n\nID\ta\nTTL\t1999999999\n"),
    ("text of rows", "a\t@\n\nb\t@\n\n"),
    ("text of a list", "@\n\t@\n\n"),
    ("YAML", "Count: 1\nItems:\n- data:\n    S: '@\n\n      '\n  id:\n    S: a\nScannedCount: 1\n"),
    ("YAML, quoted", "Items:\n- data:\n    S: \"@\\n\"\n  id: {S: a}\n"),
    ("a table", "|  data           |\n+---+-------------+\n|  S|  @\n    |\n"),
    ("CSV of the console", "\"id\",\"data\",\"ttl\"\n\"a\",\"@\n\",\"1999999999\"\n"),
    ("CSV with semicolons", "id;data\r\na;@\r\n"),
    ("CSV with types", "id (S),data (S)\na,@\n"),
    ("CSV of DynamoDB JSON", "id,data\na,\"{\"\"S\"\": \"\"@\\n\"\"}\"\n"),
    ("a log", "2026-11-22 20:00:17 WARNING session a: data=@ (45 bytes)\n"),
    ("base64", "@\n"),
    ("base64 with CRLF", "\r\n@\r\n\r\n"),
    ("a payload a line", "@\n{\"_permanent\": true}\n@\n"),
    ("a name that is no layout's", r#"{"_permanent": true, "backup": "@\n"}"#),
    (
        "a map within an item",
        r#"{"Item": {"id": {"S": "a"}, "data": {"S": "gAR9lC4=\n"}, "old": {"M": {"data": {"S": "@\n"}}}}}"#,
    ),
];

fn records(env: &TestEnv, file: &str) -> Vec<serde_json::Value> {
    let run = env.command(["decode", "-o", "ndjson", "--plain", file]).assert();
    let out = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The encodings that shells and editors write.
fn encodings(text: &str) -> [(&'static str, Vec<u8>); 5] {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
    [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with a mark", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("UTF-16", [b"\xff\xfe", &utf16[..]].concat()),
        ("UTF-16 of the other order", [b"\xfe\xff", &utf16_be[..]].concat()),
        ("gzip", gzip.finish().unwrap()),
    ]
}

#[test]
fn a_payload_is_found_and_judged_in_every_form() {
    let env = TestEnv::empty();
    let mut failures = Vec::new();
    for (form, template) in FORMS {
        env.write("hostile", template.replace('@', HOSTILE));
        let code = env.command(["decode", "--strict", "hostile"]).assert().get_output().status.code();
        let verdicts: Vec<_> = records(&env, "hostile")
            .iter()
            .map(|record| record["verdict"].as_str().unwrap().to_owned())
            .collect();
        if code != Some(5) || !verdicts.iter().any(|verdict| verdict == "malicious") {
            failures.push(format!("{form}: hostile exits {code:?}, {verdicts:?}"));
        }
        env.write("honest", template.replace('@', ADA));
        let run = env.command(["decode", "--strict", "honest"]).assert();
        let code = run.get_output().status.code();
        let records = records(&env, "honest");
        let found = records.iter().filter(|record| record["data"]["username"] == "ada").count();
        let wanted = template.matches('@').count();
        if code != Some(0) || found != wanted || records.iter().any(|record| !record["error"].is_null()) {
            failures.push(format!("{form}: honest exits {code:?}, {found} found: {records:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_encoding_of_a_dump_is_read() {
    let env = TestEnv::empty();
    for form in ["scan", "Item.data.S", "CSV of the console", "text", "base64 with CRLF"] {
        let template = FORMS.iter().find(|(name, _)| *name == form).unwrap().1;
        for (encoding, bytes) in encodings(&template.replace('@', HOSTILE)) {
            env.write("dump", bytes);
            let run = env.command(["decode", "--strict", "dump"]).assert().code(5);
            let out = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
            assert!(out.contains("malicious"), "{form} in {encoding}: {out}");
        }
    }
}

#[test]
fn binary_payloads_are_found_in_every_form() {
    let env = TestEnv::empty();
    // The bytes of the pickle, as DynamoDB JSON has them.
    for template in [
        r#"{"id": {"S": "a"}, "data": {"B": "@"}}"#,
        r#"{"Items": [{"data": {"B": "@"}}]}"#,
        r#"[{"B": "@"}]"#,
        r#"{"Items": [{"other": {"B": "@"}}]}"#,
        r#"{"Items": [{"others": {"BS": ["@"]}}]}"#,
        r#"{"id": "a", "data": "b'\\x80\\x04\\x8c\\x02os\\x8c\\x06system\\x93\\x8c\\x04echo\\x85R.'"}"#,
        r#"{"id": "a", "data": "Binary(b'\\x80\\x04\\x8c\\x02os\\x8c\\x06system\\x93\\x8c\\x04echo\\x85R.')"}"#,
        r"{'id': 'a', 'data': Binary(b'\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.')}",
        "{'Item': {'data': {'B': b'\\x80\\x04\\x8c\\x02os\\x8c\\x06system'\n      b'\\x93\\x8c\\x04echo\\x85R.'}}}",
        r"b'\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.'",
        r"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.",
        "80048c026f738c0673797374656d938c046563686f85522e",
        "0x80048C026F738C0673797374656D938C046563686F85522E\n",
        r#"{"Item": {"data": {"B": {"type": "Buffer", "data": [128,4,140,2,111,115,140,6,115,121,115,116,101,109,147,140,4,101,99,104,111,133,82,46]}}}}"#,
        r#"{"Item": {"data": {"B": {"0":128,"1":4,"2":140,"3":2,"4":111,"5":115,"6":140,"7":6,"8":115,"9":121,"10":115,"11":116,"12":101,"13":109,"14":147,"15":140,"16":4,"17":101,"18":99,"19":104,"20":111,"21":133,"22":82,"23":46}}}}"#,
    ] {
        env.write("dump", template.replace('@', HOSTILE));
        let run = env.command(["decode", "--strict", "dump"]).assert();
        let out = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        assert!(run.get_output().status.code() == Some(5) && out.contains("malicious"), "{template}: {out}");
    }
}

#[test]
fn noise_in_a_payload_hides_nothing() {
    let env = TestEnv::empty();
    // Python skips what is not in the alphabet, wherever it stands.
    for noisy in [
        "gAS*MAm9zjAZzeXN0ZW2TjARlY2hvhVIu",
        "g A S M A m9zjAZzeXN0ZW2TjARlY2hvhVIu",
        "-gASMAm9zjAZz?eXN0ZW2TjARlY2hvhVIu",
    ] {
        for template in [
            "@\n",
            r#"{"Items": [{"data": {"S": "@"}}]}"#,
            r#"["@"]"#,
            r#"[["a", "@"]]"#,
            r#"{"_permanent": true, "x": "@"}"#,
            "id,data\na,@\n",
            "DATA\t@\nID\ta\n",
            "{'id': 'a', 'data': '@'}",
        ] {
            env.write("dump", template.replace('@', noisy));
            let run = env.command(["decode", "--strict", "dump"]).assert();
            let out = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
            assert!(
                run.get_output().status.code() == Some(5) && out.contains("malicious"),
                "{}: {out}",
                template.replace('@', noisy)
            );
        }
    }
}

/// Whether `decode --strict` refuses a file, and shows something malicious in it.
fn is_refused(env: &TestEnv, file: impl AsRef<[u8]>) -> bool {
    env.write("refused", file);
    let run = env.command(["decode", "--strict", "refused"]).assert();
    let output = run.get_output();
    output.status.code() == Some(5) && String::from_utf8_lossy(&output.stdout).contains("malicious")
}

#[test]
fn every_cell_of_a_table_is_judged() {
    let env = TestEnv::empty();
    for template in [
        "id,data,old_data\na,@,!\n",
        "id,old_data,data\na,!,@\n",
        "id,data,data\na,@,!\n",
        "data,data (S)\n!,@\n",
        "id,data\n!,@\n",
        "id,data,!\na,@\n",
        "id,data\na,@,!\n",
        "id,data,log\na,@,\"INFO, item data=!, ok\"\n",
        "id,data,log\na,@,\"{\"\"x\"\": {\"\"S\"\": \"\"!\"\"}}\"\n",
        "id;data;log\na;@;b'!'\n",
    ] {
        let honest = template.replace('@', ADA);
        assert!(is_refused(&env, honest.replace('!', HOSTILE)), "{template}");
        env.write("table", honest.replace('!', ADA));
        env.run(["decode", "--strict", "table"]).code(0);
    }
    let hex = "80048c026f738c0673797374656d938c046563686f85522e";
    assert!(is_refused(&env, format!("id,data,old\na,{ADA},0x{hex}\n")));
}

#[test]
fn a_payload_within_a_string_or_a_name_is_judged() {
    let env = TestEnv::empty();
    let hex = "80048c026f738c0673797374656d938c046563686f85522e";
    for template in [
        r#"{"events": [{"timestamp": 1, "message": "INFO item data=@ ok"}]}"#,
        r#"{"message": "scan: {\"Items\": [{\"data\": {\"S\": \"@\\n\"}}]}"}"#,
        r#"{"message": "{\"Items\": [{\"data\": {\"S\": \"@\\n\"}}, {\"id\": {\"S\": \"b"}"#,
        r#"{"Records": [{"eventSource": "aws:sqs", "eventID": "1", "body": "{\"data\": {\"S\": \"@\"}} and"}]}"#,
        r#"{"sessions": {"@": 1}}"#,
        r#"{"sessions": {"got @ here": {"S": "a"}}}"#,
        r#"{"Items": [{"id": {"S": "a"}, "data": {"S": "gAR9lC4="}}], "log": "got @"}"#,
        r#"{"Items": [{"id": {"S": "a"}, "data": {"S": "gAR9lC4="}, "log": {"S": "got @"}}]}"#,
        r#"{"Items": [{"id": {"S": "a"}, "data": {"S": "gAR9lC4=", "L": [{"S": "got @"}]}}]}"#,
        r#"{"Items": [{"data": {"S": "gAR9lC4="}, "data": {"L": [{"S": "got @"}]}}]}"#,
        r#"["gAR9lC4=", "{ @"]"#,
    ] {
        assert!(is_refused(&env, template.replace('@', HOSTILE)), "{template}");
    }
    for text in [hex, &format!("0x{hex}"), &format!("value {hex} of data"), "cos\\nsystem\\n(Vecho\\ntR."] {
        assert!(is_refused(&env, format!(r#"{{"message": "{text}"}}"#)), "{text}");
    }
    // A harmless one is part of the session.
    env.write("session", format!(r#"{{"message": "INFO item data={ADA} ok"}}"#));
    assert_eq!(records(&env, "session").len(), 1);
    env.run(["decode", "--strict", "session"]).code(0);
}

#[test]
fn random_tokens_in_sessions_are_no_pickles() {
    use base64::{Engine as _, engine::general_purpose};

    let env = TestEnv::empty();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |length: usize| -> Vec<u8> {
        let mut byte = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        (0..length).map(|_| byte()).collect()
    };
    let mut sessions = String::new();
    for length in (12..64).cycle().take(20_000) {
        let hex: String = random(length).iter().map(|byte| format!("{byte:02x}")).collect();
        let url = general_purpose::URL_SAFE_NO_PAD.encode(random(length));
        let standard = general_purpose::STANDARD.encode(random(length));
        let session = serde_json::json!({"csrf": hex, "state": url, "note": format!("token {standard}, set"), standard: 1});
        sessions.push_str(&format!("{session}\n"));
    }
    env.write("sessions", sessions);
    let records = records(&env, "sessions");
    assert_eq!(records.len(), 20_000);
    assert!(records.iter().all(|record| record["verdict"] == "plain"));
}

#[test]
fn a_dump_without_payloads_is_an_error_and_not_a_session() {
    let env = TestEnv::empty();
    for dump in [
        r#"{"Items": [], "Count": 0, "ScannedCount": 0}"#,
        r#"{"Items": [{"id": {"S": "a"}}]}"#,
        r#"{"Items": [{"id": "a", "ttl": 5}]}"#,
        r#"{"Item": {"tenant": {"S": "acme"}}}"#,
        r#"{"id": {"S": "a"}, "sess": {"S": "{}"}}"#,
        r#"{"Responses": {"t": []}}"#,
        r#"{"Responses": [{}]}"#,
        r#"{"Records": [{"eventID": "1", "dynamodb": {"Keys": {"id": {"S": "a"}}}}]}"#,
        r#"{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"id":{"S":"a"}}}"#,
        r#"{"TransactItems": []}"#,
        r#"{"Attributes": {"ttl": {"N": "5"}}}"#,
        r#"{"ResponseMetadata": {"RetryAttempts": 0}}"#,
        r#"{"N": "5"}"#,
        r#"{"itemCount":1,"md5Checksum":"x","dataFileS3Key":"data/a.json.gz"}"#,
        r#"[{"id": "a"}, {"id": "b"}]"#,
        r#"[["a", "b"]]"#,
        "[]",
        "[1]",
        "null",
        "None\n",
        "",
    ] {
        env.write("dump", dump);
        for (strict, code) in [(&["decode", "dump"][..], 1), (&["decode", "--strict", "dump"][..], 5)] {
            let run = env.command(strict).assert();
            let output = run.get_output();
            let err = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                output.status.code() == Some(code) && output.stdout.is_empty(),
                "{dump}: {:?}",
                output.status
            );
            assert!(err.starts_with("error: cannot decode `dump`: it "), "{dump}: {err}");
        }
    }
    // What it is called, and what to do.
    env.write("dump", r#"{"Items": [{"id": {"S": "session:a"}, "val": {"B": "gA=="}}]}"#);
    env.run(["decode", "dump"]).code(1).stderr_eq(str![[r#"
error: cannot decode `dump`: it looks like items or an answer of DynamoDB, and no payload is in it
hint: name the layout, such as `--layout flask-session`

"#]]);
    assert_eq!(
        env.stdout(["decode", "--layout", "flask-session", "dump", "-o", "json", "--query", "data"]),
        "{}\n"
    );
}

#[test]
fn a_part_of_a_dump_that_holds_no_payload_is_said() {
    let env = TestEnv::empty();
    for dump in [
        r#"{"Items": [{"id": {"S": "a"}, "data": {"S": "@\n"}}, {"tenant": {"S": "acme"}}]}"#,
        r#"[["a", "@\n"], ["b", "corrupt"]]"#,
        r#"[{"i": "a", "p": "@\n"}, {"i": "b"}]"#,
        "id,data\na,@\nb,\n",
        "DATA\t@\n\nID\ta\nDATA\tcorrupt\n",
        "{'Items': [{'data': '@\\n'}, {'data': 'corrupt'}]}",
        // It breaks off.
        r#"{"Items": [{"id": {"S": "a"}, "data": {"S": "@\n"}}, {"id": {"S": "b"}, "data": {"S": "gASVFQAAAA"#,
    ] {
        env.write("dump", dump.replace('@', ADA));
        let run = env.command(["decode", "dump"]).assert().code(1);
        assert!(String::from_utf8_lossy(&run.get_output().stdout).contains("ada"), "{dump}");
        env.run(["decode", "--strict", "dump"]).code(5);
    }
}

#[test]
fn sessions_in_json_stay_sessions() {
    let env = TestEnv::empty();
    for session in [
        "{}",
        r#"{"_permanent": true, "username": "ada"}"#,
        r#"{"data": {"rows": [1, 2]}, "Items": [1]}"#,
        r#"{"user": {"id": "5", "data": "abc", "roles": ["admin", "good"]}}"#,
        r#"{"csrf": "d41d8cd98f00b204e9800998ecf8427e", "state": "Yw0KZ28KaGVsbG8K"}"#,
    ] {
        env.write("session", session);
        let records = records(&env, "session");
        assert_eq!(records.len(), 1, "{session}: {records:?}");
        assert_eq!(
            (&records[0]["format"], &records[0]["verdict"]),
            (&"json".into(), &"plain".into()),
            "{session}"
        );
        env.run(["decode", "--strict", "session"]).code(0);
    }
    for session in [
        r#"{"username":"ada","shirt":{"S":"small"}@}"#,
        r#"{"cart":[{"S":"1"},{"M":"2"}]@}"#,
        r#"{"cart":[{"S":"1"}]@}"#,
        r#"{"user":{"N":"1","S":"x"}@}"#,
        r#"{"shirt":{"S":"small"}@}"#,
        r#"{"cart":"{\"Items\":[]}"@}"#,
        r#"{"cart":"{\"Items\":[{\"id\":{\"S\":\"a\"}}]}"@}"#,
        r#"{"cart":"{\"Items\":[{\"sku\":\"[1]\"}]}"@}"#,
    ] {
        let honest = session.replace('@', "");
        env.write("session", &honest);
        let found = records(&env, "session");
        assert_eq!(found.len(), 1, "{honest}: {found:?}");
        assert_eq!(
            (&found[0]["format"], &found[0]["verdict"]),
            (&"json".into(), &"plain".into()),
            "{honest}"
        );
        env.run(["decode", "--strict", "session"]).code(0);
        assert!(
            is_refused(&env, session.replace('@', &format!(r#","next":{{"S":"{HOSTILE}"}}"#))),
            "{session}"
        );
    }
    // What an item's session looks like is its own affair.
    for session in
        [r#"{"Items":[{"sku":"x"}]}"#, r#"{"Items":[{"id":{"S":"a"}}]}"#, r#"{"Item":{"data":{"S":"x"}}}"#]
    {
        let item = |session: &str| {
            serde_json::json!({"Items": [{"id": {"S": "a"}, "data": {"S": session}}]}).to_string()
        };
        env.write("item", item(session));
        assert_eq!(records(&env, "item").len(), 1, "{session}");
        env.run(["decode", "--strict", "item"]).code(0);
        let hostile = session.replacen(r#""}"#, &format!(r#" {HOSTILE}"}}"#), 1);
        assert!(hostile != session && is_refused(&env, item(&hostile)), "{hostile}");
    }
    // One that looks like a dump can be named.
    env.write("shop", r#"{"Items": [{"sku": 1}]}"#);
    env.run(["decode", "shop"]).code(1);
    env.run(["decode", "--strict", "--from", "json", "shop"]).code(0);
}

#[test]
fn a_pickle_in_a_session_is_reported_beside_it() {
    let env = TestEnv::empty();
    env.write("session", format!(r#"{{"_permanent": true, "next": "{HOSTILE}"}}"#));
    env.run(["decode", "--strict", "session"]).code(5).stdout_eq(str![[r#"
source:     session#1
size_bytes: 64
format:     json
verdict:    plain
data: {
  "_permanent": true,
  "next": "gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu"
}

source:     session#2
size_bytes: 32
format:     pickle 4
verdict:    malicious
globals:    os.system
warnings:   this was found in a string of the JSON around it; the base64 is not as Python writes it; the payload is not a dict, so the web application cannot use it
reason: dangerous name: `os.system` at byte 14
data: {
  "$class": "os.system",
  "$args": [
    "echo"
  ]
}

"#]]);
}

#[test]
fn what_follows_a_payload_is_judged_too() {
    let env = TestEnv::empty();
    let hostile = b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.";
    let nothing = b"\x80\x04}\x94.";
    let base64 = |bytes: &[u8]| sessctl::codec::base64::encode(bytes);
    for (name, file) in [
        ("pickles one after the other", [&nothing[..], hostile].concat()),
        ("with a newline between", [&nothing[..], b"\n", hostile].concat()),
        ("in base64", base64(&[&nothing[..], hostile].concat()).into_bytes()),
        ("after padding", format!("gAR9lC4={HOSTILE}\n").into_bytes()),
        ("after padding and on a line", format!("gAR9lC4=\n{HOSTILE}\n").into_bytes()),
        ("three", [&nothing[..], nothing, hostile].concat()),
        ("base64 after bytes", [&nothing[..], b"\n", HOSTILE.as_bytes()].concat()),
        ("base64 in text after bytes", [&nothing[..], b"\0and ", HOSTILE.as_bytes()].concat()),
        ("NULs between", [&nothing[..], b"\0\0", hostile].concat()),
        ("other bytes between", [&nothing[..], b"and so on", hostile, b"and so on"].concat()),
        ("text between", [&nothing[..], b"\0\0cos\nsystem\n(Vecho\ntR."].concat()),
        ("JSON between", [&nothing[..], b"{\"a\": 1}\n", hostile].concat()),
        ("NULs between in base64", base64(&[&nothing[..], b"\0\0", hostile].concat()).into_bytes()),
        ("text after padding", format!("gAR9lC4= and so on: {HOSTILE}\n").into_bytes()),
        (
            "in an item",
            format!(r#"{{"Item": {{"id": {{"S": "a"}}, "data": {{"S": "gAR9lC4= and: {HOSTILE}"}}}}}}"#)
                .into_bytes(),
        ),
    ] {
        env.write("file", file);
        let run = env.command(["decode", "--strict", "file"]).assert();
        let out = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        assert!(run.get_output().status.code() == Some(5) && out.contains("malicious"), "{name}: {out}");
        assert!(out.contains("verdict:    plain"), "{name}: {out}");
    }
    // Bytes that are not a pickle do nothing.
    for rest in [&b"and so on"[..], b"\0\0\0\0", b"\n(c\n]\n}", b"\x80\x04\x80\x05."] {
        env.write("file", [&nothing[..], rest].concat());
        env.run(["decode", "--strict", "file"]).code(0);
    }
    // The work is bounded.
    env.write("file", [&nothing[..], &b"\n(".repeat(400_000)].concat());
    env.run(["decode", "--strict", "file"]).code(5);
}

#[test]
fn a_file_is_as_bad_as_the_worst_way_to_cut_it() {
    let env = TestEnv::empty();
    let base64 = |bytes: &[u8]| sessctl::codec::base64::encode(bytes);
    let hostile = b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.";
    // 57 bytes that open a value of 57: as one payload they swallow the line after them, which alone is a pickle.
    let mut line = hostile.to_vec();
    line.resize(57, b'.');
    let mut swallow = b"\x80\x04B\x39\x00\x00\x00".to_vec();
    swallow.splice(2..2, b"N0".repeat(25));
    assert_eq!(swallow.len(), 57);
    let file = base64(&[&swallow[..], &line, b"."].concat());
    env.write("file", &file);
    let run = env.command(["decode", "--strict", "file"]).assert().code(5);
    let out = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    assert!(
        out.contains("verdict:    plain") && out.contains("this is a line of the file read alone"),
        "{out}"
    );
    // Lines apart that make a pickle together.
    let (head, tail) = HOSTILE.split_at(16);
    env.write("file", format!("{head}\n\n{tail}\n"));
    let run = env.command(["decode", "--strict", "file"]).assert().code(5);
    let out = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    assert!(out.contains("malicious") && out.contains("the whole file read as one payload"), "{out}");
}

#[test]
fn from_picks_what_is_shown_and_a_worse_reading_is_a_warning() {
    let env = TestEnv::empty();
    env.write("dump", format!(r#"{{"Items": [{{"data": {{"S": "{HOSTILE}"}}}}]}}"#));
    let run = env.run(["decode", "--from", "json", "dump", "-o", "json", "--query", "[format, verdict]"]);
    run.success().stdout_eq("[\n  \"json\",\n  \"plain\"\n]\n").stderr_eq(str![[r#"
warning: the verdict on another reading of it than JSON is malicious; see `decode` without `--from`

"#]]);
    env.run(["decode", "--from", "json", "--strict", "dump"]).code(5);
    env.write("base64", format!("{ADA}\n"));
    for from in ["base64", "pickle", "msgpack"] {
        env.run(["decode", "--from", from, "base64"]).stderr_eq("");
    }
    env.run(["decode", "--from", "base64", "--strict", "base64"]).code(0);
    env.write("session", r#"{"a": 1}"#);
    env.run(["decode", "--from", "dynamodb-json", "session"]).code(1).stdout_eq("");
    env.run(["decode", "--from", "dynamodb-json", "--strict", "session"]).code(5);
}

#[test]
fn what_is_not_a_pickle_is_named() {
    let env = TestEnv::empty();
    for (payload, name) in [
        (&br#"username|s:3:"ada";"#[..], "a PHP session"),
        (b"eyJhIjoxfQ:1qXyZ0:2jmj7l5rSw0yVb_vlWAYkK_YBwk", "text signed by Django"),
        (b".eJyrVkpMSVWyUkpMyU1VqgUAIhMEkg.ZYxQ9w.2jmj7l5rSw0yVb_vlWAYkK_YBwk", "a session cookie of Flask"),
        (
            b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            "a JSON Web Token",
        ),
        (b"\x78\x9c\xab\x56\x4a\x4c\x49\x55", "data compressed with zlib"),
        (b"eJyrVkpMSVWyUkpMyU1VqgUAIhMEkg==", "data compressed with zlib"),
        (b"\x04\x08{\x06", "Ruby's `Marshal` data"),
        (b"\xac\xed\x00\x05sr\x00", "a serialized Java object"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        (b"<html><body>502</body></html>", "HTML"),
        (b"<?xml version=\"1.0\"?><a/>", "XML"),
        (b"5", "a whole number, as cachelib stores for a counter"),
        (b"%7B%22a%22%3A1%7D", "percent-encoded text"),
    ] {
        env.write("payload", payload);
        let record = env.json(["decode", "-o", "json", "payload"]);
        let message = record["error"]["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("not a pickle: it looks like {name} (")), "{message}");
        assert_eq!(record["verdict"], "invalid", "{message}");
        env.run(["decode", "--strict", "payload"]).code(5);
    }
}

#[test]
fn get_names_what_is_not_a_pickle() {
    let env = TestEnv::new();
    env.put_items([serde_json::json!({"id": {"S": "php"}, "data": {"S": "username|s:3:\"ada\";"}})]);
    env.run(["get", "php"]).success().stdout_eq(str![[r#"
id:         php
state:      no-ttl
size_bytes: 28
format:     pickle
verdict:    invalid
data: cannot be read: not a pickle: it looks like a PHP session (only PHP reads it)

"#]]);
}

#[test]
fn raw_payloads_are_judged_as_get_judges_them() {
    let env = TestEnv::empty();
    let layouts: [(&str, &str, &[serde_json::Value]); 3] = [
        (
            "flask-dynamodb-sessions",
            "flask_sessions",
            &[
                serde_json::json!({"id": {"S": "a"}, "data": {"S": format!("{HOSTILE}\n")}}),
                serde_json::json!({"id": {"S": "a"}, "data": {"S": format!("{ADA}\n")}}),
                serde_json::json!({"id": {"S": "a"}, "data": {"S": "{\"_permanent\": true}"}}),
                serde_json::json!({"id": {"S": "a"}, "data": {"S": "gASVFQAAAA"}}),
                serde_json::json!({"id": {"S": "a"}, "data": {"B": "gAR9lC4="}}),
                serde_json::json!({"id": {"S": "a"}, "data": {"B": HOSTILE}}),
                serde_json::json!({"id": {"S": "a"}, "data": {"B": "gqpfcGVybWFuZW50w6h1c2VybmFtZaNhZGE="}}),
            ],
        ),
        (
            "cachelib",
            "python-cache",
            &[
                serde_json::json!({"cache_key": {"S": "session:a"}, "response": {"B": "IYAEfZQu"}}),
                serde_json::json!({"cache_key": {"S": "session:a"}, "response": {"B": "IYAEjAJvc4wGc3lzdGVtk4wEZWNob4VSLg=="}}),
                serde_json::json!({"cache_key": {"S": "session:a"}, "response": {"B": "NQ=="}}),
            ],
        ),
        (
            "flask-session",
            "Sessions",
            &[
                serde_json::json!({"id": {"S": "session:a"}, "val": {"B": "gqpfcGVybWFuZW50w6h1c2VybmFtZaNhZGE="}}),
                serde_json::json!({"id": {"S": "session:a"}, "val": {"B": HOSTILE}}),
                serde_json::json!({"id": {"S": "session:a"}, "val": {"B": "eyJhIjogMX0="}}),
            ],
        ),
    ];
    for (layout, table, items) in layouts {
        env.run(["-q", "--layout", layout, "init-table"]).success();
        for item in items {
            env.put_items_to(table, [item.clone()]);
            let get = env.json(["--layout", layout, "get", "a", "-o", "json"]);
            let raw =
                env.run(["--layout", layout, "get", "a", "--raw"]).success().get_output().stdout.clone();
            let run = env.run_with(["--layout", layout, "decode", "--explain", "-o", "json"], raw).success();
            let decoded: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
            for field in ["format", "protocol", "verdict", "globals", "data", "error"] {
                assert_eq!(decoded[field], get[field], "{layout}, {item}: {field}");
            }
        }
    }
}

#[test]
fn deep_and_large_json_ends_in_an_error() {
    let env = TestEnv::empty();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    env.write("deep", &deep);
    env.run(["decode", "deep"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: cannot decode `deep`: it is JSON nested too deeply to look for payloads in
hint: `--from json` reads it as one JSON payload

"#]]);
    // Its strings are looked at all the same.
    env.write("deep", format!(r#"{}"{HOSTILE}"{}"#, "[".repeat(1000), "]".repeat(1000)));
    let run = env.command(["decode", "--strict", "deep"]).assert().code(5);
    assert!(String::from_utf8_lossy(&run.get_output().stdout).contains("malicious"));
    env.write("wide", format!("[{}1]", "1,".repeat(500_000)));
    env.run(["decode", "wide"]).code(1);
    env.write("words", "gASV \\n K ".repeat(100_000));
    let start = std::time::Instant::now();
    env.command(["decode", "--strict", "words"]).assert().code(5);
    assert!(start.elapsed() < std::time::Duration::from_secs(30));
}

#[test]
fn the_files_after_a_bad_one_are_decoded() {
    let env = TestEnv::empty();
    env.write("empty", "");
    env.write("ada", format!("{ADA}\n"));
    let run = env.run(["decode", "-o", "ndjson", "--query", "data.username", "empty", "nowhere", "ada"]);
    run.code(1).stdout_eq("\"ada\"\n").stderr_eq(str![[r#"
error: cannot decode `empty`: it is empty
error: cannot decode `nowhere`: No such file or directory (os error 2)

"#]]);
}
