//! Every setting of the middleware: from code, or from the variables that the Python package and Flask know.
//!
//! It does not connect anything; [`SessionLayer`](super::SessionLayer) does.

use std::{fmt, str::FromStr, time::Duration};

use http::HeaderName;
use jiff::tz::Offset;

use crate::{
    codec::Format,
    pickle::{AllowList, Level},
    session::Lifetime,
};

/// What the middleware does and where its table is. The defaults are those of the Python package, except where it has a
/// fault: there the default is the safe choice, and [`Settings::compatible`] is as Python does it.
///
/// ```
/// use sessctl::{session::Lifetime, web::{Cookie, Settings, Transport}};
///
/// let settings = Settings {
///     table: "shop_sessions".to_owned(),
///     region: Some("eu-central-1".to_owned()),
///     lifetime: Lifetime::from_seconds(3600).expect("an hour is a lifetime"),
///     transport: Transport::Cookie(Cookie { secure: true, ..Cookie::default() }),
///     ..Settings::default()
/// };
/// assert!(settings.check().is_ok());
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the table: `SESSION_DYNAMODB_TABLE`, default `flask_sessions`.
    pub table: String,
    /// Endpoint instead of the region's own: `SESSION_DYNAMODB_ENDPOINT`.
    pub endpoint: Option<String>,
    /// Region: `SESSION_DYNAMODB_REGION`; without it what the SDK finds.
    pub region: Option<String>,
    /// Life of a session after its last save: `SESSION_DYNAMODB_TTL_SECONDS`, default 14 days.
    pub lifetime: Lifetime,
    /// Whether reads are strongly consistent: `SESSION_DYNAMODB_CONSISTENT_READ`, default no. A session that was read
    /// late is noticed when it is saved, whatever this says.
    pub consistent_read: bool,
    /// How the id travels: by cookie, or with `SESSION_DYNAMODB_USE_HEADER` by header.
    pub transport: Transport,
    /// Whether a session gets Flask's mark `_permanent`, which gives its cookie an expiry: `SESSION_PERMANENT`,
    /// default yes.
    pub permanent: bool,
    /// What becomes of an id that no session has. Default [`UnknownIds::Replace`].
    pub unknown_ids: UnknownIds,
    /// What becomes of a session that has expired and that DynamoDB has not removed yet. Default [`Expired::Refuse`].
    pub expired: Expired,
    /// Whether a session that holds nothing is stored. Default [`Empty::Skip`].
    pub empty: Empty,
    /// What a request gets when its session cannot be read. Default [`FailedRead::Fail`].
    pub failed_read: FailedRead,
    /// What a save does when somebody has written or deleted the session since it was read. Default
    /// [`Conflicts::Merge`].
    pub conflicts: Conflicts,
    /// How old an expiry may get before a request that changes nothing renews it. `None`, the default, is a tenth of
    /// the shorter of `lifetime` and the cookie's, at most an hour. Zero renews with every request.
    pub refresh_every: Option<Duration>,
    /// The worst verdict of a payload that is served. Default [`Level::Known`]: values of Python's own types. No
    /// payload is ever executed, whatever this says.
    pub verdict: Level,
    /// Classes of your own that count as known, as `module.Class`.
    pub allow: AllowList,
    /// Where the clocks of the Python hosts stand, east of UTC. The package takes UTC for local time, so an expiry that
    /// it writes comes earlier by that: set it to have those read as they are meant, and written alike. Default UTC:
    /// every expiry is true.
    pub python_offset: Offset,
    /// Format of new sessions. Default [`Format::Pickle`], at protocol 4; a session that exists keeps its own.
    pub format: Format,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            table: "flask_sessions".to_owned(),
            endpoint: None,
            region: None,
            lifetime: Lifetime::DEFAULT,
            consistent_read: false,
            transport: Transport::default(),
            permanent: true,
            unknown_ids: UnknownIds::default(),
            expired: Expired::default(),
            empty: Empty::default(),
            failed_read: FailedRead::default(),
            conflicts: Conflicts::default(),
            refresh_every: None,
            verdict: Level::Known,
            allow: AllowList::new(),
            python_offset: Offset::UTC,
            format: Format::Pickle,
        }
    }
}

