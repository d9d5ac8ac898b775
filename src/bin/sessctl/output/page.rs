//! The page of `stats --html`: drawn here, down to the last bar, so that it needs no script, no network and nobody's
//! permission to run either. The numbers stand in it as JSON, too, for other programs.
//!
//! What is stored can hold anything, so text goes through [`text`] and JSON through [`data`], and nothing else fills the
//! template.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sessctl::bulk::stats::Report;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::{
    chart::{self, Bar, Chart, Headline, Measure, Scale, Tone},
    escape,
};

const TEMPLATE: &str = include_str!("page.html");

/// A page that is to be written.
#[derive(Debug)]
pub(crate) struct PageFile {
    path: PathBuf,
    file: NamedTempFile,
}

impl PageFile {
    /// Makes a file beside it that gets its name when it is written, readable by its owner alone.
    pub(crate) fn begin(path: &Path) -> anyhow::Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new()
            .prefix(".sessctl-")
            .suffix(".partial")
            .tempfile_in(folder)
            .with_context(|| format!("cannot create `{}`", path.display()))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Writes it, and gives it its name unless something of that name has appeared meanwhile.
    pub(crate) fn finish(mut self, report: &Report) -> anyhow::Result<()> {
        let page = page(report)?;
        let written = self.file.write_all(page.as_bytes()).and_then(|()| self.file.as_file().sync_all());
        written
            .and_then(|()| self.file.persist_noclobber(&self.path).map_err(|error| error.error))
            .with_context(|| format!("cannot write `{}`", self.path.display()))?;
        Ok(())
    }
}

