//! Flags and environment become what commands work with. Nothing else reads the environment or the clock.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;
use sessctl::{
    layout::{LAYOUTS, Layout},
    local::Engine,
    session::Lifetime,
    store::{self, Settings, Store},
};

use crate::{
    cli::{Globals, OutputFormat, parse_lifetime},
    exit::Failure,
    interrupt::Interrupt,
    output::{Ui, UiSettings},
};

/// What every command gets.
pub(crate) struct Context {
    pub(crate) ui: Ui,
    /// Read once, at the start.
    pub(crate) now: Timestamp,
    pub(crate) interrupt: Interrupt,
    /// Life of the sessions that are written.
    pub(crate) lifetime: Lifetime,
    /// Whose table it is.
    pub(crate) library: &'static Layout,
    key_prefix: Option<String>,
    table: String,
    region: Option<String>,
    profile: Option<String>,
    endpoint_url: Option<String>,
    ca_bundle: Option<PathBuf>,
    local: Option<Local>,
    default_local: Option<PathBuf>,
    consistent_read: bool,
    /// An engine that is open already: the demo's commands share one.
    engine: Option<Engine>,
}

/// A second table, by what is not as with the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Elsewhere {
    pub(crate) table: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) local: Option<Option<PathBuf>>,
    pub(crate) library: Option<&'static Layout>,
    pub(crate) key_prefix: Option<String>,
}

/// What names a table, the embedded engine apart.
struct Site {
    table: String,
    region: Option<String>,
    profile: Option<String>,
    endpoint_url: Option<String>,
}

/// Where the embedded engine keeps its tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Local {
    File(PathBuf),
    Memory,
}

impl Local {
    fn from_path(path: &Path) -> Self {
        if path == Path::new(":memory:") { Self::Memory } else { Self::File(path.to_owned()) }
    }

    fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Memory => ":memory:".to_owned(),
        }
    }

    /// Opens the engine, creating its file where there is none.
    pub(crate) fn open(&self) -> anyhow::Result<Engine> {
        match self {
            Self::File(path) => Engine::open(path)
                .with_context(|| format!("cannot open the embedded engine at `{}`", path.display())),
            Self::Memory => Engine::memory().context("cannot open the embedded engine"),
        }
    }
}

/// The variables that are set and not empty.
struct Environment;

