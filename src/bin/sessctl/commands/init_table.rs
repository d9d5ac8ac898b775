//! `sessctl init-table`: creates the table, brings an existing one to what is named, or writes it for other tools.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use anyhow::Context as _;
use clap::{
    ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde::Serialize;
use sessctl::provision::{
    self, Asked, BillingMode, Ceiling, Difference, KmsKey, LeftOut, Recovery, Setting, Spec, TableClass,
    TtlChoice, Why, Wishes,
    emit::{Format, Role, Subject},
};

use crate::{
    cli::parse_lifetime,
    context::Context,
    exit::{Exit, Failure},
};

/// Create the session table and turn its TTL on; safe to run again
///
/// A table that exists is brought to what the flags and the spec name; what they do not name is left as it is, and
/// nothing is ever deleted. Waits until the table can be used.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  sessctl init-table --table flask_sessions --region eu-central-1\n  \
    sessctl init-table --billing provisioned --read-capacity 5 --write-capacity 5\n  \
    sessctl init-table --spec sessions-table.toml --dry-run\n  sessctl init-table --check\n  \
    sessctl init-table --deletion-protection --tag team=shop --emit terraform\n  \
    sessctl init-table --emit iam-policy --role application")]
pub(crate) struct Args {
    #[command(flatten)]
    named: Named,
    /// Read settings from this TOML file, by the names of the flags; flags win
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    spec: Option<PathBuf>,
    /// Change nothing; exit 5 and print the differences when there are any
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Change nothing; print what would be done
    #[arg(long)]
    dry_run: bool,
    /// Print the same table for another tool; nothing is looked at
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with_all = ["check", "dry_run"])]
    emit: Option<EmitFormat>,
    /// Whose policy `--emit iam-policy` prints [default: operator]
    #[arg(long, value_enum, value_name = "ROLE", requires = "emit")]
    role: Option<RoleName>,
    /// How long to wait until the table can be used
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = parse_timeout)]
    timeout: Duration,
}

