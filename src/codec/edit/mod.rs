//! Changes one value by its path, in place: everything else stays as it is, with its sharing and order.
//!
//! A path is written as the plain view shows the value. In an object a key leads to the items, the fields of the state, or
//! where the class is known to keep its keys; where more than one of them is possible the path has to name the part:
//! `token."$items".scope`, `user."$state".name`, `point."$args"[0]`. A new key goes into the state of an object only where
//! the path names the state: classes with a `__setstate__` of their own may ignore it, and a payload does not tell which
//! classes have one.
//!
//! It adds no part to an object but items, where the path names them, and does not change arguments as a whole: typed
//! JSON does.

mod homes;
mod place;
mod room;

use std::fmt::Write as _;

use super::path::{Path, PathStep};
use crate::pickle::{Graph, NodeId, Value, forget};
use place::{Target, Wanted};
use room::Room;

/// Why a value cannot be changed. The paths in it name places that a change would reach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is nothing there.
    #[error("there is nothing at `{0:#}`")]
    Missing(Path),
    /// The way leads through a value that has no parts.
    #[error("the value at `{0:#}` has no parts that can be changed")]
    NoParts(Path),
    /// The path names a part of an object and nothing in it.
    #[error("`{0:#}` is a part of an object, which cannot be changed as a whole")]
    Whole(Path),
    /// The object has such a key in several parts.
    #[error("`{path:#}` can mean more than one value; name the one to change: {}", listed(ways, "or"))]
    Ambiguous {
        /// The path as it was given.
        path: Path,
        /// Those that are not ambiguous.
        ways: Vec<Path>,
    },
    /// Several keys look like the one in the path.
    #[error(
        "more than one key is shown as `{0:#}`, and a path cannot tell them apart; change the value in the editor, which \
        shows the type of each key"
    )]
    ShownAlike(Path),
    /// The object has no such key, and what becomes of a new one depends on its class.
    #[error(
        "there is nothing at `{path:#}`, and the object's class decides where a new key has to be; name the place: {}",
        listed(ways, "or")
    )]
    NewKey {
        /// The path as it was given.
        path: Path,
        /// Those that name a place.
        ways: Vec<Path>,
    },
    /// The object has no such key, but values without names.
    #[error("there is nothing at `{path:#}`; the values of the object are at {}", listed(ways, "and"))]
    Elsewhere {
        /// The path as it was given.
        path: Path,
        /// The values of the object.
        ways: Vec<Path>,
    },
    /// The class takes its content from elsewhere.
    #[error("the object's class ignores `{path:#}` when Python loads it; change {}", listed(ways, "or"))]
    Ignored {
        /// The path as it was given.
        path: Path,
        /// Where the class looks.
        ways: Vec<Path>,
    },
}

/// Whether the class of an object takes its content from its state, so that its items are written for nobody.
pub(super) fn replaces_items(graph: &Graph, node: NodeId) -> bool {
    homes::home(graph, node).is_some_and(homes::Home::replaces_items)
}

/// Paths named in an error: a hostile payload can set one key very often.
const NAMED: usize = 4;

fn listed(ways: &[Path], word: &str) -> String {
    let mut text = String::new();
    for (at, way) in ways.iter().take(NAMED).enumerate() {
        let is_last = at + 1 == ways.len();
        let between = if at == 0 {
            String::new()
        } else if is_last {
            format!(" {word} ")
        } else {
            ", ".to_owned()
        };
        // Writing to a string cannot fail.
        let _ = write!(text, "{between}`{way:#}`");
    }
    if ways.len() > NAMED {
        text.push_str(" and so on");
    }
    text
}

