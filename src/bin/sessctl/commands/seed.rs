//! Sessions as applications write them, for `sessctl local seed` and the demo: every kind, also the bad ones.

use anyhow::Context as _;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use sessctl::{
    codec::typed::{self, ReadOptions},
    layout::{Layout, Owner},
    provision::{self, Wishes},
    session::{Lifetime, Payload, SessionId},
    store::{PutMode, Store},
};

use super::new_id;
use crate::{context::Context, exit::Exit};

/// Writes in flight at a time.
const CONCURRENCY: usize = 8;

/// What a seeded session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    User,
    Cart,
    Flashes,
    OAuth,
    Datetimes,
    Object,
    LegacyJson,
    ExpiredUser,
    Junk,
    Broken,
    Hostile,
}

/// The first sessions are one of each, so that a small seed has every kind.
const ONE_OF_EACH: [Kind; 11] = [
    Kind::User,
    Kind::Cart,
    Kind::Flashes,
    Kind::OAuth,
    Kind::Datetimes,
    Kind::Object,
    Kind::LegacyJson,
    Kind::ExpiredUser,
    Kind::Junk,
    Kind::Broken,
    Kind::Hostile,
];

/// The rest is what a shop has: mostly users and carts, some of them expired, and what bots leave.
const AFTERWARDS: [Kind; 16] = [
    Kind::User,
    Kind::Cart,
    Kind::Junk,
    Kind::User,
    Kind::ExpiredUser,
    Kind::User,
    Kind::Flashes,
    Kind::Cart,
    Kind::User,
    Kind::Datetimes,
    Kind::ExpiredUser,
    Kind::User,
    Kind::OAuth,
    Kind::LegacyJson,
    Kind::Object,
    Kind::Junk,
];

fn kind_of(n: usize) -> Kind {
    match n.checked_sub(ONE_OF_EACH.len()) {
        None => ONE_OF_EACH[n],
        Some(rest) => AFTERWARDS[rest % AFTERWARDS.len()],
    }
}

/// Sessions somebody may want to look at.
pub(super) struct Seeded {
    pub(super) user: Option<SessionId>,
    pub(super) hostile: Option<SessionId>,
}

const NAMES: [&str; 8] = ["ada", "grace", "linus", "jürgen", "søren", "美咲", "o'brien", "katherine"];

/// The session's data as typed JSON; the bad ones have none.
fn data_of(kind: Kind, n: usize, moment: Timestamp) -> Option<String> {
    let name = NAMES[n % NAMES.len()];
    let clock = jiff::tz::TimeZone::UTC.to_datetime(moment).strftime("%Y-%m-%dT%H:%M:%S.%6f").to_string();
    let token = format!("{:032x}", uuid::Uuid::new_v4().as_u128());
    Some(match kind {
        Kind::User | Kind::ExpiredUser => format!(
            r#"{{"_permanent":true,"_fresh":true,"_id":"{token}{token}","_user_id":"{}","csrf_token":"{token}","user":{{"username":"{name}","roles":{{"$set":["customer"]}},"login_at":{{"$datetime":"{clock}"}},"logins":{}}}}}"#,
            1000 + n,
            n % 40,
        ),
        Kind::Cart => {
            let items: Vec<String> = (0..=n % 5)
                .map(|i| {
                    format!(
                        r#"{{"sku":"SKU-{:04}","quantity":{},"price":{{"$decimal":"{}.{:02}"}}}}"#,
                        (n + i) % 10_000,
                        i + 1,
                        4 + (n + i) % 90,
                        (n * 7 + i) % 100,
                    )
                })
                .collect();
            format!(
                r#"{{"_permanent":true,"csrf_token":"{token}","cart":{{"id":{{"$uuid":"{}"}},"items":[{}],"updated":{{"$datetime":"{clock}"}}}},"coupon":null}}"#,
                uuid::Uuid::new_v4(),
                items.join(","),
            )
        }
        Kind::Flashes => format!(
            r#"{{"_permanent":true,"_flashes":[{{"$tuple":["message","Welcome back, {name}!"]}},{{"$tuple":["error","Payment <b>declined</b>"]}}],"next":"/orders/{n}?page=2"}}"#
        ),
        Kind::OAuth => format!(
            r#"{{"_permanent":true,"oauth_token":{{"access_token":"ya29.{token}{token}","refresh_token":"1//{token}","token_type":"Bearer","expires_in":3599,"expires_at":{}.25,"scope":["openid","email"]}},"nonce":{{"$bytes":"3q2+7w=="}},"state":"{token}"}}"#,
            moment.as_second() + 3599,
        ),
        Kind::Datetimes => format!(
            r#"{{"_permanent":true,"last_seen":{{"$datetime":"{clock}"}},"birthday":{{"$date":"1815-12-10"}},"reminder":{{"$time":"07:30:00"}},"trial":{{"$timedelta":[14,0,0]}},"visits":[1,2,9007199254740993,{{"$tuple":[1.5,-0.25]}}]}}"#
        ),
        Kind::Object => format!(
            r#"{{"_permanent":true,"_user_id":"{}","preferences":{{"$object":{{"class":"shop.models:Preferences","how":"newobj","args":[],"state":{{"theme":"dark","language":"{}","page_size":{}}}}}}}}}"#,
            1000 + n,
            ["en", "de", "ja"][n % 3],
            10 * (1 + n % 5),
        ),
        Kind::LegacyJson => {
            format!(
                r#"{{"_permanent": true, "username": "{name}", "last_seen": "{}"}}"#,
                clock.replace('T', " ")
            )
        }
        Kind::Junk => r#"{"_permanent":true}"#.to_owned(),
        Kind::Broken | Kind::Hostile => return None,
    })
}

