//! The project's corpus: every payload against what C `_pickle` makes of it, imports replaced by stubs.
//!
//! `generate.py` writes the corpus and says what the fields are.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde_json::Value as Json;
use sessctl::pickle::{
    AllowList, EffectKind, Graph, Level, Limits, Value, WarningKind, inspect, judge, read,
};

use crate::compare::Comparison;

/// One line of `corpus.jsonl`.
pub(crate) struct Case {
    json: Json,
    pub(crate) payload: Vec<u8>,
}

impl Case {
    pub(crate) fn name(&self) -> &str {
        self.json["name"].as_str().expect("a name")
    }

    pub(crate) fn kind(&self) -> &str {
        self.json["kind"].as_str().expect("a kind")
    }

    fn verdict(&self) -> Option<&str> {
        self.json["verdict"].as_str()
    }
}

pub(crate) fn cases() -> Vec<Case> {
    cases_of("tests/pickle/data/corpus.jsonl".as_ref())
}

pub(crate) fn cases_of(path: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(path).expect("the corpus");
    text.lines()
        .map(|line| {
            let json: Json = serde_json::from_str(line).expect("JSON");
            let payload = json["payload"].as_str().expect("a payload");
            let payload = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, payload);
            Case { json, payload: payload.expect("base64") }
        })
        .collect()
}

/// The four words of a corpus for the five levels of a verdict.
pub(crate) fn word(level: Level) -> &'static str {
    match level {
        Level::Plain | Level::Known => "safe",
        level => level.as_str(),
    }
}

pub(crate) fn fail_with(failures: &[String], of: usize) {
    assert!(failures.is_empty(), "{} of {of}:\n{}", failures.len(), failures.join("\n"));
}

/// Where the reader and C `_pickle` come to different graphs.
pub(crate) fn different_graphs(cases: &[Case]) -> Vec<String> {
    let mut failures = Vec::new();
    for case in cases {
        let outcome = read(case.payload.clone(), &Limits::default());
        let error = case.json["error"].as_str();
        match (&outcome, error) {
            _ if case.json["differs"].is_string() => {}
            (Err(ours), None) => failures.push(format!("{}: {ours}", case.name())),
            (Ok(_), Some(theirs)) => failures.push(format!("{}: read, where C says {theirs}", case.name())),
            (Ok(pickle), None) if case.json["nodes"].is_array() => {
                let mut comparison = Comparison::new(&pickle.graph, &case.json["nodes"]);
                if let Err(why) = comparison.run(pickle.graph.root(), &case.json["root"]) {
                    failures.push(format!("{}: {why}", case.name()));
                }
            }
            _ => {}
        }
    }
    failures
}

/// Where the reader and C `_pickle` import and call different things.
pub(crate) fn different_effects(cases: &[Case]) -> Vec<String> {
    let mut failures = Vec::new();
    for case in cases {
        if case.json["differs"].is_string() || !case.json["effects"].is_array() {
            continue;
        }
        let outcome = read(case.payload.clone(), &Limits::default());
        let graph = outcome.as_ref().map_or_else(|error| &*error.prefix, |pickle| &pickle.graph);
        if let Err(why) = crate::compare::effects(graph, &case.json["effects"]) {
            failures.push(format!("{}: {why}", case.name()));
        }
    }
    failures
}

#[test]
fn every_payload_reads_as_c_pickle_reads_it() {
    let cases = cases();
    fail_with(&different_graphs(&cases), cases.len());
}

#[test]
fn every_import_and_call_is_recorded_in_order_up_to_the_break() {
    let cases = cases();
    fail_with(&different_effects(&cases), cases.len());
}

#[test]
fn every_verdict_is_the_expected_one() {
    let cases = cases();
    let mut failures = Vec::new();
    for case in &cases {
        let Some(wanted) = case.verdict() else { continue };
        let outcome = read(case.payload.clone(), &Limits::default());
        let verdict = judge(outcome.as_ref(), &AllowList::new());
        let inspected = inspect(case.payload.clone(), &Limits::default(), &AllowList::new());
        assert_eq!(inspected.verdict, verdict, "{} without its values", case.name());
        if word(verdict.level) != wanted {
            let name = case.name();
            failures.push(format!("{name}: {} instead of {wanted}: {:?}", verdict.level, verdict.reasons));
        }
    }
    fail_with(&failures, cases.len());
}