/// Sets the value at a path to a node of the same graph. A key of a dict may be new; a position may be the next of a
/// list. A map that has a list of values for each key gets a list of the one value.
///
/// ```
/// use sessctl::codec::{edit, json, typed};
///
/// let mut graph = json::read(br#"{"user": {"name": "ada"}}"#, &json::Options::default())?;
/// let value = typed::read_into(&mut graph, b"[1, 2]", &typed::ReadOptions::default())?;
/// edit::set(&mut graph, &"user.scores".parse()?, value)?;
/// assert_eq!(json::write(&graph)?, r#"{"user": {"name": "ada", "scores": [1, 2]}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the path leads nowhere, or to more than one place. The graph is unchanged then.
pub fn set(graph: &mut Graph, path: &Path, value: NodeId) -> Result<(), EditError> {
    let Target { place, spots, .. } = place::find(graph, path, Wanted::HeldOrNew)?;
    let step = path.steps.last().ok_or_else(|| EditError::Missing(path.clone()))?;
    let key = match step {
        PathStep::Key(key) => key.as_str(),
        PathStep::Index(_) => "",
    };
    let mut taken = Vec::new();
    if let [Room::Pairs(..)] = place.rooms[..] {
        taken = set_pairs(graph, place.rooms[0], step, value);
    } else {
        let stored = if place.has_lists { in_list(graph, value) } else { value };
        match (spots.last(), place.new) {
            (Some(spot), _) => taken.push(spot.replace(graph, stored)),
            (None, Some(room)) => room::add(graph, room, key, stored),
            (None, None) => return Err(EditError::Missing(path.clone())),
        }
    }
    if let Some(mirror) = place.mirror {
        let first = if place.has_lists { values_of(graph, value).into_iter().next() } else { Some(value) };
        match (room::spots(graph, &[mirror], step).last(), first) {
            (Some(spot), Some(first)) => taken.push(spot.replace(graph, first)),
            (None, Some(first)) => room::add(graph, mirror, key, first),
            (_, None) => taken.extend(room::remove(graph, &[mirror], step)),
        }
    }
    forget(graph, &taken);
    Ok(())
}

/// A list of the value, unless it is one.
fn in_list(graph: &mut Graph, value: NodeId) -> NodeId {
    if let Value::List(_) = graph.value(value) {
        return value;
    }
    let list = graph.add_list();
    graph.append(list, &[value]);
    list
}

/// The values that a key of a map of lists is set to.
fn values_of(graph: &Graph, value: NodeId) -> Vec<NodeId> {
    match graph.value(value) {
        Value::List(_) => graph.elements(value).collect(),
        _ => vec![value],
    }
}

/// Gives a key its values in pairs: those it has are replaced in their order, others are taken out or added.
fn set_pairs(graph: &mut Graph, room: Room, step: &PathStep, value: NodeId) -> Vec<NodeId> {
    let PathStep::Key(key) = step else { return Vec::new() };
    let values = values_of(graph, value);
    let spots = room::spots(graph, &[room], step);
    let mut taken = Vec::new();
    for (spot, value) in spots.iter().zip(&values) {
        taken.push(spot.replace(graph, *value));
    }
    for value in values.iter().skip(spots.len()) {
        room::add(graph, room, key, *value);
    }
    taken.extend(room::remove_after(graph, room, step, values.len()));
    taken
}

