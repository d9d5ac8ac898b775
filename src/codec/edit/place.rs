//! Which room of a dict, a list or an object a step of a path means.
//!
//! A dict and a list have one room. An object has items, appended elements, a state and arguments, and its class decides
//! what they mean. A key leads to the one of them that holds it; where that is not certain, the path has to name the
//! part as the plain view shows it: `$items`, `$list`, `$state`, `$args`, `$kwargs` or `$value`.

use super::homes::{Home, home};
use super::room::{self, Case, Room, Spot};
use super::{EditError, NAMED, Path, PathStep};
use crate::codec::plain::key_text;
use crate::pickle::{CallForm, Graph, MadeWith, NodeId, StepKind, Value, View, made_with, view};

/// Where a walk along a path has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cursor {
    Node(NodeId),
    /// The items of an object.
    Items(NodeId),
    /// The appended elements of an object.
    List(NodeId),
    /// The state of an object.
    State(NodeId),
}

/// A place in which the value of a step may stand.
#[derive(Debug)]
pub(super) struct Place {
    /// The steps that name the part of the object; none where there is but one.
    way: Vec<PathStep>,
    /// Later ones replace earlier ones.
    pub(super) rooms: Vec<Room>,
    /// Where a new value goes.
    pub(super) new: Option<Room>,
    /// Whether a new key may go there without being named.
    welcomes: bool,
    /// Whether each key has a list of values.
    pub(super) has_lists: bool,
    /// Items that the library writes beside it, and does not read.
    pub(super) mirror: Option<Room>,
    /// Whether what a removal leaves would show a value of another room.
    pub(super) shadows: bool,
}

impl Place {
    fn one(room: Room) -> Self {
        Self::of(vec![room], Some(room))
    }

    fn of(rooms: Vec<Room>, new: Option<Room>) -> Self {
        let way = Vec::new();
        Self { way, rooms, new, welcomes: true, has_lists: false, mirror: None, shadows: false }
    }

    /// A part of an object that new keys do not go into by themselves.
    fn part(way: &[&str], rooms: Vec<Room>, new: Option<Room>) -> Self {
        let way = way.iter().map(|name| PathStep::Key((*name).to_owned())).collect();
        Self { way, welcomes: false, ..Self::of(rooms, new) }
    }

    /// The places of the step's values in it.
    pub(super) fn spots(&self, graph: &Graph, step: &PathStep) -> Vec<Spot> {
        room::spots(graph, &self.rooms, step)
    }

    /// Whether the step can mean several of its keys.
    fn is_unclear(&self, graph: &Graph, step: &PathStep) -> bool {
        let mirror = self.mirror.iter().copied();
        room::is_unclear(graph, &self.rooms, step)
            || mirror.into_iter().any(|room| room::is_unclear(graph, &[room], step))
    }

    /// Paths that name a key in each of the maps in a list, the first first.
    pub(super) fn ways_into_maps(&self, graph: &Graph, path: &Path, step: &PathStep) -> Vec<Path> {
        let mut holder = path.clone();
        holder.steps.pop();
        let maps = self.rooms.iter().rev().enumerate();
        maps.filter(|(_, room)| !room::spots(graph, &[**room], step).is_empty())
            .map(|(at, _)| {
                let mut named = holder.clone();
                named.steps.extend(self.way.iter().cloned());
                named.steps.extend([PathStep::Index(at), step.clone()]);
                named
            })
            .collect()
    }

    /// Paths that name the values of a step in this place, below the object at `path`.
    fn ways(&self, graph: &Graph, path: &Path, step: &PathStep) -> Vec<Path> {
        let mut named = path.clone();
        named.steps.extend(self.way.iter().cloned());
        let is_pairs = matches!(self.rooms[..], [Room::Pairs(..)]);
        let spots = if is_pairs { self.spots(graph, step) } else { Vec::new() };
        if spots.is_empty() {
            if !is_pairs {
                named.steps.push(step.clone());
            }
            return vec![named];
        }
        spots
            .into_iter()
            .map(|spot| {
                let mut named = named.clone();
                named.steps.extend([PathStep::Index(spot.index), PathStep::Index(1)]);
                named
            })
            .collect()
    }
}

/// What the last step of a path means.
pub(super) struct Target {
    pub(super) place: Place,
    pub(super) spots: Vec<Spot>,
    /// Paths that name each of the rooms.
    pub(super) ways: Vec<Path>,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A value that is there.
    Held,
    /// A value that is there, or the place of a new one.
    HeldOrNew,
}

