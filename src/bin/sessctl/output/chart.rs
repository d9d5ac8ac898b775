//! Statistics as charts: what is shown, in words and in order, and how a terminal shows it.
//!
//! The page of `--html` shows the same charts; how it draws them is `page`'s.

use sessctl::bulk::stats::{Group, Interval, Names, Report, Selected};

use super::{escape, style::Paint};

/// Eighths of a character cell.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/// Longest bar in a terminal, in character cells.
const BAR: u64 = 40;
/// Longest label in a terminal, in characters.
const LABEL: usize = 32;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Some values side by side.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chart {
    /// A word that names it.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) measure: Measure,
    pub(super) scale: Scale,
    pub(super) bars: Vec<Bar>,
    /// What is to be known of it.
    pub(super) notes: Vec<String>,
}

/// What the length of a bar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Sessions,
    Bytes,
}

/// How the bars follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Things of their own.
    Names,
    /// Intervals of one scale, which it names.
    Intervals(&'static str),
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) label: String,
    /// Where an interval begins and ends, where it does.
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) sessions: u64,
    pub(super) bytes: u64,
    /// Of the whole, from 0 to 1.
    pub(super) share: f64,
    pub(super) tone: Tone,
    /// A word on it.
    pub(super) note: Option<&'static str>,
}

/// What a bar is a sign of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    #[default]
    Ordinary,
    /// Nothing to look at.
    Quiet,
    Warning,
    Danger,
}

impl Bar {
    fn new(label: impl Into<String>, sessions: u64, bytes: u64) -> Self {
        Self {
            label: label.into(),
            start: None,
            end: None,
            sessions,
            bytes,
            share: 0.0,
            tone: Tone::Ordinary,
            note: None,
        }
    }

    fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    pub(super) fn value(&self, measure: Measure) -> u64 {
        match measure {
            Measure::Sessions => self.sessions,
            Measure::Bytes => self.bytes,
        }
    }
}

/// A figure that says much.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Headline {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) note: String,
    pub(super) tone: Tone,
}

/// The figures that come first.
pub(super) fn headlines(report: &Report) -> Vec<Headline> {
    let Report { sizes, ttl_backlog: backlog, junk, refresh, .. } = report;
    let line = |label, value, note, tone| Headline { label, value, note, tone };
    let of = |name: &str| {
        report.states.iter().find(|group| group.name == name).map_or(0, |group| group.amount.sessions)
    };
    let judged = |is_meant: &dyn Fn(&str) -> bool| -> u64 {
        let groups = report.verdicts.iter().filter(|group| is_meant(&group.name));
        groups.map(|group| group.amount.sessions).sum()
    };
    let bad = judged(&|name| tone_of_verdict(name) == Tone::Danger);
    let unreadable = judged(&|name| matches!(name, "invalid" | "limit"));
    let no_ttl = of("no-ttl");
    let mut live = format!("{} of all", percent(of("live"), report.sessions));
    if no_ttl > 0 {
        live.push_str(&format!("; {} never expire", count(no_ttl)));
    }
    let is_late = backlog.overdue.sessions > 0;
    let overdue = match (backlog.amount.sessions, backlog.overdue.sessions) {
        (0, _) => String::new(),
        (_, 0) => format!("{}, none for more than 2 days; ", bytes(backlog.amount.bytes)),
        (_, late) => format!("{}, {} for more than 2 days; ", bytes(backlog.amount.bytes), count(late)),
    };
    let waiting = format!("{overdue}DynamoDB's TTL is {}", backlog.ttl);
    vec![
        line(
            "Sessions",
            count(report.sessions),
            format!("{}, {} on average", bytes(report.bytes), bytes(sizes.mean.round() as u64)),
            Tone::Ordinary,
        ),
        line("Live", count(of("live")), live, if no_ttl > 0 { Tone::Warning } else { Tone::Ordinary }),
        line(
            "Expired, not removed",
            count(backlog.amount.sessions),
            waiting,
            if is_late { Tone::Warning } else { Tone::Ordinary },
        ),
        line(
            "Largest session",
            bytes(sizes.max),
            format!(
                "{} of the 400 KB that DynamoDB takes; 99 % have at most {}",
                percent(sizes.max, sizes.limit),
                bytes(sizes.p99)
            ),
            match sizes.max {
                max if max * 4 >= sizes.limit * 3 => Tone::Danger,
                max if max * 4 >= sizes.limit => Tone::Warning,
                _ => Tone::Ordinary,
            },
        ),
        line(
            "Cost of a refresh",
            format!("{:.2} WCU", refresh.mean),
            format!(
                "on average, a unit for each KB; half take at most {}, 95 % at most {}, the largest {}",
                count(refresh.p50),
                count(refresh.p95),
                count(refresh.max)
            ),
            Tone::Ordinary,
        ),
        line(
            "Junk",
            percent(junk.amount.sessions, report.sessions),
            format!(
                "{} sessions hold nothing but `_permanent`: {}",
                count(junk.amount.sessions),
                bytes(junk.amount.bytes)
            ),
            Tone::Ordinary,
        ),
        line(
            "Suspicious or malicious",
            count(bad),
            "import, call or change what no session should".to_owned(),
            if bad > 0 { Tone::Danger } else { Tone::Ordinary },
        ),
        line(
            "Unreadable",
            count(unreadable),
            "broken, or beyond the limits of the reader".to_owned(),
            if unreadable > 0 { Tone::Warning } else { Tone::Ordinary },
        ),
    ]
}