/// What unpickles as `{"user": os.system("echo this would have run")}`.
const HOSTILE: &[u8] = b"\x80\x04}\x94\x8c\x04user\x94\x8c\x02os\x94\x8c\x06system\x94\x93\x94\x8c\x18echo this would have run\x94\x85\x94R\x94s.";

fn payload_of(
    layout: &Layout,
    owner: &Owner<'_>,
    kind: Kind,
    n: usize,
    moment: Timestamp,
) -> anyhow::Result<Payload> {
    let Some(data) = data_of(kind, n, moment) else {
        return Ok(match kind {
            Kind::Hostile => layout.payload_of_pickle(HOSTILE.to_vec()),
            // Cut off in the middle of a string, as by a failed copy.
            _ => layout.payload_of_pickle(
                b"\x80\x04\x95\x2e\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x0a_permanent\x94\x88\x8c\x08user"
                    .to_vec(),
            ),
        });
    };
    // Python 3.8 to 3.13 write protocol 4; some servers are newer, some older.
    let protocol = [4, 4, 4, 5, 3][n % 5];
    let options = ReadOptions { protocol, ..ReadOptions::default() };
    let graph = typed::read(data.as_bytes(), &options).context("cannot read a seed")?;
    let second = layout.targets.get(1).filter(|_| kind == Kind::LegacyJson);
    let format = second.unwrap_or(&layout.targets[0]).format();
    // What the library cannot hold becomes what its encoder makes of it.
    Ok(layout.encode(&graph, layout.target(format, protocol), owner).context("cannot encode a seed")?.payload)
}

/// When the session was written: in the last hours, or so long ago that it has expired.
fn written_at(kind: Kind, n: usize, now: Timestamp, lifetime: Lifetime) -> Timestamp {
    let minutes = i64::try_from(n % 3000).unwrap_or(0) * 3 + 1;
    let age = match kind {
        Kind::ExpiredUser => lifetime.seconds() + minutes * 60,
        Kind::Junk if n % 2 == 1 => lifetime.seconds() + minutes * 60,
        _ => (minutes * 60).min(lifetime.seconds() / 2),
    };
    let micros = i64::try_from(n).unwrap_or(0).wrapping_mul(7_919) % 1_000_000;
    now - SignedDuration::from_secs(age) + SignedDuration::from_micros(micros.min(999_999))
}

/// Writes `count` sessions.
pub(super) async fn write(
    store: &Store,
    count: u32,
    now: Timestamp,
    lifetime: Lifetime,
) -> anyhow::Result<Seeded> {
    let layout = store.layout();
    let mut seeded = Seeded { user: None, hostile: None };
    let mut writes = stream::iter(0..count as usize)
        .map(|n| async move {
            let kind = kind_of(n);
            let moment = written_at(kind, n, now, lifetime);
            let id = new_id(layout)?;
            let owner = Owner { id: &id, ttl: lifetime.ttl_at(moment), lifetime, before: None };
            let payload = payload_of(layout, &owner, kind, n, moment)?;
            store
                .put(&id, &payload, PutMode::Create, lifetime, moment)
                .await
                .with_context(|| format!("cannot write to table `{}`", store.table()))?;
            anyhow::Ok((kind, id))
        })
        .buffered(CONCURRENCY);
    while let Some((kind, id)) = writes.try_next().await? {
        match kind {
            Kind::User => seeded.user.get_or_insert(id),
            Kind::Hostile => seeded.hostile.get_or_insert(id),
            _ => continue,
        };
    }
    Ok(seeded)
}

pub(super) async fn run(count: u32, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.local_store().await?;
    let spec = Wishes::default().spec(ctx.library)?;
    let state = provision::read_state(&store).await?;
    if state.is_none() {
        let plan = provision::plan(None, &spec);
        provision::apply(&store, &spec, &plan, std::time::Duration::from_secs(10), &mut |_| {}).await?;
        ctx.ui.status(&format!("Created table `{}`.", store.table()));
    }
    write(&store, count, ctx.now, ctx.lifetime).await?;
    ctx.ui.status(&format!("Wrote {count} sessions to table `{}`.", store.table()));
    Ok(Exit::Done)
}