/// Finds the place of a path's last step.
pub(super) fn find(graph: &Graph, path: &Path, wanted: Wanted) -> Result<Target, EditError> {
    let (last, way) = path.steps.split_last().ok_or_else(|| EditError::Missing(path.clone()))?;
    let mut cursor = Cursor::Node(graph.root());
    for (depth, step) in way.iter().enumerate() {
        let here = || Path { steps: path.steps[..depth].to_vec() };
        if let Some(part) = part(graph, cursor, step) {
            cursor = part;
            continue;
        }
        let target = choose(graph, cursor, &here(), step, Wanted::Held)?;
        cursor = match target.spots[..] {
            [] => return Err(missing(graph, cursor, &here(), step)),
            [.., _] if target.spots.len() > 1 && matches!(target.place.rooms[..], [Room::Pairs(..)]) => {
                let mut named = here();
                named.steps.push(step.clone());
                return Err(EditError::Ambiguous { path: named, ways: target.ways });
            }
            [.., spot] => Cursor::Node(spot.value(graph)),
        };
    }
    let holder = Path { steps: way.to_vec() };
    if part(graph, cursor, last).is_some() {
        return Err(EditError::Whole(path.clone()));
    }
    let target = choose(graph, cursor, &holder, last, wanted)?;
    if target.spots.is_empty() {
        let is_next = match last {
            PathStep::Key(_) => true,
            PathStep::Index(index) => *index == room::len(graph, &target.place.rooms),
        };
        if wanted == Wanted::Held || target.place.new.is_none() || !is_next {
            return Err(missing(graph, cursor, &holder, last));
        }
    }
    Ok(target)
}

/// The part of an object that a step names.
fn part(graph: &Graph, cursor: Cursor, step: &PathStep) -> Option<Cursor> {
    let (Cursor::Node(node), PathStep::Key(name)) = (cursor, step) else { return None };
    let Value::Call { form, .. } = graph.value(node) else { return None };
    if view(graph, node).is_some() {
        return None;
    }
    let has = |kind| graph.steps(node).any(|step| step.kind == kind);
    match (name.as_str(), made_with(graph, node)?.1) {
        ("$items", _) => (items_place(graph, node).is_some() || may_begin_items(graph, node))
            .then_some(Cursor::Items(node)),
        ("$list", _) => has(StepKind::Append).then_some(Cursor::List(node)),
        ("$state", _) => has(StepKind::State).then_some(Cursor::State(node)),
        ("$value", MadeWith::Base { value, .. }) => Some(Cursor::Node(value)),
        ("$args" | "$kwargs", MadeWith::Tuple(args)) if form == CallForm::NewObjEx => {
            let [positional, keywords] = room::pair(graph, args)?;
            Some(Cursor::Node(if name == "$args" { positional } else { keywords }))
        }
        ("$args", MadeWith::Tuple(args)) => Some(Cursor::Node(args)),
        _ => None,
    }
}

/// Chooses the place that a step means: the one that holds it, or the one that welcomes it.
fn choose(
    graph: &Graph,
    cursor: Cursor,
    path: &Path,
    step: &PathStep,
    wanted: Wanted,
) -> Result<Target, EditError> {
    let places = places(graph, cursor, step);
    let mut named = path.clone();
    named.steps.push(step.clone());
    if let Cursor::Items(node) = cursor
        && home(graph, node).is_some_and(Home::replaces_items)
    {
        let mut object = path.clone();
        object.steps.pop();
        let ways = self::places(graph, Cursor::Node(node), step);
        let ways = ways.iter().take(1).flat_map(|place| place.ways(graph, &object, step)).collect();
        return Err(EditError::Ignored { path: named, ways });
    }
    if places.iter().any(|place| place.is_unclear(graph, step)) {
        return Err(EditError::ShownAlike(named));
    }
    let all = |places: &[Place]| places.iter().flat_map(|place| place.ways(graph, path, step)).collect();
    let (mut holding, mut others) = (Vec::new(), Vec::new());
    for place in places {
        let spots = place.spots(graph, step);
        if spots.is_empty() { others.push(place) } else { holding.push((place, spots)) }
    }
    if holding.len() > 1 {
        let places: Vec<Place> = holding.into_iter().map(|(place, _)| place).collect();
        return Err(EditError::Ambiguous { path: named, ways: all(&places) });
    }
    if let Some((place, spots)) = holding.pop() {
        let ways = place.ways(graph, path, step);
        return Ok(Target { place, spots, ways });
    }
    match others.iter().position(|place| place.welcomes) {
        Some(at) => {
            let place = others.swap_remove(at);
            Ok(Target { place, spots: Vec::new(), ways: Vec::new() })
        }
        None if others.is_empty() => Err(nothing(graph, cursor, path, &named)),
        None if wanted == Wanted::Held => Err(EditError::Missing(named)),
        None => {
            others.retain(|place| place.new.is_some());
            Err(EditError::NewKey { path: named, ways: all(&others) })
        }
    }
}