/// What was counted, where that was not everything.
pub(super) fn selected(report: &Report) -> Option<String> {
    let Selected { state, expression, shard } = &report.selection;
    let mut words = match *state {
        "any" => "sessions".to_owned(),
        state => format!("{state} sessions"),
    };
    if let Some(expression) = expression {
        words.push_str(&format!(" for which `{expression}` holds"));
    }
    if let Some(shard) = shard {
        words.push_str(&format!(" in shard {shard}"));
    }
    (words != "sessions").then_some(words)
}

/// All charts.
pub(super) fn charts(report: &Report) -> Vec<Chart> {
    let sessions = report.sessions;
    let chart = |name, title, measure, scale, bars: Vec<Bar>, notes| {
        let mut chart = Chart { name, title, measure, scale, bars, notes };
        let whole = match measure {
            Measure::Sessions => sessions,
            Measure::Bytes => chart.bars.iter().map(|bar| bar.bytes).sum(),
        };
        for bar in &mut chart.bars {
            bar.share = bar.value(measure) as f64 / whole.max(1) as f64;
        }
        chart
    };
    let sizes = &report.sizes;
    let mut idle: Vec<Bar> = report.idle.histogram.iter().map(|one| interval(one, &IDLE)).collect();
    push_others(&mut idle, "no time of writing", report.idle.without);
    let age = report.age.as_ref().map(|age| {
        let mut bars: Vec<Bar> = age.histogram.iter().map(|one| interval(one, &IDLE)).collect();
        push_others(&mut bars, "no time of creation", age.without);
        chart(
            "age",
            "Age of a session",
            Measure::Sessions,
            Scale::Intervals("time since its creation"),
            bars,
            age.median
                .map(|median| format!("half are at most {} old", span(median as i64)))
                .into_iter()
                .collect(),
        )
    });
    let mut expiry: Vec<Bar> = report.expiry.histogram.iter().map(|one| interval(one, &EXPIRY)).collect();
    push_others(&mut expiry, "never", report.expiry.without);
    let mut charts = vec![
        chart(
            "states",
            "State",
            Measure::Sessions,
            Scale::Names,
            report.states.iter().map(|group| group_bar(group, tone_of_state(&group.name))).collect(),
            Vec::new(),
        ),
        chart(
            "verdicts",
            "Verdict: what loading them would do",
            Measure::Sessions,
            Scale::Names,
            report.verdicts.iter().map(|group| group_bar(group, tone_of_verdict(&group.name))).collect(),
            Vec::new(),
        ),
        chart("formats", "Format", Measure::Sessions, Scale::Names, formats(report), Vec::new()),
        chart(
            "sizes",
            "Size of a session",
            Measure::Sessions,
            Scale::Intervals("size of the item"),
            sizes.histogram.iter().map(|one| interval(one, &SIZES)).collect(),
            vec![format!(
                "50 % have at most {}, 90 % {}, 95 % {}, 99 % {} (within {:.1} %); the limit is {}",
                bytes(sizes.p50),
                bytes(sizes.p90),
                bytes(sizes.p95),
                bytes(sizes.p99),
                sizes.percentile_error * 100.0,
                bytes(sizes.limit)
            )],
        ),
        chart(
            "idle",
            "Time since the last write",
            Measure::Sessions,
            Scale::Intervals("time since the last write"),
            idle,
            report
                .idle
                .median
                .map(|median| format!("half were written in the last {}", span(median as i64)))
                .into_iter()
                .collect(),
        ),
        chart(
            "expiry",
            "Time to the expiry",
            Measure::Sessions,
            Scale::Intervals("time to the expiry"),
            expiry,
            Vec::new(),
        ),
        chart(
            "keys",
            "Bytes by top-level key",
            Measure::Bytes,
            Scale::Names,
            name_bars(&report.keys, "other keys"),
            names_notes(&report.keys),
        ),
        chart(
            "classes",
            "Classes and functions that payloads import",
            Measure::Sessions,
            Scale::Names,
            name_bars(&report.classes, "other names"),
            names_notes(&report.classes),
        ),
    ];
    // Beside the other times.
    charts.splice(5..5, age);
    charts
}