/// Text for an element or a quoted attribute; what cannot be seen is shown.
fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in escape::line(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// JSON for a script element, which `<` in a string could end: the escapes mean the same in JSON. U+2028 and U+2029,
/// which end lines in JavaScript, are among what cannot be seen.
fn data(report: &Report) -> serde_json::Result<String> {
    let mut safe = String::new();
    for c in escape::line(&serde_json::to_string(report)?).chars() {
        match c {
            '<' | '>' | '&' => {
                write!(safe, "\\u{:04x}", u32::from(c)).expect("writing to a String cannot fail");
            }
            c => safe.push(c),
        }
    }
    Ok(safe)
}

/// The whole page. Session ids stand in it as hashes.
fn page(report: &Report) -> serde_json::Result<String> {
    let report = report.clone().without_ids();
    let style = TEMPLATE
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"))
        .map_or("", |(style, _)| style);
    let mut out = String::with_capacity(TEMPLATE.len() * 4);
    // In one go: a name that looks like a slot is none.
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (slot, after) = after.split_once("}}").unwrap_or((after, ""));
        match slot {
            "style_hash" => {
                out.push_str(&format!("sha256-{}", STANDARD.encode(Sha256::digest(style.as_bytes()))));
            }
            "table" => out.push_str(&text(&report.table)),
            "about" => out.push_str(&about(&report)),
            "headlines" => chart::headlines(&report).iter().for_each(|line| push_headline(&mut out, line)),
            "charts" => chart::charts(&report)
                .iter()
                .filter(|chart| !chart.bars.is_empty())
                .for_each(|chart| push_chart(&mut out, chart)),
            "largest" => push_largest(&mut out, &report),
            "footer" => out.push_str(&footer(&report)),
            "json" => out.push_str(&data(&report)?),
            slot => unreachable!("the template has no slot `{slot}`"),
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn about(report: &Report) -> String {
    let mut about = format!("<p>Counted by the clock of {}.</p>", text(&format!("{:.0}", report.now)));
    if let Some(selected) = chart::selected(report) {
        let _ = write!(about, "\n<p class=\"alert\">Only {}.</p>", text(&selected));
    }
    about
}

fn footer(report: &Report) -> String {
    let summary = &report.summary;
    format!(
        "<p>sessctl {}: {} items read in {:.1} s with {:.1} read capacity units. Session ids are shown as hashes. \
        A KB has 1,024 bytes, as DynamoDB counts.</p>",
        env!("CARGO_PKG_VERSION"),
        chart::count(summary.scanned),
        summary.seconds,
        summary.consumed.rcu,
    )
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ordinary => "ordinary",
        Tone::Quiet => "quiet",
        Tone::Warning => "warning",
        Tone::Danger => "danger",
    }
}

/// Text in which backquotes stand around code.
fn with_code(words: &str) -> String {
    let mut out = String::new();
    for (n, part) in words.split('`').enumerate() {
        if n % 2 == 1 {
            let _ = write!(out, "<code>{}</code>", text(part));
        } else {
            out.push_str(&text(part));
        }
    }
    out
}

fn push_headline(out: &mut String, line: &Headline) {
    let Headline { label, value, note, tone } = line;
    let _ = writeln!(
        out,
        "<div class=\"{}\"><dt>{}</dt><dd class=\"value\">{}</dd><dd class=\"note\">{}</dd></div>",
        class(*tone),
        text(label),
        text(value),
        with_code(note)
    );
}

fn push_chart(out: &mut String, chart: &Chart) {
    let _ = writeln!(out, "<figure id=\"{}\">\n<figcaption><h2>{}</h2>", chart.name, text(chart.title));
    for note in &chart.notes {
        let _ = writeln!(out, "<p>{}.</p>", text(note));
    }
    out.push_str("</figcaption>\n");
    match chart.scale {
        Scale::Names => push_table(out, chart, true),
        Scale::Intervals(axis) => {
            push_columns(out, chart, axis);
            out.push_str("<details><summary>The same as a table</summary>\n");
            push_table(out, chart, false);
            out.push_str("</details>\n");
        }
    }
    out.push_str("</figure>\n");
}

/// The measure of a chart, and the value of a bar in it.
fn value(bar: &Bar, measure: Measure) -> String {
    match measure {
        Measure::Sessions => chart::count(bar.sessions),
        Measure::Bytes => chart::bytes(bar.bytes),
    }
}

fn longest(chart: &Chart) -> u64 {
    chart.bars.iter().map(|bar| bar.value(chart.measure)).max().unwrap_or(0).max(1)
}

/// A table, with a bar in each row where it is all there is.
fn push_table(out: &mut String, chart: &Chart, with_bars: bool) {
    let longest = longest(chart) as f64;
    out.push_str("<table>\n<thead><tr><th scope=\"col\">");
    out.push_str(match chart.scale {
        Scale::Names => "Name",
        Scale::Intervals(_) => "Interval",
    });
    out.push_str("</th>");
    if with_bars {
        out.push_str("<td></td>");
    }
    let with_sizes = chart.bars.iter().any(|bar| bar.bytes > 0);
    let with_notes = chart.bars.iter().any(|bar| bar.note.is_some());
    for (column, is_there) in [("Sessions", true), ("Size", with_sizes), ("Share", true)] {
        if is_there {
            let _ = write!(out, "<th scope=\"col\" class=\"number\">{column}</th>");
        }
    }
    if with_notes {
        out.push_str("<th scope=\"col\">Verdict</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for bar in &chart.bars {
        let _ = write!(out, "<tr><th scope=\"row\" class=\"name\">{}</th>", text(&bar.label));
        if with_bars {
            let width = bar.value(chart.measure) as f64 / longest * 100.0;
            // What is there is seen.
            let width = if width > 0.0 { width.max(0.8) } else { 0.0 };
            let _ = write!(
                out,
                "<td class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
                <rect class=\"{}\" width=\"{width:.3}\" height=\"10\" data-value=\"{}\"/></svg></td>",
                class(bar.tone),
                bar.value(chart.measure),
            );
        }
        let _ = write!(out, "<td class=\"number\">{}</td>", chart::count(bar.sessions));
        if with_sizes {
            let _ = write!(out, "<td class=\"number\">{}</td>", chart::bytes(bar.bytes));
        }
        let _ = write!(out, "<td class=\"number\">{}</td>", chart::share(bar.share));
        if with_notes {
            let note = bar.note.unwrap_or_default();
            let _ = write!(out, "<td><span class=\"word {}\">{note}</span></td>", class(bar.tone));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 250.0;
/// Room for the numbers of the vertical axis, above the highest column, and for the names below.
const LEFT: f64 = 52.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 46.0;
/// Room for half of the last name.
const RIGHT: f64 = 22.0;

/// Columns over an axis. Names stand where intervals begin.
fn push_columns(out: &mut String, chart: &Chart, axis: &str) {
    let top = nice(longest(chart));
    let (floor, height) = (HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP);
    let y = |value: f64| floor - value / top as f64 * height;
    let said: Vec<String> =
        chart.bars.iter().map(|bar| format!("{}: {}", bar.label, value(bar, chart.measure))).collect();
    let _ = writeln!(
        out,
        "<svg class=\"columns{}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}: {}\">",
        if chart.bars.len() > 9 { " dense" } else { "" },
        text(chart.title),
        text(&said.join("; "))
    );
    for n in 0..=4_u64 {
        let (at, number) = (y((top * n) as f64 / 4.0), top * n / 4);
        let class = if n == 0 { "axis" } else { "grid" };
        let _ = writeln!(
            out,
            "<line class=\"{class}\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>",
            WIDTH - RIGHT
        );
        let (x, at) = (LEFT - 6.0, at + 4.0);
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{at:.1}\" text-anchor=\"end\">{}</text>",
            chart::count(number)
        );
    }
    // What has no place on the axis stands apart.
    let apart = chart.bars.iter().any(|bar| bar.start.is_none() && bar.end.is_none());
    let step = (WIDTH - LEFT - RIGHT) / (chart.bars.len() as f64 + if apart { 0.5 } else { 0.0 });
    for (n, bar) in chart.bars.iter().enumerate() {
        let is_apart = bar.start.is_none() && bar.end.is_none();
        let x = LEFT + step * (n as f64 + if is_apart { 0.5 } else { 0.0 });
        let number = bar.value(chart.measure);
        let at = y(number as f64);
        let middle = x + step / 2.0;
        let _ = writeln!(
            out,
            "<rect class=\"{}\" x=\"{:.2}\" y=\"{at:.3}\" width=\"{:.2}\" height=\"{:.3}\" data-value=\"{number}\">\
            <title>{}: {} ({})</title></rect>",
            class(bar.tone),
            x + step * 0.08,
            step * 0.84,
            floor - at,
            text(&bar.label),
            value(bar, chart.measure),
            chart::share(bar.share),
        );
        if number > 0 {
            let _ = writeln!(
                out,
                "<text class=\"value\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                at - 5.0,
                value(bar, chart.measure)
            );
        }
        let below = floor + 16.0;
        let mut name = |x: f64, name: &str| {
            let _ = writeln!(
                out,
                "<text class=\"name\" x=\"{x:.1}\" y=\"{below}\" text-anchor=\"middle\">{}</text>",
                text(name)
            );
        };
        match (&bar.start, &bar.end) {
            (None, None) if bar.label.starts_with("no ") => name(middle, "none"),
            (None, None) => name(middle, &bar.label),
            (Some(start), _) => name(x, start),
            (None, _) => {}
        }
        let is_last = chart.bars.get(n + 1).is_none_or(|next| next.start.is_none());
        if let (Some(end), true) = (&bar.end, is_last) {
            name(x + step, end);
        }
    }
    let (middle, bottom) = ((WIDTH + LEFT - RIGHT) / 2.0, HEIGHT - 8.0);
    let _ = writeln!(out, "<text x=\"{middle}\" y=\"{bottom}\" text-anchor=\"middle\">{}</text>", text(axis));
    let _ = writeln!(out, "<text x=\"2\" y=\"11\">sessions</text>\n</svg>");
}

/// A round number of at least so much, of which a quarter is whole.
fn nice(number: u64) -> u64 {
    let mut unit: u64 = 1;
    loop {
        for factor in [4, 5, 6, 8, 10, 12, 16, 20, 24, 28, 32, 36, 40] {
            let top = unit.saturating_mul(factor);
            if top >= number && (top.is_multiple_of(4) || top == u64::MAX) {
                return top;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

fn push_largest(out: &mut String, report: &Report) {
    if report.largest.is_empty() {
        return;
    }
    out.push_str(
        "<section id=\"largest\">\n<h2>Largest sessions</h2>\n<table>\n<thead><tr><th scope=\"col\">Session</th>\
        <th scope=\"col\" class=\"number\">Size</th><th scope=\"col\" class=\"number\">Of the limit</th>\
        <th scope=\"col\">State</th><th scope=\"col\">Verdict</th><th scope=\"col\">Largest key</th>\
        <th scope=\"col\" class=\"number\">Its size</th></tr></thead>\n<tbody>\n",
    );
    for large in &report.largest {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\" class=\"id\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td>\
            <td>{}</td><td><span class=\"word {}\">{}</span></td><td class=\"name\">{}</td><td class=\"number\">{}</td></tr>",
            text(&large.id),
            chart::bytes(large.size_bytes),
            chart::percent(large.size_bytes, report.sizes.limit),
            text(&large.state),
            class(chart::tone_of_verdict(&large.verdict)),
            text(&large.verdict),
            text(large.key.as_deref().unwrap_or("–")),
            large.key_bytes.map_or_else(|| "–".to_owned(), chart::bytes),
        );
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        for (number, top) in
            [(0, 4), (1, 4), (5, 8), (9, 12), (13, 16), (21, 24), (41, 60), (407, 500), (9000, 10_000)]
        {
            assert_eq!(nice(number), top);
            assert_eq!(nice(number) % 4, 0);
        }
        assert_eq!(nice(u64::MAX), u64::MAX);
    }

    #[test]
    fn stored_text_cannot_leave_its_element() {
        assert_eq!(
            text("</script><img src=x onerror='a(\"&\")'>\u{202e}"),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;\\u202e"
        );
    }

    #[test]
    fn the_template_has_slots_that_are_filled_and_no_script_that_runs() {
        assert_eq!(TEMPLATE.matches("<script").count(), 1);
        assert!(TEMPLATE.contains("<script type=\"application/json\""));
        assert!(
            !TEMPLATE.contains("http")
                || TEMPLATE.matches("http").count() == TEMPLATE.matches("http-equiv").count()
        );
    }
}