/// Why there is nothing at a step that leads nowhere.
fn missing(graph: &Graph, cursor: Cursor, path: &Path, step: &PathStep) -> EditError {
    let mut named = path.clone();
    named.steps.push(step.clone());
    match cursor {
        Cursor::Node(node) if !content(graph, node, path).is_empty() => nothing(graph, cursor, path, &named),
        _ => EditError::Missing(named),
    }
}

/// Why a step leads nowhere in a value that has no place for it.
fn nothing(graph: &Graph, cursor: Cursor, path: &Path, named: &Path) -> EditError {
    match cursor {
        Cursor::Node(node) => match content(graph, node, path) {
            ways if ways.is_empty() => EditError::NoParts(path.clone()),
            ways => EditError::Elsewhere { path: named.clone(), ways },
        },
        _ => EditError::NoParts(path.clone()),
    }
}

/// The values in the parts of an object that have no names, as far as an error names them.
fn content(graph: &Graph, node: NodeId, path: &Path) -> Vec<Path> {
    let mut found = Vec::new();
    for name in ["$list", "$args", "$kwargs", "$value", "$state"] {
        let mut named = path.clone();
        named.steps.push(PathStep::Key(name.to_owned()));
        let mut add = |step: Option<PathStep>| {
            let mut named = named.clone();
            named.steps.extend(step);
            found.push(named);
        };
        // One more than is named shows that there are more.
        let elements = |count: usize| (0..count.min(NAMED + 1)).map(|at| Some(PathStep::Index(at)));
        match part(graph, Cursor::Node(node), &PathStep::Key(name.to_owned())) {
            Some(Cursor::Node(node)) => match graph.value(node) {
                Value::Tuple(_) | Value::List(_) => elements(graph.elements(node).count()).for_each(add),
                Value::Dict(_) => graph
                    .items(node)
                    .take(NAMED + 1)
                    .map(|(key, _)| Some(PathStep::Key(key_text(graph, key).into_owned())))
                    .for_each(add),
                Value::Call { .. } => add(None),
                _ => {}
            },
            Some(cursor @ Cursor::List(_)) | Some(cursor @ Cursor::State(_)) => {
                let places = places(graph, cursor, &PathStep::Index(0));
                places.iter().flat_map(|place| elements(room::len(graph, &place.rooms))).for_each(add);
            }
            Some(Cursor::Items(_)) | None => {}
        }
    }
    found
}

/// What a state consists of.
enum State {
    /// Fields: the dict of the object, and that of its slots.
    Fields(Vec<NodeId>),
    Other,
}

/// The states of an object, in the order in which they are set.
fn states(graph: &Graph, node: NodeId) -> Vec<State> {
    let states = graph.steps(node).filter(|step| step.kind == StepKind::State);
    states
        .flat_map(|step| step.children)
        .map(|&state| match graph.value(state) {
            Value::Dict(_) => State::Fields(vec![state]),
            Value::Tuple(_) => match room::pair(graph, state) {
                Some([dict, slots])
                    if matches!(graph.value(dict), Value::None | Value::Dict(_))
                        && matches!(graph.value(slots), Value::Dict(_)) =>
                {
                    let dict = Some(dict).filter(|&dict| graph.value(dict) != Value::None);
                    State::Fields(dict.into_iter().chain([slots]).collect())
                }
                _ => State::Other,
            },
            _ => State::Other,
        })
        .collect()
}

/// All dicts of fields of an object, in the order in which they are set.
fn fields(graph: &Graph, node: NodeId) -> Vec<NodeId> {
    let states = states(graph, node).into_iter().filter_map(|state| match state {
        State::Fields(dicts) => Some(dicts),
        State::Other => None,
    });
    states.flatten().collect()
}

