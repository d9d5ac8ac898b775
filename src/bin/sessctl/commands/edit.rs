//! `sessctl edit`: changes a session, in an editor or by path.

use std::{io::Write, path::Path as FilePath};

use anyhow::Context as _;
use sessctl::{
    codec::{
        self, Decoded, Format, Projection, edit,
        path::Path,
        typed::{self, ReadOptions},
    },
    layout::{Encoded, Owner, Stored, payload_value},
    pickle::{AllowList, Graph},
    session::Payload,
    store::{Store, StoreError},
};

use super::say_missing;
use crate::{
    context::Context,
    exit::{Exit, Failure},
    output::{ChangeLine, Opcodes, Record, RecordOptions, Secrets, Shape, change_lines},
};

/// Change a session in an editor, or by path
///
/// Opens $VISUAL or $EDITOR on the session's data in typed JSON; text that cannot be read opens it again with the
/// error on top. The session is written back in its own format and protocol, with everything that was not changed as
/// it was, and only if nobody has written it meanwhile; otherwise the edit is kept in a file. The expiry stays. Prints what
/// changed, with values under secret keys masked.
#[derive(Clone, Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sessctl edit 9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11 --set 'username=\"ada\"'\n  \
    sessctl edit 9f3c1c9e-0c5e-4b5e-8f52-6f1a5f0c7b11 --set 'cart={\"$tuple\": [1, 2]}' --set seen=true"
)]
pub(crate) struct Args {
    /// Id of the session; one that begins with `-` goes after `--`
    #[arg(value_name = "ID")]
    id: String,
    /// Set the value at a path such as user.name or cart[0].price, from typed JSON; repeatable
    ///
    /// In an object a key leads to the item or field of that name. Where both have it, and for a new key, the path names the
    /// part as `get --plain` shows it: `token."$items".scope`, `user."$state".name`, `point."$args"[0]`.
    #[arg(long, value_name = "PATH=JSON", value_parser = parse_assignment)]
    set: Vec<Assignment>,
    /// Take the value at a path out; repeatable, done before `--set`
    #[arg(long, value_name = "PATH")]
    unset: Vec<Path>,
    /// Print changed values under secret keys, such as passwords and tokens, as they are
    #[arg(long)]
    show_secrets: bool,
}

#[derive(Clone, Debug)]
struct Assignment {
    path: Path,
    value: String,
}

fn parse_assignment(text: &str) -> Result<Assignment, String> {
    let mut quoted = false;
    let equals = text.char_indices().find(|&(_, c)| {
        quoted ^= c == '"';
        c == '=' && !quoted
    });
    let (at, _) = equals.ok_or("expected PATH=JSON")?;
    let path = text[..at].parse().map_err(|error: codec::path::PathError| error.to_string())?;
    Ok(Assignment { path, value: text[at + 1..].to_owned() })
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    if args.show_secrets && ctx.ui.redacts() {
        return Err(Failure::usage("`--show-secrets` prints what `--redact` masks").into());
    }
    let id = super::parse_id(&args.id)?;
    let store = ctx.store().await?;
    let name = format!("session `{}` of table `{}`", id.short_hash(), store.table());
    let Some(stored) = store.get(&id).await.with_context(|| format!("cannot read {name}"))? else {
        say_missing(ctx, &store, &id);
        return Ok(Exit::NotFound);
    };
    let decoded = store.layout().decode(&stored, &AllowList::new());
    let Decoded { format, protocol, content, .. } =
        decoded.ok_or_else(|| Failure::new(Exit::Failed, format!("{name} has no payload to edit")))?;
    let graph = content.with_context(|| format!("cannot edit {name}"))?;

    let by_path = !args.set.is_empty() || !args.unset.is_empty();
    let protocol = protocol.unwrap_or(4);
    let options = ReadOptions { protocol, like: Some(&graph), ..ReadOptions::default() };
    let edited = if by_path {
        Some(apply(args, graph.clone(), &options)?)
    } else {
        match ask_editor(ctx, &graph, &options).await? {
            Answer::Edited(edited) => Some(*edited),
            Answer::Unchanged => None,
            Answer::Ended(exit) => return Ok(exit),
        }
    };
    let secrets = if args.show_secrets { Secrets::Shown } else { Secrets::Masked };
    let Some(edited) = edited.filter(|edited| !codec::same(edited, &graph)) else {
        ctx.ui.status("No changes.");
        if !ctx.ui.is_human() {
            print(ctx, &store, &stored, Vec::new(), secrets)?;
        }
        return Ok(Exit::Done);
    };
    let payload = write(ctx, &store, &stored, (format, protocol), &edited).await?;
    let changes = change_lines(&graph, &edited, protocol, secrets);
    report(ctx, &store, stored, payload, changes, secrets)
}