/// How the session id travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In a cookie.
    Cookie(Cookie),
    /// In a header of requests and responses: `SESSION_DYNAMODB_HEADER_NAME`, default `X-SessionId`.
    Header(HeaderName),
}

impl Default for Transport {
    fn default() -> Self {
        Self::Cookie(Cookie::default())
    }
}

/// The cookie and its attributes, by Flask's names and with Flask's defaults except for `SameSite`.
///
/// ```
/// use sessctl::web::{Cookie, SameSite};
///
/// let cookie = Cookie::default();
/// assert_eq!((cookie.name.as_str(), cookie.path.as_str(), cookie.domain), ("session", "/", None));
/// assert_eq!(cookie.same_site, Some(SameSite::Lax));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    /// `SESSION_COOKIE_NAME`, default `session`.
    pub name: String,
    /// `SESSION_COOKIE_DOMAIN`, default the host alone.
    pub domain: Option<String>,
    /// `SESSION_COOKIE_PATH`, default `/`.
    pub path: String,
    /// Whether it is sent over HTTPS only: `SESSION_COOKIE_SECURE`, default no, as in Flask. Set it in production.
    pub secure: bool,
    /// Whether it is hidden from scripts: `SESSION_COOKIE_HTTPONLY`, default yes.
    pub http_only: bool,
    /// `SESSION_COOKIE_SAMESITE`, default `Lax`; the Python package never sets it.
    pub same_site: Option<SameSite>,
    /// Life of the cookie of a permanent session after each time it is sent: `PERMANENT_SESSION_LIFETIME`, default
    /// 31 days.
    pub lifetime: Lifetime,
}

impl Default for Cookie {
    fn default() -> Self {
        Self {
            name: "session".to_owned(),
            domain: None,
            path: "/".to_owned(),
            secure: false,
            http_only: true,
            same_site: Some(SameSite::Lax),
            lifetime: Lifetime::from_seconds(31 * 86_400).expect("31 days are a lifetime"),
        }
    }
}

/// The attribute `SameSite` of a cookie.
///
/// ```
/// assert_eq!("strict".parse(), Ok(sessctl::web::SameSite::Strict));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// Sent to requests from the site itself only.
    Strict,
    /// Sent also when a link leads to the site.
    Lax,
    /// Sent with every request; browsers want `Secure` with it.
    None,
}

impl SameSite {
    /// As the attribute spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "Strict",
            Self::Lax => "Lax",
            Self::None => "None",
        }
    }
}

impl FromStr for SameSite {
    type Err = UnknownSameSite;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Strict, Self::Lax, Self::None]
            .into_iter()
            .find(|value| value.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownSameSite)
    }
}

/// A text that is no value of `SameSite`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected Strict, Lax or None")]
pub struct UnknownSameSite;

/// What becomes of an id that a client sends and no session has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownIds {
    /// The session gets a new id: nobody can plant an id in somebody's browser and wait for a login.
    #[default]
    Replace,
    /// The session gets that id, as the Python package does it.
    Adopt,
}

/// What becomes of a session whose expiry has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expired {
    /// There is none.
    #[default]
    Refuse,
    /// It is served and renewed until DynamoDB has removed it, which takes up to a few days, as the Python package
    /// does it.
    Serve,
}

/// Whether a session that holds nothing but Flask's mark `_permanent` is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Empty {
    /// It is not: robots and health checks leave no trace.
    #[default]
    Skip,
    /// It is, and its id is sent, as the Python package does it.
    Store,
}

/// What a request gets when the table does not answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailedRead {
    /// Status 503, and nothing is written.
    #[default]
    Fail,
    /// An empty session of the same id, which overwrites the stored one when it is saved, as the Python package does it.
    StartEmpty,
}