/// The value of a field.
fn field(graph: &Graph, node: NodeId, name: &str) -> Option<NodeId> {
    let rooms: Vec<Room> = fields(graph, node).into_iter().map(Room::Items).collect();
    let spots = room::spots(graph, &rooms, &PathStep::Key(name.to_owned()));
    spots.last().map(|spot| spot.value(graph))
}

fn is_dict(graph: &Graph, node: NodeId) -> bool {
    matches!(graph.value(node), Value::Dict(_))
}

fn is_sequence(graph: &Graph, node: NodeId) -> bool {
    matches!(graph.value(node), Value::List(_) | Value::Tuple(_))
}

/// Every place in which the value of a step may stand.
fn places(graph: &Graph, cursor: Cursor, step: &PathStep) -> Vec<Place> {
    match (cursor, step) {
        (Cursor::Node(node), PathStep::Key(_)) => match graph.value(node) {
            Value::Dict(_) => vec![Place::one(Room::Items(node))],
            Value::Call { .. } => match view(graph, node) {
                Some(view) => viewed_map(node, &view).into_iter().collect(),
                None => keyed(graph, node),
            },
            _ => Vec::new(),
        },
        (Cursor::Node(node), PathStep::Index(_)) => match graph.value(node) {
            Value::List(_) => vec![Place::one(Room::Elements(node))],
            Value::Tuple(_) => vec![Place::of(vec![Room::Elements(node)], None)],
            Value::Call { .. } => match view(graph, node) {
                Some(View::Deque { initial, .. }) => {
                    let rooms = initial.into_iter().chain([node]).map(Room::Elements);
                    vec![Place::of(rooms.collect(), Some(Room::Elements(node)))]
                }
                Some(_) => Vec::new(),
                None => listed(graph, node).into_iter().collect(),
            },
            _ => Vec::new(),
        },
        (Cursor::Items(node), PathStep::Key(_)) => {
            let place = items_place(graph, node).unwrap_or_else(|| Place::one(Room::Items(node)));
            vec![Place { way: Vec::new(), welcomes: true, ..place }]
        }
        (Cursor::List(node), PathStep::Index(_)) => vec![Place::one(Room::Elements(node))],
        (Cursor::State(node), PathStep::Key(_)) => state_places(graph, node, true),
        (Cursor::State(node), PathStep::Index(_)) => {
            let state = graph.steps(node).filter(|step| step.kind == StepKind::State).last();
            let state = state.and_then(|step| step.children.first().copied());
            state
                .filter(|&state| is_sequence(graph, state))
                .map(|state| Place::of(vec![Room::Elements(state)], None))
                .into_iter()
                .collect()
        }
        (Cursor::Items(_), PathStep::Index(_)) | (Cursor::List(_), PathStep::Key(_)) => Vec::new(),
    }
}

/// The items of the standard library's maps.
fn viewed_map(node: NodeId, view: &View<'_>) -> Option<Place> {
    let items = Room::Items(node);
    Some(match *view {
        View::OrderedDict { pairs } => {
            let pairs = pairs.map(|pairs| Room::Pairs(pairs, Case::Matters));
            Place::of(pairs.into_iter().chain([items]).collect(), Some(items))
        }
        View::Counter(Some(dict)) => Place::of(vec![Room::Items(dict), items], Some(Room::Items(dict))),
        View::DefaultDict { .. } | View::Counter(None) => Place::one(items),
        _ => return None,
    })
}

/// The places of keys in an object: where its class is known to keep them, its items, its fields.
fn keyed(graph: &Graph, node: NodeId) -> Vec<Place> {
    let home = home(graph, node);
    let mut places = Vec::new();
    let at_home = home.and_then(|home| home_place(graph, node, home));
    let is_home = at_home.is_some();
    places.extend(at_home);
    let items = items_place(graph, node);
    let has_items = items.is_some();
    if !(is_home && home.is_some_and(Home::replaces_items)) {
        places.extend(items);
    }
    // For these shapes it is certain that a new key is not an item.
    let is_model = MODEL_MARKERS.iter().any(|marker| field(graph, node, marker).is_some());
    let is_certain = is_model || states(graph, node).iter().any(|state| matches!(state, State::Other));
    if !has_items && !is_certain && may_begin_items(graph, node) && has_no_arguments(graph, node) {
        // An empty dict of a class is pickled as an object that is not a dict at all.
        places.push(Place::part(&["$items"], vec![Room::Items(node)], Some(Room::Items(node))));
    }
    if !(is_home && matches!(home, Some(Home::State | Home::StateOfLists))) {
        places.extend(state_places(graph, node, false));
    }
    // Items without a state: a new key cannot be meant to be anything else.
    if has_items
        && let [only] = &mut places[..]
        && matches!(&only.way[..], [PathStep::Key(way)] if way == "$items" || way == "$value")
    {
        only.welcomes = true;
    }
    places
}