fn group_bar(group: &Group, tone: Tone) -> Bar {
    Bar::new(&group.name, group.amount.sessions, group.amount.bytes).tone(tone)
}

/// Pickles by protocol.
fn formats(report: &Report) -> Vec<Bar> {
    let mut bars = Vec::new();
    for group in &report.formats {
        let mut rest = group.amount;
        if group.name == "pickle" {
            for protocol in &report.protocols {
                rest.sessions -= protocol.amount.sessions;
                rest.bytes -= protocol.amount.bytes;
                let label = format!("pickle, protocol {}", protocol.name);
                bars.push(Bar::new(label, protocol.amount.sessions, protocol.amount.bytes));
            }
        }
        if rest.sessions > 0 {
            let (label, tone) = match group.name.as_str() {
                "pickle" => ("pickle, unreadable", Tone::Warning),
                "none" => ("no payload", Tone::Warning),
                name => (name, Tone::Ordinary),
            };
            bars.push(Bar::new(label, rest.sessions, rest.bytes).tone(tone));
        }
    }
    bars
}

fn name_bars(names: &Names, others: &str) -> Vec<Bar> {
    let bar = |name: &sessctl::bulk::stats::Name| Bar {
        note: name.verdict,
        ..Bar::new(&name.name, name.amount.sessions, name.amount.bytes)
            .tone(name.verdict.map_or(Tone::Ordinary, tone_of_verdict))
    };
    let mut bars: Vec<Bar> = names.top.iter().map(bar).collect();
    push_others(&mut bars, others, names.others);
    bars
}

fn push_others(bars: &mut Vec<Bar>, label: &str, amount: sessctl::bulk::stats::Amount) {
    if amount.sessions > 0 {
        bars.push(Bar::new(label, amount.sessions, amount.bytes).tone(Tone::Quiet));
    }
}

fn names_notes(names: &Names) -> Vec<String> {
    if names.missing.sessions == 0 {
        return Vec::new();
    }
    vec![format!(
        "there are too many names to count each: up to {} sessions and {} may be missing from each",
        count(names.missing.sessions),
        bytes(names.missing.bytes)
    )]
}

fn tone_of_state(name: &str) -> Tone {
    match name {
        "live" => Tone::Ordinary,
        "expired" => Tone::Quiet,
        _ => Tone::Warning,
    }
}

pub(super) fn tone_of_verdict(name: &str) -> Tone {
    match name {
        "suspicious" | "malicious" => Tone::Danger,
        "unknown" | "invalid" | "limit" => Tone::Warning,
        _ => Tone::Ordinary,
    }
}

/// How the intervals of a scale are called: each one, and the points between them.
struct Wording {
    interval: fn(Option<i64>, Option<i64>) -> (String, Tone),
    point: fn(i64) -> String,
}

fn interval(interval: &Interval, wording: &Wording) -> Bar {
    let (label, tone) = (wording.interval)(interval.from, interval.below);
    Bar {
        start: interval.from.map(wording.point),
        end: interval.below.map(wording.point),
        ..Bar::new(label, interval.amount.sessions, interval.amount.bytes).tone(tone)
    }
}

const SIZES: Wording = Wording { interval: sizes_between, point: size };
const IDLE: Wording = Wording { interval: ago, point: span };
const EXPIRY: Wording = Wording { interval: ahead, point: moment };

/// The last interval of sizes ends behind the limit.
fn size(number: i64) -> String {
    let number = u64::try_from(number).unwrap_or(0);
    bytes(if number > 1024 { number / 1024 * 1024 } else { number })
}