impl Environment {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    fn get(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    fn path(&self, name: &str) -> Option<PathBuf> {
        std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// A setting of the Python package, plain or with Flask's prefix.
    fn session(&self, name: &str) -> Option<String> {
        self.get(&format!("SESSION_DYNAMODB_{name}"))
            .or_else(|| self.get(&format!("FLASK_SESSION_DYNAMODB_{name}")))
    }

    fn data_dir(&self) -> Option<PathBuf> {
        let home = || self.path("HOME").or_else(|| self.path("USERPROFILE"));
        // The XDG specification has relative paths ignored.
        let xdg = self.path("XDG_DATA_HOME").filter(|path| path.is_absolute());
        xdg.or_else(|| Some(home()?.join(".local/share")))
    }
}

fn is_true(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "t" | "yes" | "y" | "on")
}

impl Context {
    /// Resolves flags over environment over defaults.
    pub(crate) fn new(globals: &Globals) -> anyhow::Result<Self> {
        let env = Environment;
        let default_local = env.data_dir().map(|dir| dir.join("sessctl").join("local.db"));
        let local = match (&globals.local, &globals.endpoint_url) {
            (Some(Some(path)), _) => Some(Local::from_path(path)),
            (Some(None), _) => Some(default_file(default_local.as_deref())?),
            (None, Some(_)) => None,
            (None, None) => match env.get("SESSCTL_LOCAL") {
                Some(value) if matches!(value.as_str(), "0" | "false") => None,
                Some(value) if matches!(value.as_str(), "1" | "true") => {
                    Some(default_file(default_local.as_deref())?)
                }
                Some(value) => Some(Local::from_path(Path::new(&value))),
                None => None,
            },
        };
        let endpoint_url = match &local {
            Some(_) => None,
            None => globals
                .endpoint_url
                .clone()
                .or_else(|| env.session("ENDPOINT"))
                .or_else(|| env.get("AWS_ENDPOINT_URL_DYNAMODB"))
                .or_else(|| env.get("AWS_ENDPOINT_URL")),
        };
        let lifetime = match (globals.ttl, env.session("TTL_SECONDS")) {
            (Some(lifetime), _) => lifetime,
            (None, Some(text)) => parse_lifetime(&text).map_err(|error| {
                Failure::usage(format!("SESSION_DYNAMODB_TTL_SECONDS is `{text}`: {error}"))
            })?,
            (None, None) => Lifetime::DEFAULT,
        };
        let output = match (globals.output, env.get("SESSCTL_OUTPUT")) {
            (Some(output), _) => output,
            (None, Some(text)) => clap::ValueEnum::from_str(&text, true).map_err(|_| {
                Failure::usage(format!("SESSCTL_OUTPUT is `{text}`, and should be table, json or ndjson"))
            })?,
            (None, None) => OutputFormat::Table,
        };
        let library = match (globals.layout, env.get("SESSCTL_LAYOUT")) {
            (Some(layout), _) => layout,
            (None, Some(text)) => Layout::named(&text).ok_or_else(|| {
                let names = LAYOUTS.map(|layout| layout.name).join(", ");
                Failure::usage(format!("SESSCTL_LAYOUT is `{text}`, and should be one of {names}"))
            })?,
            (None, None) => Default::default(),
        };
        let redact = globals.redact || env.get("SESSCTL_REDACT").is_some_and(|value| is_true(&value));
        Ok(Self {
            ui: Ui::new(UiSettings {
                output,
                query: globals.query.as_deref(),
                redact,
                quiet: globals.quiet,
                verbose: globals.verbose > 0,
                color: globals.color,
            })?,
            now: now(),
            interrupt: Interrupt::new(),
            lifetime,
            library,
            // Where the library puts none, the variable is another library's.
            key_prefix: globals
                .key_prefix
                .clone()
                .or_else(|| env.get("SESSION_KEY_PREFIX").filter(|_| !library.key_prefix.is_empty())),
            table: globals
                .table
                .clone()
                .or_else(|| env.session("TABLE"))
                .unwrap_or_else(|| library.table.to_owned()),
            region: globals.region.clone().or_else(|| env.session("REGION")),
            profile: globals.profile.clone(),
            endpoint_url,
            ca_bundle: globals.ca_bundle.clone().or_else(|| env.path("AWS_CA_BUNDLE")),
            local,
            default_local,
            consistent_read: globals.consistent_read
                || env.session("CONSISTENT_READ").is_some_and(|value| is_true(&value)),
            engine: None,
        })
    }

    /// Gives the commands an engine that is open already.
    pub(crate) fn with_engine(mut self, engine: Engine) -> Self {
        self.engine = Some(engine);
        self.local = Some(Local::Memory);
        self
    }

    /// The command that opens an editor, for a shell.
    pub(crate) fn editor(&self) -> Option<String> {
        Environment.get("VISUAL").or_else(|| Environment.get("EDITOR"))
    }

    fn local_default(&self) -> anyhow::Result<Local> {
        Ok(default_file(self.default_local.as_deref())?)
    }

    /// Where the embedded engine is, also when the command line does not choose it.
    pub(crate) fn local(&self) -> anyhow::Result<Local> {
        match &self.local {
            Some(local) => Ok(local.clone()),
            None => self.local_default(),
        }
    }

    /// Name of the table.
    pub(crate) fn table(&self) -> &str {
        &self.table
    }

    /// The region, where flags or the `SESSION_*` environment name one.
    pub(crate) fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// How the items of the table are read and written.
    pub(crate) fn layout(&self) -> Result<Layout, Failure> {
        items_of(self.library, self.key_prefix.as_deref())
    }

    /// The store of the table that was named.
    pub(crate) async fn store(&self) -> anyhow::Result<Store> {
        self.store_with(self.layout()?, self.local.as_ref()).await
    }

    /// The store of the same table in the embedded engine.
    pub(crate) async fn local_store(&self) -> anyhow::Result<Store> {
        self.store_with(self.layout()?, Some(&self.local()?)).await
    }

    /// The same for what concerns the table alone: it reads no items, so it does not matter how they are laid out.
    pub(crate) async fn table_store(&self) -> anyhow::Result<Store> {
        self.store_with(with_prefix(self.library, self.key_prefix.as_deref()), self.local.as_ref()).await
    }