fn apply(args: &Args, mut graph: Graph, options: &ReadOptions<'_>) -> anyhow::Result<Graph> {
    for path in &args.unset {
        edit::unset(&mut graph, path).with_context(|| format!("cannot take `{path}` out"))?;
    }
    for Assignment { path, value } in &args.set {
        let value = typed::read_into(&mut graph, value.as_bytes(), options)
            .map_err(|error| Failure::usage(format!("the value for `{path}` cannot be used: {error}")))?;
        edit::set(&mut graph, path, value).with_context(|| format!("cannot set `{path}`"))?;
    }
    Ok(graph)
}

/// What came of an editor.
enum Answer {
    Edited(Box<Graph>),
    Unchanged,
    /// A signal ended the command.
    Ended(Exit),
}

/// Opens the editor until it leaves something that can be read.
async fn ask_editor(ctx: &Context, graph: &Graph, options: &ReadOptions<'_>) -> anyhow::Result<Answer> {
    let Some(editor) = ctx.editor() else {
        return Err(Failure::usage("no editor is set")
            .hint("set VISUAL or EDITOR, or pass `--set PATH=JSON`")
            .into());
    };
    // From here on a signal ends the command by itself, so that the files go away first.
    let mut ending = ctx.interrupt.defer_ending().context("cannot listen for signals")?;
    let dir = private_directory().context("cannot make a directory for the editor")?;
    let file = dir.path().join("session.json");
    let original = codec::json::pretty(&codec::project(graph, Projection::Typed, options.protocol));
    let mut text = original.clone();
    let mut error: Option<String> = None;
    loop {
        let head = error
            .as_ref()
            .map(|error| format!("# {error}\n# Leave the text as it is to give up.\n"))
            .unwrap_or_default();
        write_private(&file, &format!("{head}{text}\n"))?;
        let _guard = ctx.interrupt.yield_to_foreground();
        tokio::select! {
            opened = open(&editor, &file) => opened?,
            exit = ending.come() => return Ok(Answer::Ended(exit)),
        }
        let after = std::fs::read_to_string(&file).context("cannot read what the editor has left")?;
        let after: String =
            after.lines().skip_while(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n");
        if after.trim() == original.trim() {
            return Ok(Answer::Unchanged);
        }
        match typed::read(after.as_bytes(), options) {
            Ok(graph) => return Ok(Answer::Edited(Box::new(graph))),
            Err(wrong) if error.is_some() && after.trim() == text.trim() => {
                let kept = keep(&after)?;
                return Err(Failure::new(
                    Exit::Failed,
                    format!("gave up; the session is as it was: {wrong}"),
                )
                .hint(format!("the edit is kept in {kept}"))
                .into());
            }
            Err(wrong) => error = Some(wrong.to_string().replace('\n', " ")),
        }
        text = after;
    }
}

async fn open(editor: &str, file: &FilePath) -> anyhow::Result<()> {
    // The variable holds a command with arguments, for a shell.
    let mut command = std::process::Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file);
    let status = tokio::task::spawn_blocking(move || command.status()).await?;
    let status = status.with_context(|| format!("cannot start the editor `{editor}`"))?;
    anyhow::ensure!(status.success(), "the editor `{editor}` ended with {status}; nothing was changed");
    Ok(())
}