#[test]
fn allowed_application_classes_are_known() {
    let names = ["User", "Slotted", "SlotsAndDict", "Money", "Tagged", "Point", "Outer.Inner", "Outer"];
    let allow: AllowList = names.iter().map(|name| format!("myapp.models.{name}")).collect();
    let mut levels = HashMap::new();
    for case in cases() {
        if case.kind() == "object" {
            let outcome = read(case.payload.clone(), &Limits::default());
            let level = judge(outcome.as_ref(), &allow).level;
            let name = case.name().split('.').next().expect("a case").to_owned();
            let worst = levels.entry(name).or_insert(level);
            *worst = level.max(*worst);
        }
    }
    for known in ["plain", "slots_p2", "reduce_args", "reduce_state", "namedtuple", "nested_class"] {
        assert_eq!(levels[&format!("object/{known}")], Level::Known, "{known}");
    }
    assert_eq!(levels["object/newargs"], Level::Unknown);
}

#[test]
fn malicious_names_cannot_be_allowed() {
    let allow: AllowList = ["os.system", "builtins.eval"].iter().collect();
    let outcome = read(b"cos\nsystem\n(S'id'\ntR.".to_vec(), &Limits::default());
    assert_eq!(judge(outcome.as_ref(), &allow).level, Level::Malicious);
}

/// Where the reader means to differ from C `_pickle` about a mutated payload, if it does.
fn meant(case: &Case) -> Option<&str> {
    let refused = case.json["error"].is_string();
    match read(case.payload.clone(), &Limits::default()) {
        Ok(pickle) if pickle.warnings.iter().any(|warning| warning.kind == WarningKind::ChangeNotKept) => {
            Some(if refused { "a change in place may pass" } else { "a change in place is not kept" })
        }
        Ok(_) if refused => case.json["differs"].as_str(),
        Ok(pickle) => {
            let mut comparison = Comparison::new(&pickle.graph, &case.json["nodes"]);
            let why = comparison.run(pickle.graph.root(), &case.json["root"]).err()?;
            let merged = why.contains("items where C has") || why.contains("elements where C has");
            merged.then_some("equal tuples or frozensets stay two keys")
        }
        Err(error) if refused && changes_plain_value(&error.prefix) => Some("a change in place may pass"),
        // Both refuse; what C imported before it found that out may differ.
        Err(_) if refused => case.json["differs"].as_str().map(|_| "refused by both, for another reason"),
        Err(_) => None,
    }
}

/// Whether a plain value gets a state, or changes in place, in a way that depends on something computed: the reader goes on.
fn changes_plain_value(graph: &Graph) -> bool {
    graph.effects().iter().any(|effect| match effect.kind {
        EffectKind::Build(node, _) | EffectKind::Mutate(node, _) => !matches!(
            graph.value(node),
            Value::Call { .. } | Value::Global { .. } | Value::Ext(_) | Value::PersId(_)
        ),
        _ => false,
    })
}

/// Mutations of the corpus, as many as there are; `tests/interop/mutations.sh` writes them.
#[test]
#[ignore = "needs the payloads that tests/interop/mutations.sh writes"]
#[expect(clippy::disallowed_methods, reason = "the script that runs this says where the payloads are")]
fn mutated_payloads_read_as_c_pickle_reads_them() {
    let path = std::env::var_os("SESSCTL_MUTATIONS").expect("the path of the payloads");
    let cases = cases_of(path.as_ref());
    let count = cases.len();
    let (mut differs, mut same) = (BTreeMap::<String, usize>::new(), Vec::new());
    for case in cases {
        match meant(&case) {
            Some(why) => *differs.entry(why.to_owned()).or_default() += 1,
            None => same.push(case),
        }
    }
    let accepted = same.iter().filter(|case| case.json["error"].is_null()).count();
    let refused = same.len() - accepted;
    println!(
        "{count} payloads: {accepted} accepted, {refused} refused by both; meant to differ: {differs:#?}"
    );
    let mut failures = different_graphs(&same);
    failures.extend(different_effects(&same));
    fail_with(&failures, count);
}