    /// The store of the table that was named, and that of another.
    pub(crate) async fn stores(&self, to: Elsewhere) -> anyhow::Result<(Store, Store)> {
        let library = to.library.unwrap_or(self.library);
        let is_other = library.name != self.library.name;
        // A prefix that was given for one library says nothing of another.
        let key_prefix =
            to.key_prefix.as_deref().or_else(|| self.key_prefix.as_deref().filter(|_| !is_other));
        let layout = items_of(library, key_prefix)?;
        let is_elsewhere = to.region.is_some() || to.profile.is_some();
        let local = match (to.local, to.endpoint_url.is_some() || is_elsewhere) {
            (Some(Some(path)), _) => Some(Local::from_path(&path)),
            (Some(None), _) => Some(self.local_default()?),
            (None, true) => None,
            (None, false) => self.local.clone(),
        };
        let table = to.table.unwrap_or_else(|| if is_other { library.table } else { &self.table }.to_owned());
        let site = Site {
            table,
            region: to.region.or_else(|| self.region.clone()),
            profile: to.profile.or_else(|| self.profile.clone()),
            // A region or a profile of its own means AWS.
            endpoint_url: to.endpoint_url.or_else(|| self.endpoint_url.clone().filter(|_| !is_elsewhere)),
        };
        let source = self.embedded(self.local.as_ref())?;
        let target = match &local {
            // An engine has its file once.
            local if *local == self.local => source.clone(),
            local => self.embedded(local.as_ref())?,
        };
        let source = self.connect(self.site(), self.layout()?, source).await?;
        Ok((source, self.connect(site, layout, target).await?))
    }

    fn site(&self) -> Site {
        Site {
            table: self.table.clone(),
            region: self.region.clone(),
            profile: self.profile.clone(),
            endpoint_url: self.endpoint_url.clone(),
        }
    }

    async fn store_with(&self, layout: Layout, local: Option<&Local>) -> anyhow::Result<Store> {
        self.connect(self.site(), layout, self.embedded(local)?).await
    }

    /// The embedded engine, where that is meant, and its name.
    fn embedded(&self, local: Option<&Local>) -> anyhow::Result<Option<(Engine, String)>> {
        Ok(match (&self.engine, local) {
            (Some(engine), _) => Some((engine.clone(), Local::Memory.name())),
            (None, Some(local)) => Some((local.open()?, local.name())),
            (None, None) => None,
        })
    }

    async fn connect(
        &self,
        site: Site,
        layout: Layout,
        embedded: Option<(Engine, String)>,
    ) -> anyhow::Result<Store> {
        let Site { table, region, profile, endpoint_url } = site;
        let ca_bundle = match &self.ca_bundle {
            Some(path) if embedded.is_none() => Some(
                std::fs::read(path)
                    .with_context(|| format!("cannot read the CA bundle `{}`", path.display()))?,
            ),
            _ => None,
        };
        let doing = format!("cannot connect to table `{table}`");
        let settings = Settings {
            table,
            layout,
            region,
            profile,
            endpoint_url: endpoint_url.filter(|_| embedded.is_none()),
            ca_bundle,
            embedded: embedded.map(|(engine, name)| (engine.http_client(), name)),
            consistent_read: self.consistent_read,
        };
        let store = store::connect(settings).await.context(doing)?;
        self.ui.verbose(&format!("Table `{}` in {}.", store.table(), store.target().place));
        Ok(store)
    }
}

/// A layout whose items can be read and written.
fn items_of(library: &Layout, key_prefix: Option<&str>) -> Result<Layout, Failure> {
    if library.envelope.is_none() {
        let message = format!("items of layout `{}` cannot be read or written", library.name);
        return Err(Failure::usage(message).hint("`init-table` and `describe` know its tables"));
    }
    Ok(with_prefix(library, key_prefix))
}

fn with_prefix(library: &Layout, key_prefix: Option<&str>) -> Layout {
    match key_prefix {
        Some(prefix) => library.with_key_prefix(prefix.to_owned()),
        None => library.clone(),
    }
}

fn default_file(path: Option<&Path>) -> Result<Local, Failure> {
    path.map(|path| Local::File(path.to_owned())).ok_or_else(|| {
        Failure::usage("there is no home directory for the embedded engine's file")
            .hint("name a file: `--local=FILE`, or `--local=:memory:`")
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
fn now() -> Timestamp {
    Timestamp::now()
}