/// What a save does when the session is no longer what the request has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conflicts {
    /// The keys that the request has changed are changed in what is stored now. What was deleted stays deleted.
    #[default]
    Merge,
    /// The whole session is written as the request knows it, also where it was deleted, as the Python package does it.
    Overwrite,
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A variable should be a number of seconds.
    #[error("{name} is `{value}`, not a number of seconds of at most 100 years")]
    Seconds {
        /// Name of the variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// A variable should say yes or no.
    #[error("{name} is `{value}`, neither true nor false")]
    Boolean {
        /// Name of the variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// A variable should be a value of `SameSite`.
    #[error("{name} is `{value}`, and should be Strict, Lax or None")]
    SameSite {
        /// Name of the variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// A header cannot have such a name.
    #[error("`{0}` is no name of a header")]
    HeaderName(String),
    /// A cookie cannot have such a name.
    #[error("`{0}` is no name of a cookie")]
    CookieName(String),
    /// An attribute would end the cookie, or the header.
    #[error("the cookie's {attribute} is `{value}`, which no cookie can hold")]
    CookieAttribute {
        /// Which attribute.
        attribute: &'static str,
        /// Its value.
        value: String,
    },
    /// Every session would have expired before it is stored.
    #[error("a lifetime of {lifetime} s ends before hosts {offset} s east of UTC have begun it")]
    Offset {
        /// The lifetime in seconds.
        lifetime: i64,
        /// The offset in seconds.
        offset: i64,
    },
    /// Browsers drop such a cookie.
    #[error("a cookie with SameSite None must be secure")]
    SameSiteNone,
}

impl Settings {
    /// The Python package's behaviour, faults and all, for a fleet in which both serve the same clients and must not
    /// be told apart. It adopts unknown ids, serves expired sessions, stores empty ones, starts empty and overwrites
    /// after a failed read, writes the whole session back with every request even where it was deleted, sets no
    /// `SameSite`, and serves objects of unknown classes.
    ///
    /// What you do not want of that, set back:
    ///
    /// ```
    /// use sessctl::web::{FailedRead, Settings, UnknownIds};
    ///
    /// let settings = Settings { failed_read: FailedRead::Fail, ..Settings::compatible() };
    /// assert_eq!(settings.unknown_ids, UnknownIds::Adopt);
    /// ```
    #[must_use]
    pub fn compatible() -> Self {
        Self {
            transport: Transport::Cookie(Cookie { same_site: None, ..Cookie::default() }),
            unknown_ids: UnknownIds::Adopt,
            expired: Expired::Serve,
            empty: Empty::Store,
            failed_read: FailedRead::StartEmpty,
            conflicts: Conflicts::Overwrite,
            refresh_every: Some(Duration::ZERO),
            verdict: Level::Unknown,
            ..Self::default()
        }
    }

    /// Settings from variables such as `SESSION_DYNAMODB_TABLE`, also with Flask's prefix, `FLASK_`; plain ones come
    /// first. A variable that is empty counts as not set, and others are none of its business. `SESSCTL_COMPATIBLE`
    /// starts from [`Settings::compatible`].
    ///
    /// ```
    /// use sessctl::web::{Settings, Transport};
    ///
    /// let variables = [("FLASK_SESSION_DYNAMODB_TABLE", "shop"), ("SESSION_DYNAMODB_USE_HEADER", "true")];
    /// let settings = Settings::from_variables(variables)?;
    /// assert_eq!(settings.table, "shop");
    /// assert!(matches!(settings.transport, Transport::Header(name) if name == "x-sessionid"));
    /// let error = Settings::from_variables([("SESSION_DYNAMODB_TTL_SECONDS", "soon")]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "SESSION_DYNAMODB_TTL_SECONDS is `soon`, not a number of seconds of at most 100 years"
    /// );
    /// # Ok::<(), sessctl::web::SettingsError>(())
    /// ```
    ///
    /// # Errors
    /// When a value is not what its variable takes; see [`SettingsError`].
    pub fn from_variables<N, V>(variables: impl IntoIterator<Item = (N, V)>) -> Result<Self, SettingsError>
    where
        N: AsRef<str>,
        V: Into<String>,
    {
        let variables = Variables::collect(variables);
        let mut settings = match variables.truth("SESSCTL_COMPATIBLE")? {
            Some(true) => Self::compatible(),
            _ => Self::default(),
        };
        if let Some((_, table)) = variables.get("SESSION_DYNAMODB_TABLE") {
            settings.table = table;
        }
        settings.endpoint = variables.get("SESSION_DYNAMODB_ENDPOINT").map(|(_, value)| value);
        settings.region = variables.get("SESSION_DYNAMODB_REGION").map(|(_, value)| value);
        if let Some(lifetime) = variables.lifetime("SESSION_DYNAMODB_TTL_SECONDS")? {
            settings.lifetime = lifetime;
        }
        if let Some(consistent) = variables.truth("SESSION_DYNAMODB_CONSISTENT_READ")? {
            settings.consistent_read = consistent;
        }
        if let Some(permanent) = variables.truth("SESSION_PERMANENT")? {
            settings.permanent = permanent;
        }
        if variables.truth("SESSION_DYNAMODB_USE_HEADER")? == Some(true) {
            let name = variables.get("SESSION_DYNAMODB_HEADER_NAME").map(|(_, value)| value);
            let name = name.unwrap_or_else(|| "X-SessionId".to_owned());
            settings.transport =
                Transport::Header(name.parse().map_err(|_| SettingsError::HeaderName(name.clone()))?);
        } else if let Transport::Cookie(cookie) = &mut settings.transport {
            variables.cookie(cookie)?;
        }
        settings.check()?;
        Ok(settings)
    }

    /// Settings from the process's environment, as [`Settings::from_variables`] reads it. Variables that are not
    /// Unicode are passed over.
    ///
    /// ```
    /// let settings = sessctl::web::Settings::from_environment()?;
    /// assert!(settings.check().is_ok());
    /// # Ok::<(), sessctl::web::SettingsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Settings::from_variables`].
    #[expect(clippy::disallowed_methods, reason = "the middleware's one place that reads the environment")]
    pub fn from_environment() -> Result<Self, SettingsError> {
        let unicode = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self::from_variables(std::env::vars_os().filter_map(unicode))
    }

    /// Whether the settings can be used together.
    ///
    /// ```
    /// use sessctl::web::{Cookie, SameSite, Settings, SettingsError, Transport};
    ///
    /// let cookie = Cookie { same_site: Some(SameSite::None), ..Cookie::default() };
    /// let settings = Settings { transport: Transport::Cookie(cookie), ..Settings::default() };
    /// assert_eq!(settings.check(), Err(SettingsError::SameSiteNone));
    /// ```
    ///
    /// # Errors
    /// When a name or an attribute of the cookie would break the header, browsers would drop the cookie, or sessions
    /// would never live.
    pub fn check(&self) -> Result<(), SettingsError> {
        if self.stored_lifetime().is_none() {
            return Err(SettingsError::Offset {
                lifetime: self.lifetime.seconds(),
                offset: self.offset_seconds(),
            });
        }
        let Transport::Cookie(cookie) = &self.transport else { return Ok(()) };
        // A cookie's name is a token, as a header's is (RFC 6265, section 4.1.1).
        if HeaderName::from_bytes(cookie.name.as_bytes()).is_err() {
            return Err(SettingsError::CookieName(cookie.name.clone()));
        }
        let attributes = [("path", Some(&cookie.path)), ("domain", cookie.domain.as_ref())];
        for (attribute, value) in attributes.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            if value.bytes().any(|byte| !(b' '..=b'~').contains(&byte) || byte == b';') {
                return Err(SettingsError::CookieAttribute { attribute, value: value.clone() });
            }
        }
        if cookie.same_site == Some(SameSite::None) && !cookie.secure {
            return Err(SettingsError::SameSiteNone);
        }
        Ok(())
    }

    /// In seconds, east of UTC.
    pub(super) fn offset_seconds(&self) -> i64 {
        i64::from(self.python_offset.seconds())
    }

    /// The lifetime as stored expiries have it.
    pub(super) fn stored_lifetime(&self) -> Option<Lifetime> {
        Lifetime::from_seconds(self.lifetime.seconds() - self.offset_seconds())
    }

    /// How many seconds old an expiry may get.
    pub(super) fn refresh_seconds(&self) -> i64 {
        /// At most one write an hour for a session that is only looked at.
        const HOUR: i64 = 3600;
        match (self.refresh_every, &self.transport) {
            (Some(every), _) => i64::try_from(every.as_secs()).unwrap_or(i64::MAX),
            (None, Transport::Cookie(cookie)) => {
                (self.lifetime.seconds().min(cookie.lifetime.seconds()) / 10).min(HOUR)
            }
            (None, Transport::Header(_)) => (self.lifetime.seconds() / 10).min(HOUR),
        }
    }
}

/// The variables that are set and not empty.
struct Variables(Vec<(String, String)>);

impl Variables {
    fn collect<N: AsRef<str>, V: Into<String>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let ours = |name: &str| {
            let name = name.strip_prefix("FLASK_").unwrap_or(name);
            name.starts_with("SESSION_")
                || name.starts_with("SESSCTL_")
                || name == "PERMANENT_SESSION_LIFETIME"
        };
        let variables = variables.into_iter().filter(|(name, _)| ours(name.as_ref()));
        let variables = variables.map(|(name, value)| (name.as_ref().to_owned(), value.into()));
        Self(variables.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The variable as it is spelled, and its value.
    fn get(&self, name: &str) -> Option<(String, String)> {
        let find = |name: &str| self.0.iter().find(|(have, _)| have == name).cloned();
        find(name).or_else(|| find(&format!("FLASK_{name}")))
    }

    fn truth(&self, name: &str) -> Result<Option<bool>, SettingsError> {
        let Some((name, value)) = self.get(name) else { return Ok(None) };
        match value.to_ascii_lowercase().as_str() {
            "1" | "true" | "t" | "yes" | "y" | "on" => Ok(Some(true)),
            "0" | "false" | "f" | "no" | "n" | "off" => Ok(Some(false)),
            _ => Err(SettingsError::Boolean { name, value }),
        }
    }

    fn lifetime(&self, name: &str) -> Result<Option<Lifetime>, SettingsError> {
        let Some((name, value)) = self.get(name) else { return Ok(None) };
        let lifetime = value.parse().ok().and_then(Lifetime::from_seconds);
        lifetime.map(Some).ok_or(SettingsError::Seconds { name, value })
    }

    fn cookie(&self, cookie: &mut Cookie) -> Result<(), SettingsError> {
        if let Some((_, name)) = self.get("SESSION_COOKIE_NAME") {
            cookie.name = name;
        }
        cookie.domain = self.get("SESSION_COOKIE_DOMAIN").map(|(_, value)| value);
        if let Some((_, path)) = self.get("SESSION_COOKIE_PATH") {
            cookie.path = path;
        }
        if let Some(secure) = self.truth("SESSION_COOKIE_SECURE")? {
            cookie.secure = secure;
        }
        if let Some(http_only) = self.truth("SESSION_COOKIE_HTTPONLY")? {
            cookie.http_only = http_only;
        }
        if let Some((name, value)) = self.get("SESSION_COOKIE_SAMESITE") {
            let same_site = value.parse().map_err(|_| SettingsError::SameSite { name, value })?;
            cookie.same_site = Some(same_site);
        }
        if let Some(lifetime) = self.lifetime("PERMANENT_SESSION_LIFETIME")? {
            cookie.lifetime = lifetime;
        }
        Ok(())
    }
}

impl fmt::Display for SameSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_is_read_plain_and_with_the_prefix_of_flask() {
        let variables = [
            ("SESSION_DYNAMODB_TABLE", "shop"),
            ("SESSION_DYNAMODB_ENDPOINT", "http://127.0.0.1:8000"),
            ("SESSION_DYNAMODB_REGION", "eu-central-1"),
            ("SESSION_DYNAMODB_TTL_SECONDS", "60"),
            ("SESSION_DYNAMODB_CONSISTENT_READ", "True"),
            ("SESSION_COOKIE_NAME", "sid"),
            ("SESSION_COOKIE_DOMAIN", "example.com"),
            ("SESSION_COOKIE_PATH", "/shop"),
            ("SESSION_COOKIE_SECURE", "1"),
            ("SESSION_COOKIE_HTTPONLY", "no"),
            ("SESSION_COOKIE_SAMESITE", "none"),
            ("SESSION_PERMANENT", "off"),
            ("PERMANENT_SESSION_LIFETIME", "3600"),
        ];
        for prefix in ["", "FLASK_"] {
            let named = variables.map(|(name, value)| (format!("{prefix}{name}"), value));
            let settings = Settings::from_variables(named).unwrap();
            assert_eq!(settings.table, "shop");
            assert_eq!(settings.endpoint.as_deref(), Some("http://127.0.0.1:8000"));
            assert_eq!(settings.region.as_deref(), Some("eu-central-1"));
            assert_eq!(settings.lifetime.seconds(), 60);
            assert!(settings.consistent_read && !settings.permanent);
            let cookie = Cookie {
                name: "sid".to_owned(),
                domain: Some("example.com".to_owned()),
                path: "/shop".to_owned(),
                secure: true,
                http_only: false,
                same_site: Some(SameSite::None),
                lifetime: Lifetime::from_seconds(3600).unwrap(),
            };
            assert_eq!(settings.transport, Transport::Cookie(cookie));
            assert_eq!(settings.refresh_seconds(), 6);
        }
    }

    #[test]
    fn plain_variables_come_before_those_of_flask_and_empty_ones_are_not_set() {
        let both = [("FLASK_SESSION_DYNAMODB_TABLE", "b"), ("SESSION_DYNAMODB_TABLE", "a")];
        assert_eq!(Settings::from_variables(both).unwrap().table, "a");
        let empty = [("FLASK_SESSION_DYNAMODB_TABLE", "b"), ("SESSION_DYNAMODB_TABLE", "")];
        assert_eq!(Settings::from_variables(empty).unwrap().table, "b");
    }

    #[test]
    fn what_a_variable_does_not_take_is_refused_by_name() {
        for (name, value) in [
            ("SESSION_DYNAMODB_TTL_SECONDS", "-1"),
            ("FLASK_SESSION_DYNAMODB_CONSISTENT_READ", "perhaps"),
            ("SESSION_COOKIE_SAMESITE", "Sometimes"),
        ] {
            let said = Settings::from_variables([(name, value)]).unwrap_err().to_string();
            assert!(said.contains(name) && said.contains(value), "{said}");
        }
        let header = [("SESSION_DYNAMODB_USE_HEADER", "1"), ("SESSION_DYNAMODB_HEADER_NAME", "no header")];
        assert_eq!(
            Settings::from_variables(header).unwrap_err(),
            SettingsError::HeaderName("no header".to_owned())
        );
    }

    #[test]
    fn no_setting_breaks_the_cookie_header() {
        for (name, value) in [
            ("SESSION_COOKIE_NAME", "a=b"),
            ("SESSION_COOKIE_NAME", "a;b"),
            ("SESSION_COOKIE_PATH", "/; Domain=evil.example"),
            ("SESSION_COOKIE_DOMAIN", "a\r\nSet-Cookie: b=c"),
            ("SESSION_COOKIE_SAMESITE", "None"),
        ] {
            assert!(Settings::from_variables([(name, value)]).is_err(), "{name} {value}");
        }
    }
}
