//! `sessctl decode`.

use snapbox::str;

use crate::env::TestEnv;

/// `base64(pickle.dumps({"username": "ada"}, 4))`.
const ADA: &str = "gASVFQAAAAAAAAB9lIwIdXNlcm5hbWWUjANhZGGUcy4=\n";

/// Unpickles as `os.system("echo")`.
const HOSTILE: &str = "gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu\n";

#[test]
fn a_payload_is_decoded_without_any_table() {
    let env = TestEnv::empty();
    env.run_with(["decode"], ADA)
        .success()
        .stdout_eq(str![[r#"
size_bytes: 45
format:     pickle 4
verdict:    plain
data: {
  "username": "ada"
}

"#]])
        .stderr_eq("");
    env.run_with(["decode", "-o", "json"], ADA).success().stdout_eq(str![[r#"
{
  "id": null,
  "modified": null,
  "ttl": null,
  "expires_at": null,
  "state": null,
  "format": "pickle",
  "protocol": 4,
  "size_bytes": 45,
  "verdict": "plain",
  "globals": [],
  "warnings": [],
  "data": {
    "username": "ada"
  },
  "attributes": {}
}

"#]]);
    assert_eq!(std::fs::read_dir(env.path()).unwrap().count(), 0, "no engine was opened");
}

#[test]
fn every_form_of_input_is_told_by_itself() {
    let env = TestEnv::empty();
    env.write("base64", ADA);
    env.write("bytes", b"\x80\x04}\x94\x8c\x08username\x94\x8c\x03ada\x94s.");
    env.write("protocol0", b"(dp0\nVusername\np1\nVada\np2\ns.");
    env.write("json", r#"{"username": "ada"}"#);
    let item = format!(r#"{{"id": {{"S": "a"}}, "data": {{"S": "{}"}}}}"#, ADA.trim());
    env.write("item", &item);
    env.write("get-item", format!(r#"{{"Item": {item}}}"#));
    env.write("scan", format!(r#"{{"Items": [{item}, {item}], "Count": 2, "ScannedCount": 2}}"#));
    let files = ["base64", "bytes", "protocol0", "json", "item", "get-item", "scan"];
    let found = env.stdout(["decode", "-o", "ndjson", "--query", "data.username"].into_iter().chain(files));
    assert_eq!(found, "\"ada\"\n".repeat(8));
    let formats =
        env.stdout(["decode", "-o", "ndjson", "--query", "[format, protocol]", "bytes", "protocol0", "json"]);
    assert_eq!(formats, "[\"pickle\",4]\n[\"pickle\",0]\n[\"json\",null]\n");
}

#[test]
fn msgpack_is_told_from_pickles_and_shown() {
    let env = TestEnv::empty();
    env.write("session", b"\x82\xaa_permanent\xc3\xa8username\xa3ada");
    env.write("empty", b"\x80");
    env.write("base64", "gqpfcGVybWFuZW50w6h1c2VybmFtZaNhZGE=\n");
    env.run(["decode", "session"]).success().stdout_eq(str![[r#"
size_bytes: 26
format:     msgpack
verdict:    plain
data: {
  "_permanent": true,
  "username": "ada"
}

"#]]);
    let query = ["decode", "-o", "ndjson", "--query", "[format, data.username]"];
    let found = env.stdout(query.into_iter().chain(["session", "empty"]));
    assert_eq!(found, "[\"msgpack\",\"ada\"]\n[\"msgpack\",null]\n");
    let found = env.stdout(query.into_iter().chain(["--from", "msgpack", "session", "base64"]));
    assert_eq!(found, "[\"msgpack\",\"ada\"]\n".repeat(2));
    env.write("broken", b"\x81\xa1a");
    env.run(["decode", "--strict", "broken"]).code(5).stdout_eq(str![[r#"
size_bytes: 3
format:     msgpack
verdict:    invalid
data: cannot be read: the payload ends inside an array or a map at byte 3

"#]]);
}

#[test]
fn a_malicious_payload_is_named_and_not_run() {
    let env = TestEnv::empty();
    env.run_with(["decode"], HOSTILE).success().stdout_eq(str![[r#"
size_bytes: 33
format:     pickle 4
verdict:    malicious
globals:    os.system
warnings:   the payload is not a dict, so the web application cannot use it
reason: dangerous name: `os.system` at byte 14
data: {
  "$class": "os.system",
  "$args": [
    "echo"
  ]
}

"#]]);
    env.run_with(["decode", "--strict"], HOSTILE).code(5);
    env.run_with(["decode", "--strict"], ADA).code(0);
}

#[test]
fn explain_lists_the_opcodes_and_marks_what_imports_and_calls() {
    let env = TestEnv::empty();
    env.run_with(["decode", "--explain"], HOSTILE).success().stdout_eq(str![[r#"
size_bytes: 33
format:     pickle 4
verdict:    malicious
globals:    os.system
warnings:   the payload is not a dict, so the web application cannot use it
reason: dangerous name: `os.system` at byte 14
     0  PROTO            4
     2  SHORT_BINUNICODE 'os'
     6  SHORT_BINUNICODE 'system'
    14  STACK_GLOBAL      <- imports os.system
    15  SHORT_BINUNICODE 'echo'
    21  TUPLE1          
    22  REDUCE            <- calls os.system
    23  STOP            

"#]]);
    let record = env.run_with(
        ["decode", "--explain", "-o", "json", "--query", "opcodes[?mark].[offset, mark, name]"],
        HOSTILE,
    );
    record.success().stdout_eq(str![[r#"
[
  [
    14,
    "import",
    "os.system"
  ],
  [
    22,
    "call",
    "os.system"
  ]
]

"#]]);
    // Up to where it breaks, too: what stands before has run.
    let broken = env.run_with(["decode", "--explain"], "gASMAm9zjAZzeXN0ZW2TjARlY2g=");
    assert!(String::from_utf8_lossy(&broken.success().get_output().stdout).contains("imports os.system"));
}

#[test]
fn an_allowed_class_is_known() {
    let env = TestEnv::empty();
    // An object of shop.models.Cart with an empty state.
    let payload = "gASMC3Nob3AubW9kZWxzjARDYXJ0kymBfWIu";
    let verdict = |args: &[&str]| {
        let args = [&["decode", "-o", "json", "--query", "verdict"], args].concat();
        String::from_utf8(env.run_with(args, payload).success().get_output().stdout.clone()).unwrap()
    };
    env.write("allow.txt", "# ours\nshop.models.Cart\n");
    assert_eq!(verdict(&[]), "\"unknown\"\n");
    assert_eq!(verdict(&["--allow", "shop.models.Cart"]), "\"known\"\n");
    assert_eq!(verdict(&["--allow-file", "allow.txt"]), "\"known\"\n");
    env.run(["decode", "--allow-file", "nowhere"]).code(1);
}

#[test]
fn allowing_outweighs_a_package_but_no_dangerous_name() {
    let env = TestEnv::empty();
    let decode = |name: &str, payload: &str| {
        let args = ["decode", "-o", "json", "--query", "[verdict, warnings]", "--allow", name];
        String::from_utf8(env.run_with(args, payload).success().get_output().stdout.clone()).unwrap()
    };
    // An object of pip.models.Index with an empty state, and `os.system('echo')`.
    let of_pip = decode("pip.models.Index", "gASMCnBpcC5tb2RlbHOMBUluZGV4kymBfWIu");
    assert!(of_pip.contains("known") && !of_pip.contains("--allow"), "{of_pip}");
    let os_system = decode("os.system", "gASMAm9zjAZzeXN0ZW2TjARlY2hvhVIu");
    assert!(
        os_system.contains("malicious") && os_system.contains("`os.system` stays malicious"),
        "{os_system}"
    );
}

#[test]
fn what_cannot_be_read_says_where() {
    let env = TestEnv::empty();
    env.run_with(["decode", "-o", "json"], "gASVFgAAAAAAAAB9lIwI\n").success().stdout_eq(str![[r#"
{
  "id": null,
  "modified": null,
  "ttl": null,
  "expires_at": null,
  "state": null,
  "format": "pickle",
  "protocol": null,
  "size_bytes": 21,
  "verdict": "invalid",
  "reasons": [
    {
      "code": "broken",
      "offset": 11,
      "name": "pickle ends inside a frame of 22 bytes, with 4 left"
    }
  ],
  "globals": [],
  "warnings": [],
  "data": null,
  "attributes": {},
  "error": {
    "message": "pickle ends inside a frame of 22 bytes, with 4 left at byte 11 (FRAME at byte 2)",
    "offset": 11
  }
}

"#]]);
    env.run_with(["decode", "--strict"], "gASVFgAAAAAAAAB9lIwI\n").code(5);
    env.run_with(["decode"], "").code(1).stderr_eq(str![[r#"
error: cannot decode standard input: it is empty

"#]]);
    env.run(["decode", "nowhere"]).code(1).stderr_eq(str![[r#"
error: cannot decode `nowhere`: No such file or directory (os error 2)

"#]]);
}

#[test]
fn hostile_payloads_finish_and_say_what_is_wrong() {
    let env = TestEnv::empty();
    let deep = [b"\x80\x04".to_vec(), b"]".repeat(100_000), b"a".repeat(99_999), b".".to_vec()].concat();
    let mut bomb = b"\x80\x04]\x94(".to_vec();
    bomb.extend(b"K\x01e".iter());
    for n in 0..30u8 {
        bomb.extend([b']', 0x94, b'(']);
        bomb.extend([b'h', n].repeat(100));
        bomb.push(b'e');
    }
    bomb.push(b'.');
    let length = b"\x80\x04B\x00\x00\x00\x80x.".to_vec();
    for (name, payload) in [("deep", deep), ("bomb", bomb), ("length", length)] {
        env.write(name, payload);
        let start = std::time::Instant::now();
        for args in [vec!["decode", name], vec!["decode", "-o", "json", name]] {
            let run = env.run(args).success();
            assert!(run.get_output().stdout.len() < 20_000_000, "{name}");
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(20), "{name}");
    }
    // One such session must not cost a script the others: JSON readers stop at some hundred levels.
    let deep = env.json(["decode", "-o", "json", "deep"]);
    assert!(
        deep["data"].is_null()
            && deep["error"]["message"].as_str().unwrap().starts_with("100000 levels deep")
    );
    assert!(!env.json(["decode", "-o", "json", "--plain", "deep"])["data"].is_null());
    env.run(["decode", "length"]).stdout_eq(str![[r#"
size_bytes: 9
format:     pickle
verdict:    invalid
data: cannot be read: pickle ends inside content of 2147483648 bytes, with 2 left at byte 3 (BINBYTES at byte 2)

"#]]);
}

#[test]
fn several_payloads_in_one_file_are_numbered() {
    let env = TestEnv::empty();
    let two = format!("{ADA}\n{ADA}");
    env.run_with(["decode"], two.clone()).success().stdout_eq(str![[r#"
source:     -#1
size_bytes: 45
format:     pickle 4
verdict:    plain
data: {
  "username": "ada"
}

source:     -#2
size_bytes: 45
format:     pickle 4
verdict:    plain
data: {
  "username": "ada"
}

"#]]);
    assert_eq!(
        env.run_with(["decode", "-o", "ndjson"], two)
            .get_output()
            .stdout
            .iter()
            .filter(|b| **b == b'\n')
            .count(),
        2
    );
}

#[test]
fn opcodes_are_not_listed_where_secrets_are_masked() {
    let env = TestEnv::empty();
    let refusal = str![[r#"
error: `--explain` prints the arguments of opcodes, which `--redact` cannot mask

"#]];
    env.run_with(["decode", "--explain", "--redact"], ADA).code(2).stdout_eq("").stderr_eq(refusal.clone());
    let command = env.command(["decode", "--explain"]);
    command.env("SESSCTL_REDACT", "1").stdin(ADA).assert().code(2).stdout_eq("").stderr_eq(refusal);
    env.run_with(["decode", "--redact"], ADA).success();
}