fn items_place(graph: &Graph, node: NodeId) -> Option<Place> {
    let base = match made_with(graph, node)?.1 {
        MadeWith::Base { value, .. } if is_dict(graph, value) => Some(Room::Items(value)),
        _ => None,
    };
    let own = graph.steps(node).any(|step| step.kind == StepKind::Items).then_some(Room::Items(node));
    let new = own.or(base)?;
    let way = if own.is_some() { "$items" } else { "$value" };
    Some(Place::part(&[way], base.into_iter().chain(own).collect(), Some(new)))
}

/// Whether items may be set on an object that has none: its class is not known to be something else than a dict.
fn may_begin_items(graph: &Graph, node: NodeId) -> bool {
    let Value::Call { form, .. } = graph.value(node) else { return false };
    let is_open = match made_with(graph, node) {
        Some((_, MadeWith::Tuple(_))) => form == CallForm::Reduce || has_no_arguments(graph, node),
        Some((_, MadeWith::AfterFirst(_))) => true,
        // Protocols 0 and 1 name the builtin that the class is derived from.
        Some((_, MadeWith::Base { .. } | MadeWith::Nothing)) | None => false,
    };
    is_open && home(graph, node).is_none() && graph.steps(node).all(|step| step.kind != StepKind::Append)
}

fn has_no_arguments(graph: &Graph, node: NodeId) -> bool {
    let is_empty = |node| graph.elements(node).next().is_none() && graph.items(node).next().is_none();
    match (graph.value(node), made_with(graph, node)) {
        (Value::Call { form: CallForm::NewObjEx, .. }, Some((_, MadeWith::Tuple(args)))) => {
            room::pair(graph, args).is_some_and(|parts| parts.into_iter().all(is_empty))
        }
        (_, Some((_, MadeWith::Tuple(args)))) => is_empty(args),
        (_, Some((_, MadeWith::AfterFirst(args)))) => graph.elements(args).count() == 1,
        _ => true,
    }
}

/// A state with one of these is that of a pydantic model, version 2 or 1.
const MODEL_MARKERS: [&str; 2] = ["__pydantic_fields_set__", "__fields_set__"];

/// The dicts in such a state that hold the model's values.
const MODEL_DICTS: [&str; 4] =
    ["__dict__", "__pydantic_extra__", "__pydantic_private__", "__private_attribute_values__"];

/// The places of keys in a state. `named` says that the path names the state, so that a new key is meant for it.
fn state_places(graph: &Graph, node: NodeId, named: bool) -> Vec<Place> {
    let dicts = fields(graph, node);
    let Some(&last) = dicts.last() else { return Vec::new() };
    if named
        && let [_, _] = dicts[..]
        && states(graph, node).len() == 1
    {
        // The dict of the object and that of its slots: a new key may be meant for either.
        let part = |(at, dict)| Place {
            way: vec![PathStep::Index(at)],
            welcomes: false,
            ..Place::one(Room::Items(dict))
        };
        return dicts.into_iter().enumerate().map(part).collect();
    }
    let way: &[&str] = if named { &[] } else { &["$state"] };
    // A model of pydantic takes nothing else out of its state.
    let is_model = MODEL_MARKERS.iter().any(|marker| field(graph, node, marker).is_some());
    let new = (!is_model).then_some(Room::Items(last));
    let mut own = Place::part(way, dicts.into_iter().map(Room::Items).collect(), new);
    own.welcomes = named && !is_model;
    if let Some(home @ (Home::State | Home::StateOfLists)) = home(graph, node) {
        own.has_lists = home.has_lists();
        own.mirror = mirror(graph, node);
    }
    let mut places = vec![own];
    for name in MODEL_DICTS.iter().filter(|_| is_model) {
        let Some(dict) = field(graph, node, name).filter(|&dict| is_dict(graph, dict)) else { continue };
        let way: Vec<&str> = way.iter().copied().chain([*name]).collect();
        places.push(Place::part(&way, vec![Room::Items(dict)], Some(Room::Items(dict))));
    }
    places
}