/// A directory of the user's own, whatever the umask. It goes away when it is dropped.
fn private_directory() -> std::io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("sessctl-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

fn write_private(path: &FilePath, text: &str) -> anyhow::Result<()> {
    let dir = path.parent().context("a file has a directory")?;
    let mut file = tempfile::NamedTempFile::new_in(dir).context("cannot write the editor's file")?;
    file.write_all(text.as_bytes()).context("cannot write the editor's file")?;
    file.persist(path).context("cannot write the editor's file")?;
    Ok(())
}

/// Keeps an edit that could not be stored, readable by its owner alone. Returns its name.
fn keep(text: &str) -> anyhow::Result<String> {
    let mut file = tempfile::Builder::new()
        .prefix("sessctl-edit-")
        .suffix(".json")
        .tempfile()
        .context("cannot keep the edit in a file")?;
    writeln!(file, "{}", text.trim_end()).context("cannot keep the edit in a file")?;
    let (_, path) = file.keep().context("cannot keep the edit in a file")?;
    Ok(path.display().to_string())
}

async fn write(
    ctx: &Context,
    store: &Store,
    stored: &Stored,
    (format, protocol): (Format, u8),
    edited: &Graph,
) -> anyhow::Result<Payload> {
    let (layout, session) = (store.layout(), &stored.session);
    let name = format!("session `{}` of table `{}`", session.id.short_hash(), store.table());
    let text = codec::json::pretty(&codec::project(edited, Projection::Typed, protocol));
    let ttl = session.ttl.unwrap_or_else(|| ctx.lifetime.ttl_at(ctx.now));
    let owner = Owner { id: &session.id, ttl, lifetime: ctx.lifetime, before: session.payload.as_ref() };
    let encoded = layout.encode(edited, layout.target(format, protocol), &owner);
    let payload = match encoded.and_then(Encoded::lossless) {
        Ok(payload) => payload,
        Err(error) => {
            ctx.ui.hint(&format!("the edit is kept in {}", keep(&text)?));
            return Err(anyhow::Error::new(error).context(format!("cannot encode {name}")));
        }
    };
    match store.replace_unchanged(stored, &payload, None, ctx.now).await {
        Ok(()) => Ok(payload),
        Err(StoreError::ConditionFailed) => {
            let message =
                format!("{name} was written or deleted meanwhile; it is as somebody else has left it");
            Err(Failure::new(Exit::Failed, message)
                .hint(format!("the edit is kept in {}", keep(&text)?))
                .into())
        }
        Err(error) => {
            ctx.ui.hint(&format!("the edit is kept in {}", keep(&text)?));
            Err(anyhow::Error::new(error).context(format!("cannot write {name}")))
        }
    }
}

/// Says what was written: the changes, and a warning where Python should not load it.
fn report(
    ctx: &Context,
    store: &Store,
    stored: Stored,
    payload: Payload,
    (changes, more): (Vec<ChangeLine>, bool),
    secrets: Secrets,
) -> anyhow::Result<Exit> {
    let layout = store.layout();
    let mut item = layout.into_item(stored);
    item.extend(layout.time_of_writing(ctx.now));
    item.insert(layout.data.name.to_owned(), payload_value(payload));
    let written = layout.read(item)?;
    super::warn_of_verdict(ctx, layout.decode(&written, &AllowList::new()).as_ref());
    if ctx.ui.is_human() {
        ctx.ui.status("Wrote the session; its expiry is as it was.");
        for change in &changes {
            ctx.ui.status(&format!("  {change}"));
        }
        match (more, changes.is_empty()) {
            (true, _) => ctx.ui.status("  and more"),
            (false, true) => ctx.ui.status("  The values are equal; how they are stored has changed."),
            (false, false) => {}
        }
        return Ok(Exit::Done);
    }
    print(ctx, store, &written, changes, secrets)?;
    Ok(Exit::Done)
}

/// Prints the session as it is stored, and what has changed in it.
fn print(
    ctx: &Context,
    store: &Store,
    stored: &Stored,
    changes: Vec<ChangeLine>,
    secrets: Secrets,
) -> anyhow::Result<()> {
    let allow = AllowList::new();
    let options = RecordOptions {
        now: ctx.now,
        projection: ctx.ui.projection(false),
        redact: ctx.ui.redacts(),
        secrets,
        allow: &allow,
        opcodes: Opcodes::Omitted,
    };
    let mut records = ctx.ui.records(Shape::One, None);
    let mut record = Record::of_session(stored, store.layout().decode(stored, &allow), options);
    record.changes = Some(changes);
    records.push(&[record])?;
    records.finish()?;
    Ok(())
}