fn moment(seconds: i64) -> String {
    match seconds {
        0 => "now".to_owned(),
        ..0 => format!("−{}", span(-seconds)),
        _ => format!("+{}", span(seconds)),
    }
}

fn sizes_between(from: Option<i64>, below: Option<i64>) -> (String, Tone) {
    const DANGEROUS: i64 = 256 << 10;
    let from = from.unwrap_or(0);
    let tone = if from >= DANGEROUS { Tone::Danger } else { Tone::Ordinary };
    match below {
        Some(below) if from == 0 => (format!("under {}", size(below)), tone),
        Some(below) => (format!("{} – {}", size(from), size(below)), tone),
        None => (format!("over {}", size(from)), tone),
    }
}

/// How long ago.
fn ago(from: Option<i64>, below: Option<i64>) -> (String, Tone) {
    match (from, below) {
        (None, _) => ("in the future".to_owned(), Tone::Warning),
        (Some(0), Some(below)) => (format!("under {}", span(below)), Tone::Ordinary),
        (Some(from), Some(below)) => (format!("{} – {}", span(from), span(below)), Tone::Ordinary),
        (Some(from), None) => (format!("over {}", span(from)), Tone::Ordinary),
    }
}

/// How long ahead, or ago.
fn ahead(from: Option<i64>, below: Option<i64>) -> (String, Tone) {
    match (from, below) {
        (None, Some(below)) => (format!("over {} ago", span(-below)), Tone::Warning),
        (Some(from), Some(0)) => (format!("under {} ago", span(-from)), Tone::Quiet),
        (Some(from), Some(below)) if below < 0 => {
            let tone = if below <= -2 * DAY { Tone::Warning } else { Tone::Quiet };
            (format!("{} – {} ago", span(-from), span(-below)), tone)
        }
        (Some(0), Some(below)) => (format!("in under {}", span(below)), Tone::Ordinary),
        (Some(from), Some(below)) => (format!("in {} – {}", span(from), span(below)), Tone::Ordinary),
        (Some(from), None) => (format!("in over {}", span(from)), Tone::Ordinary),
        (None, None) => ("any time".to_owned(), Tone::Ordinary),
    }
}

/// `6 h`, `14 d`, in the largest unit of which there are two or that it is a whole of.
pub(super) fn span(seconds: i64) -> String {
    for (unit, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "min")] {
        if seconds >= 2 * unit || (seconds >= unit && seconds % unit == 0) {
            return format!("{} {name}", seconds / unit);
        }
    }
    format!("{seconds} s")
}

/// `1,234,567`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `512 B`, `1.5 KB`; a KB has 1,024 bytes, as DynamoDB counts.
pub(super) fn bytes(number: u64) -> String {
    let mut size = number as f64;
    let mut unit = "B";
    for larger in ["KB", "MB", "GB", "TB", "PB"] {
        // What would be shown as 1024.
        if size < 1023.95 {
            break;
        }
        size /= 1024.0;
        unit = larger;
    }
    if (size - size.round()).abs() < 0.05 || size >= 100.0 {
        format!("{size:.0} {unit}")
    } else {
        format!("{size:.1} {unit}")
    }
}

/// `12.3 %`; what is little is not shown as nothing, nor what is almost all as all.
pub(super) fn percent(part: u64, whole: u64) -> String {
    share(part as f64 / whole.max(1) as f64)
}

pub(super) fn share(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        percent if percent < 0.1 => "<0.1 %".to_owned(),
        percent if (99.9..100.0).contains(&percent) => ">99.9 %".to_owned(),
        percent if percent >= 100.0 => "100 %".to_owned(),
        percent => format!("{percent:.1} %"),
    }
}

/// The whole for a terminal.
pub(super) fn text(report: &Report, paint: Paint) -> String {
    let mut out = String::new();
    if let Some(selected) = selected(report) {
        out.push_str(&format!("{} {selected}\n", paint.warning("only:")));
    }
    let headlines = headlines(report);
    let label_width = headlines.iter().map(|line| line.label.len()).max().unwrap_or(0) + 1;
    let value_width = headlines.iter().map(|line| line.value.chars().count()).max().unwrap_or(0);
    for Headline { label, value, note, tone } in &headlines {
        let label = format!("{:label_width$}", format!("{label}:"));
        let value = toned(paint, *tone, &format!("{value:>value_width$}"));
        out.push_str(&format!("{} {value}  {note}\n", paint.heading(&label)));
    }
    for chart in charts(report).iter().filter(|chart| !chart.bars.is_empty()) {
        out.push('\n');
        push_chart(&mut out, chart, paint);
    }
    if !report.largest.is_empty() {
        out.push_str(&format!("\n{}\n", paint.heading("Largest sessions")));
        for large in &report.largest {
            let key = match (&large.key, large.key_bytes) {
                (Some(key), Some(size)) => format!("{} in {}", bytes(size), cut(key)),
                _ => "unreadable".to_owned(),
            };
            out.push_str(&format!(
                "  {}  {:>9}  {:>7}  {:7}  {:10}  {key}\n",
                large.id,
                bytes(large.size_bytes),
                percent(large.size_bytes, report.sizes.limit),
                large.state,
                large.verdict,
            ));
        }
    }
    escape::lines(&out).into_owned()
}