/// The items that a library writes for what it keeps elsewhere.
fn mirror(graph: &Graph, node: NodeId) -> Option<Room> {
    graph.steps(node).any(|step| step.kind == StepKind::Items).then_some(Room::Items(node))
}

/// Where a known class keeps its keys; `None` where the object is not made as that class is.
fn home_place(graph: &Graph, node: NodeId, home: Home) -> Option<Place> {
    let in_field = |name: &'static str| Some((["$state", name], field(graph, node, name)?));
    let mut place = match home {
        Home::State | Home::StateOfLists => {
            let rooms: Vec<Room> = fields(graph, node).into_iter().map(Room::Items).collect();
            let last = *rooms.last()?;
            Place::part(&["$state"], rooms, Some(last))
        }
        Home::Field(name) | Home::FieldForItems(name) => {
            let (way, dict) = in_field(name)?;
            let rooms = viewed_or_dict(graph, dict)?;
            let last = *rooms.last()?;
            Place::part(&way, rooms, Some(last))
        }
        Home::Maps(name) => {
            let (way, maps) = in_field(name)?;
            let maps = graph.elements(maps);
            let mut rooms: Vec<Room> =
                maps.map(|map| is_dict(graph, map).then_some(Room::Items(map))).collect::<Option<_>>()?;
            rooms.reverse();
            let first = *rooms.last()?;
            let mut place = Place::part(&way, rooms, Some(first));
            place.shadows = true;
            place
        }
        Home::FieldOfPairs(name) => {
            let (way, list) = in_field(name)?;
            let room = Room::Pairs(Some(list).filter(|&list| is_sequence(graph, list))?, Case::Ignored);
            Place::part(&way, vec![room], Some(room))
        }
        Home::Argument | Home::ArgumentOfPairs => {
            let argument = only_argument(graph, node)?;
            let room = match home {
                Home::Argument => Some(Room::Items(argument)).filter(|_| is_dict(graph, argument)),
                _ => Some(Room::Pairs(argument, Case::Matters)).filter(|_| is_sequence(graph, argument)),
            }?;
            let mut place = Place::part(&["$args"], vec![room], Some(room));
            place.way.push(PathStep::Index(0));
            place
        }
    };
    place.welcomes = true;
    place.has_lists = home.has_lists();
    place.mirror = if home.replaces_items() { mirror(graph, node) } else { None };
    Some(place)
}

/// The rooms of a dict, or of a map of the standard library.
fn viewed_or_dict(graph: &Graph, node: NodeId) -> Option<Vec<Room>> {
    if is_dict(graph, node) {
        return Some(vec![Room::Items(node)]);
    }
    view(graph, node).and_then(|view| viewed_map(node, &view)).map(|place| place.rooms)
}

fn only_argument(graph: &Graph, node: NodeId) -> Option<NodeId> {
    let Value::Call { args, .. } = graph.value(node) else { return None };
    let mut args = graph.elements(args);
    args.next().filter(|_| args.next().is_none())
}

/// The elements of an object: those that are appended to it, behind those it begins with.
fn listed(graph: &Graph, node: NodeId) -> Option<Place> {
    let of = |list: NodeId| {
        let new = matches!(graph.value(list), Value::List(_)).then_some(Room::Elements(list));
        is_sequence(graph, list).then(|| Place::of(vec![Room::Elements(list)], new))
    };
    match home(graph, node) {
        Some(Home::Argument) => return of(only_argument(graph, node)?),
        Some(Home::Field(name)) => return of(field(graph, node, name)?),
        _ => {}
    }
    let base = match made_with(graph, node)?.1 {
        MadeWith::Base { value, .. } if matches!(graph.value(value), Value::List(_)) => {
            Some(Room::Elements(value))
        }
        _ => None,
    };
    let own = graph.steps(node).any(|step| step.kind == StepKind::Append).then_some(Room::Elements(node));
    let new = own.or(base)?;
    Some(Place::of(base.into_iter().chain(own).collect(), Some(new)))
}