#[derive(Clone, Debug, clap::Args)]
struct Named {
    /// How capacity is paid for: on-demand or provisioned [default: on-demand for a new table]
    #[arg(long, value_name = "MODE", hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(BillingMode::NAMES).try_map(|name| name.parse::<BillingMode>()))]
    billing: Option<BillingMode>,
    /// Read capacity units, with `--billing provisioned`
    #[arg(long, value_name = "UNITS", value_parser = clap::value_parser!(i64).range(1..))]
    read_capacity: Option<i64>,
    /// Write capacity units, with `--billing provisioned`
    #[arg(long, value_name = "UNITS", value_parser = clap::value_parser!(i64).range(1..))]
    write_capacity: Option<i64>,
    /// Read request units a second that an on-demand table serves at most, or `unlimited`
    #[arg(long, value_name = "UNITS")]
    max_read_units: Option<Ceiling>,
    /// Write request units a second that an on-demand table serves at most, or `unlimited`
    #[arg(long, value_name = "UNITS")]
    max_write_units: Option<Ceiling>,
    /// Leave TTL alone; without it the layout's attribute expires sessions
    #[arg(long, conflicts_with = "ttl_attribute")]
    no_ttl: bool,
    /// Attribute that expires sessions, instead of the layout's
    #[arg(long, value_name = "NAME")]
    ttl_attribute: Option<String>,
    /// Keep continuous backups, from which the table can be restored as it was up to 35 days ago
    #[arg(long, value_name = "DAYS", num_args = 0..=1, require_equals = true)]
    #[arg(value_parser = clap::value_parser!(i32).range(1..=35), conflicts_with = "no_point_in_time_recovery")]
    point_in_time_recovery: Option<Option<i32>>,
    /// Keep no continuous backups
    #[arg(long)]
    no_point_in_time_recovery: bool,
    /// Have DynamoDB refuse to delete the table
    #[arg(long, conflicts_with = "no_deletion_protection")]
    deletion_protection: bool,
    /// Let the table be deleted
    #[arg(long)]
    no_deletion_protection: bool,
    /// KMS key that encrypts the table, by its id or ARN; `aws-owned` is DynamoDB's own
    #[arg(long, value_name = "KEY")]
    kms_key: Option<KmsKey>,
    /// Class of the table: standard, or standard-infrequent-access with cheaper storage and dearer requests
    #[arg(long, value_name = "CLASS", hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(TableClass::NAMES).try_map(|name| name.parse::<TableClass>()))]
    table_class: Option<TableClass>,
    /// Tag the table should have; repeatable
    #[arg(long, value_name = "KEY=VALUE", value_parser = parse_tag)]
    tag: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EmitFormat {
    /// A CloudFormation template in YAML
    #[value(name = "cloudformation")]
    CloudFormation,
    /// A Terraform resource in HCL
    Terraform,
    /// A shell script of calls of the AWS CLI
    AwsCli,
    /// An IAM policy in JSON for a role
    IamPolicy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RoleName {
    /// The web servers: sessions by id
    Application,
    /// Whoever runs sessctl on the sessions
    Operator,
    /// Whoever runs `sessctl init-table`
    Provisioner,
}

fn parse_timeout(text: &str) -> Result<Duration, String> {
    let seconds = parse_lifetime(text)?.seconds();
    Ok(Duration::from_secs(seconds.unsigned_abs()))
}

fn parse_tag(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

impl Named {
    fn wishes(&self) -> Result<Wishes, Failure> {
        let mut tags = BTreeMap::new();
        for (key, value) in &self.tag {
            if tags.insert(key.clone(), value.clone()).is_some_and(|before| before != *value) {
                return Err(Failure::usage(format!("tag `{key}` is given twice")));
            }
        }
        Ok(Wishes {
            billing: self.billing,
            read_capacity: self.read_capacity,
            write_capacity: self.write_capacity,
            max_read_units: self.max_read_units,
            max_write_units: self.max_write_units,
            ttl: match &self.ttl_attribute {
                Some(attribute) => Some(TtlChoice::Attribute(attribute.clone())),
                None => self.no_ttl.then_some(TtlChoice::LeaveAlone),
            },
            point_in_time_recovery: match self.point_in_time_recovery {
                Some(days) => Some(Recovery::On { days }),
                None => self.no_point_in_time_recovery.then_some(Recovery::Off),
            },
            deletion_protection: match (self.deletion_protection, self.no_deletion_protection) {
                (false, false) => None,
                (on, _) => Some(on),
            },
            kms_key: self.kms_key.clone(),
            table_class: self.table_class,
            tags,
        })
    }
}

/// What flags and file name together.
fn spec(args: &Args, ctx: &Context) -> anyhow::Result<Spec> {
    let mut wishes = args.named.wishes()?;
    if let Some(path) = &args.spec {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let file = provision::parse_file(&text)
            .map_err(|error| Failure::usage(format!("spec `{}`: {error}", path.display())))?;
        wishes = wishes.or(file);
    }
    Ok(wishes.spec(ctx.library).map_err(|error| Failure::usage(error.to_string()))?)
}

/// What was found and done.
#[derive(Serialize)]
struct Report<'a> {
    table: &'a str,
    /// `created`, `changed`, `unchanged`, or with `--check` and `--dry-run` `as-specified` and `differs`.
    result: &'static str,
    differences: &'a [Difference],
    /// Settings that the engine does not have or keep.
    left_out: Vec<Setting>,
}

pub(crate) async fn run(args: &Args, ctx: &Context) -> anyhow::Result<Exit> {
    let spec = spec(args, ctx)?;
    if let Some(format) = args.emit {
        return emit(format, args.role, &spec, ctx);
    }
    let store = ctx.table_store().await?;
    let table = store.table();
    let state =
        provision::read_state(&store).await.with_context(|| format!("cannot look at table `{table}`"))?;
    let plan = provision::plan(state.as_ref(), &spec);
    let report = |result, left_out| Report { table, result, differences: &plan.differences, left_out };

    if args.check || args.dry_run {
        let differs = !plan.differences.is_empty();
        for setting in &plan.left_out {
            warn(ctx, *setting, Why::Unsupported);
        }
        ctx.ui.show(&report(if differs { "differs" } else { "as-specified" }, plan.left_out.clone()))?;
        ctx.ui.status(if differs { "Nothing was changed." } else { "No changes." });
        return Ok(if differs && args.check { Exit::Found } else { Exit::Done });
    }
    if state.is_none() {
        ctx.ui.status(&format!("Creating table `{table}` in {}.", store.target().place));
    }
    let mut waiting = ctx.ui.waiting();
    let applied = provision::apply(&store, &spec, &plan, args.timeout, &mut |what| {
        waiting.tell(&what.to_string());
    })
    .await
    .with_context(|| format!("cannot provision table `{table}`"))?;
    drop(waiting);

    let left_out: Vec<Setting> = applied.left_out.iter().map(|left| left.setting).collect();
    for left in &applied.left_out {
        warn(ctx, left.setting, left.why);
    }
    let nothing_done = plan.differences.iter().all(|difference| left_out.contains(&difference.setting));
    let missed: Vec<&LeftOut> =
        applied.left_out.iter().filter(|left| left.asked == Asked::Explicitly).collect();
    let result = match (&state, nothing_done) {
        (None, _) => "created",
        (Some(_), false) => "changed",
        (Some(_), true) => "unchanged",
    };
    if !ctx.ui.is_human() || !plan.differences.is_empty() {
        ctx.ui.show(&report(result, left_out))?;
    }
    if !missed.is_empty() {
        let names: Vec<String> = missed.iter().map(|left| format!("`{}`", left.setting)).collect();
        let message = format!("table `{table}` is ready, but without {}", names.join(" and "));
        return Err(Failure::new(Exit::Failed, message)
            .hint("leave out what this engine does not have, or provision on one that has it")
            .into());
    }
    ctx.ui.status(&match result {
        "created" => format!("Table `{table}` is ready."),
        "changed" => format!("Table `{table}` is as specified now."),
        _ => "No changes.".to_owned(),
    });
    Ok(Exit::Done)
}

/// Names a setting that was left out.
fn warn(ctx: &Context, setting: Setting, why: Why) {
    ctx.ui.warn(&match (setting, why) {
        (Setting::Ttl, Why::Unsupported) => {
            "the engine has no TTL, so expired sessions stay until they are purged".to_owned()
        }
        (setting, Why::Unsupported) => format!("`{setting}` is left out: the engine does not have it"),
        (setting, Why::NotKept) => format!("`{setting}` is not kept by the engine, though it takes it"),
    });
}

fn emit(format: EmitFormat, role: Option<RoleName>, spec: &Spec, ctx: &Context) -> anyhow::Result<Exit> {
    if role.is_some() && format != EmitFormat::IamPolicy {
        return Err(Failure::usage("`--role` goes with `--emit iam-policy`").into());
    }
    let format = match format {
        EmitFormat::CloudFormation => Format::CloudFormation,
        EmitFormat::Terraform => Format::Terraform,
        EmitFormat::AwsCli => Format::AwsCli,
        EmitFormat::IamPolicy => Format::IamPolicy(match role {
            Some(RoleName::Application) => Role::Application,
            Some(RoleName::Operator) | None => Role::Operator,
            Some(RoleName::Provisioner) => Role::Provisioner,
        }),
    };
    let subject = Subject { table: ctx.table(), region: ctx.region(), spec };
    let document =
        provision::emit::emit(format, &subject).map_err(|error| Failure::usage(error.to_string()))?;
    ctx.ui.raw(document.as_bytes())?;
    Ok(Exit::Done)
}