fn toned(paint: Paint, tone: Tone, text: &str) -> String {
    match tone {
        Tone::Ordinary | Tone::Quiet => text.to_owned(),
        Tone::Warning => paint.warning(text),
        Tone::Danger => paint.error(text),
    }
}

fn push_chart(out: &mut String, chart: &Chart, paint: Paint) {
    let heading = match chart.measure {
        Measure::Sessions => chart.title.to_owned(),
        Measure::Bytes => format!("{}, as stored", chart.title),
    };
    out.push_str(&format!("{}\n", paint.heading(&heading)));
    let label = |bar: &Bar| cut(&bar.label);
    let value = |bar: &Bar| match chart.measure {
        Measure::Sessions => count(bar.sessions),
        Measure::Bytes => bytes(bar.bytes),
    };
    let label_width = chart.bars.iter().map(|bar| label(bar).chars().count()).max().unwrap_or(0);
    let value_width = chart.bars.iter().map(|bar| value(bar).chars().count()).max().unwrap_or(0);
    let longest = chart.bars.iter().map(|bar| bar.value(chart.measure)).max().unwrap_or(0).max(1);
    for bar in &chart.bars {
        let drawn = toned(paint, bar.tone, &draw(bar.value(chart.measure), longest));
        let line = format!(
            "  {:label_width$}  {:>value_width$}  {:>7}  {drawn}",
            label(bar),
            value(bar),
            share(bar.share)
        );
        out.push_str(line.trim_end());
        if let (Some(note), true) = (bar.note, bar.tone != Tone::Ordinary) {
            out.push_str(&format!("  {note}"));
        }
        out.push('\n');
    }
    for note in &chart.notes {
        out.push_str(&format!("  {note}\n"));
    }
}

/// A bar whose length is the value's share of the longest.
fn draw(value: u64, longest: u64) -> String {
    let eighths = (u128::from(value) * u128::from(BAR) * 8).div_ceil(u128::from(longest));
    let eighths = usize::try_from(eighths).unwrap_or(0);
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS[eighths % 8]);
    }
    bar
}

/// A name in one line that is not long.
fn cut(name: &str) -> String {
    let safe = escape::line(name);
    match safe.char_indices().nth(LABEL) {
        None => safe.into_owned(),
        Some((end, _)) => format!("{}…", &safe[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [0, 512, 1023, 1024, 1536, 409_600, 1_048_575, 5 << 30].map(bytes),
            ["0 B", "512 B", "1023 B", "1 KB", "1.5 KB", "400 KB", "1 MB", "5 GB"]
        );
        assert_eq!(
            [0.0, 0.00001, 0.5, 0.99999, 1.0].map(share),
            ["0 %", "<0.1 %", "50.0 %", ">99.9 %", "100 %"]
        );
        assert_eq!(
            [0, 59, 60, 90, 3600, 5400, DAY, 30 * HOUR, 14 * DAY].map(span),
            ["0 s", "59 s", "1 min", "90 s", "1 h", "90 min", "1 d", "30 h", "14 d"]
        );
    }

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_nothing_for_something() {
        assert_eq!(draw(0, 10), "");
        assert_eq!(draw(1, u64::MAX), "▏");
        assert_eq!(draw(5, 10).chars().count(), 20);
        assert_eq!(draw(10, 10).chars().count(), 40);
    }

    #[test]
    fn a_name_cannot_break_its_line() {
        assert_eq!(cut("a\nb\u{1b}[2J\u{202e}"), r"a\u000ab\u001b[2J\u202e");
        assert_eq!(cut(&"x".repeat(100)).chars().count(), LABEL + 1);
    }
}