/// Takes the value at a path out of what holds it.
///
/// ```
/// use sessctl::codec::{edit, json};
///
/// let mut graph = json::read(br#"{"cart": ["a", "b"]}"#, &json::Options::default())?;
/// edit::unset(&mut graph, &"cart[0]".parse()?)?;
/// assert_eq!(json::write(&graph)?, r#"{"cart": ["b"]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When there is nothing at the path, or more than one thing. The graph is unchanged then.
pub fn unset(graph: &mut Graph, path: &Path) -> Result<(), EditError> {
    let Target { place, spots, .. } = place::find(graph, path, Wanted::Held)?;
    let step = path.steps.last().ok_or_else(|| EditError::Missing(path.clone()))?;
    if place.shadows && spots.len() > 1 {
        return Err(EditError::Ambiguous {
            path: path.clone(),
            ways: place.ways_into_maps(graph, path, step),
        });
    }
    let mut taken = room::remove(graph, &place.rooms, step);
    if let Some(mirror) = place.mirror {
        taken.extend(room::remove(graph, &[mirror], step));
    }
    forget(graph, &taken);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{json, typed};

    fn read(text: &str) -> Graph {
        json::read(text.as_bytes(), &json::Options::default()).unwrap()
    }

    fn after_set(text: &str, path: &str, value: &str) -> Result<String, String> {
        let mut graph = read(text);
        let value = typed::read_into(&mut graph, value.as_bytes(), &typed::ReadOptions::default()).unwrap();
        let result = set(&mut graph, &path.parse().unwrap(), value);
        let after = json::write(&graph).unwrap();
        result.map(|()| after.clone()).map_err(|error| {
            assert_eq!(after, json::write(&read(text)).unwrap(), "nothing changed");
            error.to_string()
        })
    }

    #[test]
    fn values_are_set_where_they_are_and_new_keys_come_last() {
        let text = r#"{"a": {"b": [1, {"c": 2}]}, "d": 3}"#;
        assert_eq!(after_set(text, "a.b[1].c", "\"x\"").unwrap(), r#"{"a": {"b": [1, {"c": "x"}]}, "d": 3}"#);
        assert_eq!(
            after_set(text, "a.b[2]", "null").unwrap(),
            r#"{"a": {"b": [1, {"c": 2}, null]}, "d": 3}"#
        );
        assert_eq!(
            after_set(text, "a.\"new key\"", "[]").unwrap(),
            r#"{"a": {"b": [1, {"c": 2}], "new key": []}, "d": 3}"#
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_changes_nothing() {
        let text = r#"{"a": {"b": [1]}, "d": 3}"#;
        assert_eq!(after_set(text, "a.x.y", "1").unwrap_err(), "there is nothing at `a.x`");
        assert_eq!(after_set(text, "a.b[7]", "1").unwrap_err(), "there is nothing at `a.b[7]`");
        assert_eq!(
            after_set(text, "d.e", "1").unwrap_err(),
            "the value at `d` has no parts that can be changed"
        );
        assert_eq!(
            after_set(text, "a[0]", "1").unwrap_err(),
            "the value at `a` has no parts that can be changed"
        );
    }

    #[test]
    fn what_is_taken_out_is_not_made_any_more() {
        // Objects of two classes; the second has a state setter, as CPython 3.8 and later writes it.
        let payload =
            b"\x80\x04}(\x8c\x01acapp\nA\n)\x81\x8c\x01bcapp\nB\n)\x81\x94capp\nset_b\nh\x00}\x86R0u.";
        for (key, left) in [("a", "app\nB"), ("b", "app\nA")] {
            let graph =
                crate::pickle::read(payload.to_vec(), &crate::pickle::Limits::default()).unwrap().graph;
            let mut unset_graph = graph.clone();
            unset(&mut unset_graph, &key.parse().unwrap()).unwrap();
            let mut set_graph = graph;
            let value = set_graph.add(Value::None);
            set(&mut set_graph, &key.parse().unwrap(), value).unwrap();
            for graph in [unset_graph, set_graph] {
                let text = typed::to_string(&graph, &typed::WriteOptions::default());
                let class = left.replace('\n', ":");
                assert!(text.contains(&class), "{text}");
                let gone = if key == "a" { ["app:A", "app:A"] } else { ["app:B", "set_b"] };
                assert!(gone.iter().all(|name| !text.contains(name)), "{text}");
            }
        }
    }

    fn object(parts: &str) -> Graph {
        let text = format!(r#"{{"v": {{"$object": {{{parts}}}}}}}"#);
        typed::read(text.as_bytes(), &typed::ReadOptions::default()).unwrap()
    }

    /// Sets or takes out; the object's parts in typed JSON, or the error.
    fn edited(parts: &str, path: &str, value: Option<&str>) -> Result<String, String> {
        let mut graph = object(parts);
        let path = path.parse().unwrap();
        let result = match value {
            Some(value) => {
                let value =
                    typed::read_into(&mut graph, value.as_bytes(), &typed::ReadOptions::default()).unwrap();
                set(&mut graph, &path, value)
            }
            None => unset(&mut graph, &path),
        };
        let written = |graph: &Graph| {
            let text = typed::to_string(graph, &typed::WriteOptions::default());
            let start = text.find("\"how\"").unwrap();
            text[start..text.len() - 3]
                .replace("\"how\":\"newobj\",", "")
                .replace("\"how\":\"reduce\",", "")
                .replace("\"args\":[],", "")
        };
        if result.is_err() {
            assert_eq!(written(&graph), written(&object(parts)), "nothing changed");
        }
        result.map(|()| written(&graph)).map_err(|error| error.to_string())
    }

    const TOKEN: &str =
        r#""class": "app:Token", "how": "newobj", "items": [["a", 1], ["b", 2]], "state": {"b": 3, "c": 4}"#;

    #[test]
    fn a_key_of_an_object_leads_to_the_part_that_has_it() {
        let edited = |path, value| edited(TOKEN, path, value);
        assert_eq!(edited("v.a", Some("9")).unwrap(), r#""items":[["a",9],["b",2]],"state":{"b":3,"c":4}"#);
        assert_eq!(edited("v.c", Some("9")).unwrap(), r#""items":[["a",1],["b",2]],"state":{"b":3,"c":9}"#);
        assert_eq!(edited("v.a", None).unwrap(), r#""items":[["b",2]],"state":{"b":3,"c":4}"#);
        let both =
            r#"`v.b` can mean more than one value; name the one to change: `v."$items".b` or `v."$state".b`"#;
        assert_eq!(edited("v.b", Some("9")).unwrap_err(), both);
        assert_eq!(edited("v.b", None).unwrap_err(), both);
        assert_eq!(
            edited("v.$items.b", Some("9")).unwrap(),
            r#""items":[["a",1],["b",9]],"state":{"b":3,"c":4}"#
        );
        assert_eq!(edited("v.$state.b", None).unwrap(), r#""items":[["a",1],["b",2]],"state":{"c":4}"#);
    }

    #[test]
    fn a_new_key_of_an_object_has_to_name_its_part() {
        let new = r#"there is nothing at `v.n`, and the object's class decides where a new key has to be; name the place: `v."$items".n` or `v."$state".n`"#;
        assert_eq!(edited(TOKEN, "v.n", Some("9")).unwrap_err(), new);
        assert_eq!(edited(TOKEN, "v.n", None).unwrap_err(), "there is nothing at `v.n`");
        assert_eq!(edited(TOKEN, "v.n.m", Some("9")).unwrap_err(), "there is nothing at `v.n`");
        assert_eq!(
            edited(TOKEN, "v.$items.n", Some("9")).unwrap(),
            r#""items":[["a",1],["b",2],["n",9]],"state":{"b":3,"c":4}"#
        );
        assert_eq!(
            edited(TOKEN, "v.$state.n", Some("9")).unwrap(),
            r#""items":[["a",1],["b",2]],"state":{"b":3,"c":4,"n":9}"#
        );
        let plain = r#""class": "app:User", "how": "newobj", "state": {"b": 3}"#;
        let error = edited(plain, "v.n", Some("9")).unwrap_err();
        assert!(error.ends_with(r#"name the place: `v."$items".n` or `v."$state".n`"#), "{error}");
        let items = r#""class": "app:Map", "how": "newobj", "items": [["b", 3]]"#;
        assert_eq!(edited(items, "v.n", Some("9")).unwrap(), r#""items":[["b",3],["n",9]]"#);
        assert_eq!(
            edited(items, "v.$items", Some("9")).unwrap_err(),
            r#"`v."$items"` is a part of an object, which cannot be changed as a whole"#
        );
    }

    #[test]
    fn items_are_begun_where_the_path_names_them() {
        // OAuth2Token({}) of oauthlib has a state and no items.
        let token = r#""class": "app:Token", "how": "newobj", "state": {"scope": 1}"#;
        assert!(
            edited(token, "v.a", Some("9")).unwrap_err().ends_with(r#"`v."$items".a` or `v."$state".a`"#)
        );
        assert_eq!(
            edited(token, "v.$items.a", Some("9")).unwrap(),
            r#""items":[["a",9]],"state":{"scope":1}"#
        );
        assert_eq!(edited(token, "v.$items.a", None).unwrap_err(), r#"there is nothing at `v."$items".a`"#);
        assert_eq!(
            edited(token, "v.$items.a.b", Some("9")).unwrap_err(),
            r#"there is nothing at `v."$items".a`"#
        );
        let empty = r#""class": "app:Sub", "how": "newobj""#;
        let error = edited(empty, "v.a", Some("9")).unwrap_err();
        assert!(error.ends_with(r#"name the place: `v."$items".a`"#), "{error}");
        assert_eq!(edited(empty, "v.$items.a", Some("9")).unwrap(), r#""items":[["a",9]]"#);

        // Protocols 0 and 1: the items are those of the base, and an object that has none has no items.
        let based = |base: &str, value: &str| {
            format!(
                r#""class": "copyreg:_reconstructor", "how": "reduce", "args": [{{"$global": "app:Map"}}, {{"$global": "builtins:{base}"}}, {value}], "state": {{"c": 1}}"#
            )
        };
        for (path, items) in [("v.$items.a", r#"{"a":9}"#), ("v.$items.n", r#"{"a":1,"n":9}"#)] {
            let after = edited(&based("dict", r#"{"a": 1}"#), path, Some("9")).unwrap();
            assert!(after.contains(&format!(r#"{{"$global":"builtins:dict"}},{items}]"#)), "{after}");
        }
        let error = edited(&based("dict", "{}"), "v.n", Some("9")).unwrap_err();
        assert!(error.ends_with(r#"name the place: `v."$value".n` or `v."$state".n`"#), "{error}");
        let object = based("object", "null");
        let error = edited(&object, "v.n", Some("9")).unwrap_err();
        assert!(error.ends_with(r#"name the place: `v."$state".n`"#), "{error}");
        assert!(edited(&object, "v.$items.n", Some("9")).is_err());

        let user = r#""class": "collections:UserDict", "how": "newobj", "state": {"data": {"a": 1}}"#;
        assert!(edited(user, "v.$items.n", Some("9")).is_err(), "a known class that keeps no items");
        let point = r#""class": "app:Point", "how": "newobj", "args": [1, 2]"#;
        assert!(edited(point, "v.$items.n", Some("9")).is_err(), "no dict is made with arguments");
    }

    #[test]
    fn slots_and_states_that_are_not_dicts_can_be_reached() {
        let slots = r#""class": "app:S", "how": "newobj", "state": {"$tuple": [null, {"b": 3}]}"#;
        assert_eq!(edited(slots, "v.b", Some("9")).unwrap(), r#""state":{"$tuple":[null,{"b":9}]}"#);
        assert_eq!(
            edited(slots, "v.$state.n", Some("9")).unwrap(),
            r#""state":{"$tuple":[null,{"b":3,"n":9}]}"#
        );
        let both = r#""class": "app:S", "how": "newobj", "state": {"$tuple": [{"a": 1}, {"b": 3}]}"#;
        assert_eq!(edited(both, "v.a", Some("9")).unwrap(), r#""state":{"$tuple":[{"a":9},{"b":3}]}"#);
        let error = edited(both, "v.$state.n", Some("9")).unwrap_err();
        assert!(error.ends_with(r#"`v."$state"[0].n` or `v."$state"[1].n`"#), "{error}");
        assert_eq!(
            edited(both, "v.$state[1].n", Some("9")).unwrap(),
            r#""state":{"$tuple":[{"a":1},{"b":3,"n":9}]}"#
        );
        let list = r#""class": "app:F", "how": "newobj", "state": [1, 2]"#;
        assert_eq!(edited(list, "v.$state[1]", Some("9")).unwrap(), r#""state":[1,9]"#);
        assert_eq!(
            edited(list, "v.a", Some("9")).unwrap_err(),
            r#"there is nothing at `v.a`; the values of the object are at `v."$state"[0]` and `v."$state"[1]`"#
        );
    }

    #[test]
    fn arguments_and_bases_are_named_and_changed_when_named() {
        let point = r#""class": "app:Point", "how": "newobj", "args": [1, 2]"#;
        assert_eq!(
            edited(point, "v.x", Some("9")).unwrap_err(),
            r#"there is nothing at `v.x`; the values of the object are at `v."$args"[0]` and `v."$args"[1]`"#
        );
        assert_eq!(
            edited(point, "v[0]", Some("9")).unwrap_err(),
            r#"there is nothing at `v[0]`; the values of the object are at `v."$args"[0]` and `v."$args"[1]`"#
        );
        assert_eq!(edited(point, "v.$args[1]", Some("9")).unwrap(), r#""args":[1,9]"#);
        assert_eq!(
            edited(point, "v.$args[2]", Some("9")).unwrap_err(),
            r#"there is nothing at `v."$args"[2]`"#
        );
        let based = r#""class": "copyreg:_reconstructor", "how": "reduce", "args": [{"$global": "app:Map"}, {"$global": "builtins:dict"}, {"a": 1}]"#;
        let wanted = r#""args":[{"$global":"app:Map"},{"$global":"builtins:dict"},{"a":9}]"#;
        assert_eq!(edited(based, "v.a", Some("9")).unwrap(), wanted);
        assert_eq!(edited(based, "v.$value.a", Some("9")).unwrap(), wanted);
        let keywords = r#""class": "app:K", "how": "newobj_ex", "args": [1], "kwargs": {"a": 2}"#;
        assert_eq!(
            edited(keywords, "v.$kwargs.a", Some("9")).unwrap(),
            r#""how":"newobj_ex","args":[1],"kwargs":{"a":9}"#
        );
    }

    #[test]
    fn keys_of_known_classes_are_changed_where_the_class_looks() {
        let form = r#""class": "werkzeug.datastructures.structures:MultiDict", "how": "newobj", "items": [["q", "a"]], "state": {"q": ["a", "b"]}"#;
        let wanted = r#""items":[["q","new"]],"state":{"q":["new"]}"#;
        assert_eq!(edited(form, "v.q", Some("\"new\"")).unwrap(), wanted);
        assert_eq!(edited(form, "v.q", Some("[\"new\"]")).unwrap(), wanted);
        assert_eq!(edited(form, "v.$state.q", Some("\"new\"")).unwrap(), wanted);
        assert_eq!(
            edited(form, "v.q[1]", Some("\"c\"")).unwrap(),
            r#""items":[["q","a"]],"state":{"q":["a","c"]}"#
        );
        assert_eq!(edited(form, "v.q", None).unwrap(), r#""state":{}"#);
        assert_eq!(
            edited(form, "v.n", Some("1")).unwrap(),
            r#""items":[["q","a"],["n",1]],"state":{"q":["a","b"],"n":[1]}"#
        );
        assert_eq!(
            edited(form, "v.$items.q", Some("1")).unwrap_err(),
            r#"the object's class ignores `v."$items".q` when Python loads it; change `v."$state".q`"#
        );

        let pairs = r#""class": "werkzeug.datastructures.structures:ImmutableMultiDict", "how": "reduce", "args": [[{"$tuple": ["q", 1]}, {"$tuple": ["r", 2]}, {"$tuple": ["q", 3]}]]"#;
        let of = |pairs: &[(&str, i32)]| {
            let pairs: Vec<_> = pairs.iter().map(|(k, v)| format!(r#"{{"$tuple":["{k}",{v}]}}"#)).collect();
            format!("\"args\":[[{}]]", pairs.join(","))
        };
        assert_eq!(edited(pairs, "v.q", Some("9")).unwrap(), of(&[("q", 9), ("r", 2)]));
        assert_eq!(
            edited(pairs, "v.q", Some("[7, 8, 9]")).unwrap(),
            of(&[("q", 7), ("r", 2), ("q", 8), ("q", 9)])
        );
        assert_eq!(edited(pairs, "v.n", Some("9")).unwrap(), of(&[("q", 1), ("r", 2), ("q", 3), ("n", 9)]));
        assert_eq!(edited(pairs, "v.q", None).unwrap(), of(&[("r", 2)]));
        assert_eq!(
            edited(pairs, "v.q.x", Some("9")).unwrap_err(),
            r#"`v.q` can mean more than one value; name the one to change: `v."$args"[0][0][1]` or `v."$args"[0][2][1]`"#
        );
        assert_eq!(
            edited(pairs, "v.$args[0][2][1]", Some("9")).unwrap(),
            of(&[("q", 1), ("r", 2), ("q", 9)])
        );

        let headers = r#""class": "werkzeug.datastructures.headers:Headers", "how": "newobj", "state": {"_list": [{"$tuple": ["X-A", "1"]}]}"#;
        assert_eq!(
            edited(headers, "v.x-a", Some("\"2\"")).unwrap(),
            r#""state":{"_list":[{"$tuple":["X-A","2"]}]}"#
        );

        let chain = r#""class": "collections:ChainMap", "how": "newobj", "state": {"maps": [{"a": 1}, {"a": 2, "b": 3}]}"#;
        assert_eq!(edited(chain, "v.a", Some("9")).unwrap(), r#""state":{"maps":[{"a":9},{"a":2,"b":3}]}"#);
        assert_eq!(edited(chain, "v.b", Some("9")).unwrap(), r#""state":{"maps":[{"a":1},{"a":2,"b":9}]}"#);
        assert_eq!(
            edited(chain, "v.n", Some("9")).unwrap(),
            r#""state":{"maps":[{"a":1,"n":9},{"a":2,"b":3}]}"#
        );
        assert_eq!(edited(chain, "v.b", None).unwrap(), r#""state":{"maps":[{"a":1},{"a":2}]}"#);
        assert_eq!(
            edited(chain, "v.a", None).unwrap_err(),
            r#"`v.a` can mean more than one value; name the one to change: `v."$state".maps[0].a` or `v."$state".maps[1].a`"#
        );

        let user = r#""class": "collections:UserDict", "how": "newobj", "state": {"data": {"a": 1}}"#;
        assert_eq!(edited(user, "v.a", Some("9")).unwrap(), r#""state":{"data":{"a":9}}"#);
        assert_eq!(edited(user, "v.n", Some("9")).unwrap(), r#""state":{"data":{"a":1,"n":9}}"#);
        assert_eq!(edited(user, "v.data.a", Some("9")).unwrap(), r#""state":{"data":{"a":9}}"#);
    }

    #[test]
    fn fields_of_a_pydantic_model_are_changed_in_its_dict() {
        let model = r#""class": "app:Item", "how": "newobj", "state": {"__dict__": {"sku": 1}, "__pydantic_extra__": {"x": 2}, "__pydantic_fields_set__": {"$set": ["sku"]}, "__pydantic_private__": null}"#;
        assert!(edited(model, "v.sku", Some("9")).unwrap().contains(r#""__dict__":{"sku":9}"#));
        assert!(edited(model, "v.x", Some("9")).unwrap().contains(r#""__pydantic_extra__":{"x":9}"#));
        let ways = r#"`v."$state".__dict__.n` or `v."$state".__pydantic_extra__.n`"#;
        for path in ["v.n", "v.$state.n"] {
            let error = edited(model, path, Some("9")).unwrap_err();
            assert!(error.ends_with(ways), "{error}");
        }
        assert!(edited(model, "v.$state.__dict__.n", Some("9")).unwrap().contains(r#"{"sku":1,"n":9}"#));
    }

    #[test]
    fn maps_of_the_standard_library_are_changed_as_dicts_are() {
        for payload in [
            &b"}Vv\nccollections\nCounter\n(}Va\nI1\nstRs."[..],
            b"}Vv\nccollections\nOrderedDict\n((l(lVa\naI1\naatRs.",
            b"}Vv\nccollections\nOrderedDict\n)RVa\nI1\nss.",
            b"}Vv\nccollections\ndefaultdict\n(c__builtin__\nint\ntRVa\nI1\nss.",
        ] {
            let mut graph =
                crate::pickle::read(payload.to_vec(), &crate::pickle::Limits::default()).unwrap().graph;
            for (path, value) in [("v.a", 2), ("v.b", 3)] {
                let value = graph.add(Value::Int(value));
                set(&mut graph, &path.parse().unwrap(), value).unwrap();
            }
            let shown = crate::codec::plain::write(&graph, &crate::codec::plain::Options::default());
            assert_eq!(shown, r#"{"v":{"a":2,"b":3}}"#);
            unset(&mut graph, &"v.a".parse().unwrap()).unwrap();
            let shown = crate::codec::plain::write(&graph, &crate::codec::plain::Options::default());
            assert_eq!(shown, r#"{"v":{"b":3}}"#);
        }
    }

    #[test]
    fn keys_that_are_not_text_are_changed_by_the_text_that_is_shown() {
        // {'cart': {42: {'qty': 1}, None: 2, b'id': 3, (1, 2): 4, True: 5}, 'n': Counter({7: 1}), '42': 6}
        let payload =
            b"\x80\x04}(\x8c\x04cart}(K*}\x8c\x03qtyK\x01sNK\x02C\x02idK\x03K\x01K\x02\x86K\x04\x88K\x05u\
            \x8c\x01nccollections\nCounter\n}K\x07K\x01s\x85R\x8c\x0242K\x06u.";
        let read = || crate::pickle::read(payload.to_vec(), &crate::pickle::Limits::default()).unwrap().graph;
        let typed_text = |graph: &Graph| typed::to_string(graph, &typed::WriteOptions::default());
        let shown =
            |graph: &Graph| crate::codec::plain::write(graph, &crate::codec::plain::Options::default());
        let whole = r#"{"cart":{"42":{"qty":1},"None":2,"b'id'":3,"(1, 2)":4,"True":5},"n":{"7":1},"42":6}"#;
        assert_eq!(shown(&read()), whole);
        for (path, old, new) in [
            (r#"cart."42""#, r#""42":{"qty":1}"#, r#""42":9"#),
            (r#"cart."42".qty"#, r#""qty":1"#, r#""qty":9"#),
            ("cart.None", r#""None":2"#, r#""None":9"#),
            (r#"cart."b'id'""#, r#""b'id'":3"#, r#""b'id'":9"#),
            (r#"cart."(1, 2)""#, r#""(1, 2)":4"#, r#""(1, 2)":9"#),
            ("cart.True", r#""True":5"#, r#""True":9"#),
            (r#"n."7""#, r#""7":1"#, r#""7":9"#),
        ] {
            let mut graph = read();
            let value = graph.add(Value::Int(9));
            set(&mut graph, &path.parse().unwrap(), value).unwrap();
            assert_eq!(shown(&graph), whole.replacen(old, new, 1), "{path}");
            unset(&mut graph, &path.parse().unwrap()).unwrap();
            assert!(!shown(&graph).contains(new), "{path}: {}", shown(&graph));
            let strings = |graph: &Graph| typed_text(graph).matches("\"42\":").count();
            assert_eq!(strings(&graph), strings(&read()), "no key of text was added");
        }
        // The key that is text comes first.
        let mut graph = read();
        let (cart, key, one) = (graph.add_dict(), graph.add_str("42"), graph.add(Value::Int(42)));
        let values = [1, 2, 3].map(|n| graph.add(Value::Int(n)));
        graph.set_items(cart, &[one, values[0], key, values[1]]);
        graph.set_root(cart);
        set(&mut graph, &"42".parse().unwrap(), values[2]).unwrap();
        let items: Vec<_> = graph.items(cart).map(|(_, value)| graph.value(value)).collect();
        assert_eq!(items, [Value::Int(1), Value::Int(3)]);
    }

    #[test]
    fn keys_that_are_shown_alike_are_not_changed_by_path() {
        let mut graph = Graph::new();
        let dict = graph.add_dict();
        // Two tuples that are equal, as text that is cut off at the same place could be.
        let (a, b) = (graph.add_tuple(&[]), graph.add_tuple(&[]));
        let value = graph.add(Value::Int(1));
        graph.set_items(dict, &[a, value, b, value]);
        graph.set_root(dict);
        let path: Path = "\"()\"".parse().unwrap();
        let error = set(&mut graph, &path, value).unwrap_err();
        assert_eq!(error, EditError::ShownAlike(path.clone()));
        assert!(error.to_string().starts_with("more than one key is shown as `\"()\"`"), "{error}");
        assert_eq!(unset(&mut graph, &path).unwrap_err(), error);
        let mut within = path.clone();
        within.steps.push(PathStep::Key("x".to_owned()));
        assert_eq!(set(&mut graph, &within, value).unwrap_err(), error);
        assert_eq!(graph.items(dict).count(), 2);
    }

    #[test]
    fn keys_of_python_2_are_found() {
        let mut graph =
            crate::pickle::read(b"}S'a'\nI1\ns.".to_vec(), &crate::pickle::Limits::default()).unwrap().graph;
        let value = graph.add(Value::Int(2));
        set(&mut graph, &"a".parse().unwrap(), value).unwrap();
        assert_eq!(graph.items(graph.root()).count(), 1);
    }

    #[test]
    fn unset_takes_a_key_or_an_element_out() {
        let mut graph = read(r#"{"a": 1, "b": [1, 2, 3], "a": 2}"#);
        unset(&mut graph, &"a".parse().unwrap()).unwrap();
        unset(&mut graph, &"b[1]".parse().unwrap()).unwrap();
        assert_eq!(json::write(&graph).unwrap(), r#"{"b": [1, 3]}"#);
        assert!(unset(&mut graph, &"a".parse().unwrap()).is_err());
    }
}
