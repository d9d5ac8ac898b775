//! Results for people: aligned fields, and tables whose rows can be streamed.

use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table, Width};
use serde_json::Value;

use super::{Record, escape, style::Paint};

/// Below this many columns a table is unreadable: records are printed field by field.
const NARROW: u16 = 60;

/// Characters of `data` in a table that goes to a file or a pipe.
const DATA_WIDTH: usize = 100;

/// Columns of a listing in the order in which they are left out, last first, with the width they need.
const BY_IMPORTANCE: [(&str, u16); 7] = [
    ("id", 36),
    ("state", 7),
    ("expires_at", 20),
    ("verdict", 10),
    ("size_bytes", 10),
    ("format", 8),
    ("data", 24),
];

/// Spaces between columns.
const GAP: u16 = 2;

/// How they are shown.
const IN_ORDER: [&str; 7] = ["id", "state", "expires_at", "size_bytes", "format", "verdict", "data"];

fn terminal_width() -> Option<u16> {
    Table::new().width()
}

/// A result as aligned fields; a list of objects as a table.
pub(super) fn document(value: &Value, paint: Paint) -> String {
    match value {
        Value::Object(object) => {
            let fields = object.iter().map(|(name, value)| (name.as_str(), text_of(value)));
            let mut out = fields_text(fields.filter(|(_, text)| !text.is_empty()), paint);
            for (name, value) in object {
                if let Value::Array(rows) = value
                    && !rows.is_empty()
                    && rows.iter().all(Value::is_object)
                {
                    out.push_str(&format!(
                        "{}\n{}",
                        paint.heading(&format!("{name}:")),
                        table_of(rows, paint)
                    ));
                }
            }
            out
        }
        Value::Array(rows) => table_of(rows, paint),
        other => format!("{}\n", text_of(other)),
    }
}

/// Lists of objects print as tables of their own, so they have no text.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => match number.as_f64() {
            Some(n) if number.is_f64() => format!("{n:.1}"),
            _ => number.to_string(),
        },
        Value::String(text) => escape::line(text).into_owned(),
        Value::Array(values) if values.iter().any(Value::is_object) => String::new(),
        Value::Array(values) => values.iter().map(text_of).collect::<Vec<_>>().join(", "),
        Value::Object(object) => object
            .iter()
            .map(|(name, value)| format!("{name} {}", text_of(value)))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn fields_text<'a>(fields: impl Iterator<Item = (&'a str, String)>, paint: Paint) -> String {
    let fields: Vec<_> = fields.collect();
    let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 1;
    let mut out = String::new();
    for (name, text) in fields {
        let label = format!("{name}:");
        let pad = " ".repeat(width - name.len());
        out.push_str(&format!("{}{pad}{text}\n", paint.heading(&label)));
    }
    out
}

fn table_of(rows: &[Value], paint: Paint) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut table = new_table(paint);
    table.set_header(names.iter().map(heading));
    for row in rows {
        table.add_row(names.iter().map(|name| row.get(name).map(text_of).unwrap_or_default()));
    }
    format!("{}\n", trimmed(&table))
}

fn new_table(paint: Paint) -> Table {
    let mut table = Table::new();
    if paint.is_on() {
        table.enforce_styling();
    } else {
        if let Some(width) = table.width() {
            table.set_width(width);
        }
        table.force_no_tty();
    }
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table
}

fn heading(name: impl ToString) -> Cell {
    Cell::new(name).add_attribute(Attribute::Bold)
}

/// The table without the spaces that fill its last column.
fn trimmed(table: &Table) -> String {
    table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Rows of a listing; the header comes with the first batch.
pub(super) fn rows(batch: &[Record], columns: Option<&[String]>, first: bool, paint: Paint) -> String {
    let width = terminal_width();
    if width.is_some_and(|width| width < NARROW) {
        return narrow_rows(batch, columns, first, paint);
    }
    let columns: Vec<&str> = match columns {
        Some(columns) => columns.iter().map(String::as_str).collect(),
        None => fitting(width),
    };
    let widths =
        |column: &str| BY_IMPORTANCE.iter().find(|(name, _)| *name == column).map_or(10, |(_, width)| *width);
    let fixed: u16 =
        columns.iter().filter(|column| **column != "data").map(|column| widths(column) + GAP).sum();
    let data_width = width
        .map_or(DATA_WIDTH, |width| usize::from(width.saturating_sub(fixed + 2).max(widths("data") - 4)));
    let mut table = new_table(paint);
    if first {
        table.set_header(columns.iter().map(|column| heading(column.to_uppercase())));
    }
    for record in batch {
        table.add_row(columns.iter().map(|column| {
            let cell = record.cell(column).unwrap_or_default();
            let cell = escape::line(&cell).into_owned();
            if *column == "data" { shortened(&cell, data_width) } else { cell }
        }));
    }
    // Batches are tables of their own: a lower boundary keeps their columns below each other.
    for (n, column) in columns.iter().enumerate() {
        let gap = if n + 1 == columns.len() { 0 } else { GAP };
        if let Some(target) = table.column_mut(n) {
            target.set_padding((0, gap));
            if *column != "data" {
                target.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(widths(column) + gap)));
            }
        }
    }
    format!("{}\n", trimmed(&table))
}

/// As many columns as fit the terminal.
fn fitting(width: Option<u16>) -> Vec<&'static str> {
    let mut left = width.unwrap_or(u16::MAX);
    let mut chosen = Vec::new();
    for (name, need) in BY_IMPORTANCE {
        if need > left {
            break;
        }
        left = left.saturating_sub(need + GAP);
        chosen.push(name);
    }
    IN_ORDER.into_iter().filter(|name| chosen.contains(name)).collect()
}

fn narrow_rows(batch: &[Record], columns: Option<&[String]>, first: bool, paint: Paint) -> String {
    let all: Vec<String> =
        IN_ORDER.iter().filter(|name| **name != "data").map(|name| (*name).to_owned()).collect();
    let columns = columns.unwrap_or(&all);
    let mut out = String::new();
    for (n, record) in batch.iter().enumerate() {
        if n > 0 || !first {
            out.push('\n');
        }
        let cell = |column: &str| escape::line(&record.cell(column).unwrap_or_default()).into_owned();
        out.push_str(&fields_text(columns.iter().map(|column| (column.as_str(), cell(column))), paint));
    }
    out
}

/// The beginning of a text, by characters.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Records in full, one below the other.
pub(super) fn records(batch: &[Record], first: bool, paint: Paint) -> String {
    let mut out = String::new();
    for (n, record) in batch.iter().enumerate() {
        if n > 0 || !first {
            out.push('\n');
        }
        let names = [
            "source",
            "id",
            "state",
            "modified",
            "expires_at",
            "size_bytes",
            "format",
            "verdict",
            "globals",
            "warnings",
        ];
        let fields = names
            .into_iter()
            .map(|name| (name, escape::line(&record.cell(name).unwrap_or_default()).into_owned()));
        out.push_str(&fields_text(fields.filter(|(_, text)| !text.is_empty() && text != "-"), paint));
        // What breaks a payload is said below.
        for reason in record.reasons.iter().filter(|reason| !reason.is_break()) {
            out.push_str(&format!("{} {}\n", paint.warning("reason:"), escape::line(&reason.to_string())));
        }
        if record.attributes.as_object().is_some_and(|attributes| !attributes.is_empty()) {
            let text = record.attributes.to_string();
            out.push_str(&format!("{} {}\n", paint.heading("attributes:"), escape::line(&text)));
        }
        for line in record.opcodes.iter().flatten() {
            out.push_str(&format!("{}\n", escape::line(&line.to_string())));
        }
        match (&record.data, &record.error) {
            // The opcodes hold it all.
            (Some(_), _) if record.opcodes.is_some() => {}
            (Some(data), _) => {
                let pretty = sessctl::codec::json::pretty(data.get());
                out.push_str(&format!("{} {}\n", paint.heading("data:"), escape::lines(&pretty)));
            }
            (None, Some(error)) => {
                out.push_str(&format!(
                    "{} cannot be read: {}\n",
                    paint.error("data:"),
                    escape::line(&error.message)
                ));
            }
            (None, None) => {}
        }
    }
    out
}
