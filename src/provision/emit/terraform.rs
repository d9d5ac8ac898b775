//! A Terraform resource of the provider hashicorp/aws.

use std::fmt::Write;

use super::{EmitError, Subject};
use crate::provision::spec::{Billing, Ceiling, Recovery, TableClass};

pub(super) fn resource(subject: &Subject<'_>) -> Result<String, EmitError> {
    let spec = subject.spec;
    let mut block = Block::new("resource \"aws_dynamodb_table\" \"sessions\"");
    block.set("name", quoted(subject.table));
    match spec.billing.unwrap_or(Billing::OnDemand) {
        Billing::OnDemand => block.set("billing_mode", quoted("PAY_PER_REQUEST")),
        Billing::Provisioned { read_capacity, write_capacity } => {
            block.set("billing_mode", quoted("PROVISIONED"));
            block.set("read_capacity", read_capacity.to_string());
            block.set("write_capacity", write_capacity.to_string());
        }
    }
    block.set("hash_key", quoted(spec.layout.key));
    match spec.table_class {
        None => {}
        Some(TableClass::Standard) => block.set("table_class", quoted("STANDARD")),
        Some(TableClass::StandardInfrequentAccess) => {
            block.set("table_class", quoted("STANDARD_INFREQUENT_ACCESS"));
        }
    }
    if let Some(on) = spec.deletion_protection {
        block.set("deletion_protection_enabled", on.to_string());
    }
    block.nest("attribute", &[("name", quoted(spec.layout.key)), ("type", quoted("S"))]);
    if let Some(ttl) = &spec.ttl {
        block.nest("ttl", &[("attribute_name", quoted(&ttl.attribute)), ("enabled", "true".to_owned())]);
    }
    let ceilings: Vec<(&str, String)> =
        [("max_read_request_units", spec.max_read_units), ("max_write_request_units", spec.max_write_units)]
            .into_iter()
            .filter_map(|(name, most)| Some((name, most.and_then(Ceiling::units)?.to_string())))
            .collect();
    if !ceilings.is_empty() {
        block.nest("on_demand_throughput", &ceilings);
    }
    if let Some(recovery) = spec.point_in_time_recovery {
        let mut settings = vec![("enabled", (recovery != Recovery::Off).to_string())];
        if let Recovery::On { days: Some(days) } = recovery {
            settings.push(("recovery_period_in_days", days.to_string()));
        }
        block.nest("point_in_time_recovery", &settings);
    }
    if let Some(key) = spec.kms_key_named() {
        if !key.starts_with("arn:") {
            return Err(EmitError::KmsKeyArn(key.to_owned()));
        }
        let settings = [("enabled", "true".to_owned()), ("kms_key_arn", quoted(key))];
        block.nest("server_side_encryption", &settings);
    } else if spec.kms_key.is_some() {
        block.nest("server_side_encryption", &[("enabled", "false".to_owned())]);
    }
    if !spec.tags.is_empty() {
        let tags: Vec<(String, String)> =
            spec.tags.iter().map(|(key, value)| (quoted(key), quoted(value))).collect();
        block.object("tags", &tags);
    }
    // What a session table holds cannot be made again.
    block.nest("lifecycle", &[("prevent_destroy", "true".to_owned())]);
    Ok(format!("# Sessions of {}, written by sessctl.\n{}", spec.layout.name, block.end()))
}

/// A block, formatted as `terraform fmt` does: the equals signs of neighbouring lines below each other.
struct Block {
    out: String,
    pending: Vec<(String, String)>,
}

impl Block {
    fn new(head: &str) -> Self {
        Self { out: format!("{head} {{\n"), pending: Vec::new() }
    }

    fn set(&mut self, name: &str, value: String) {
        self.pending.push((name.to_owned(), value));
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.aligned("  ", &pending);
    }

    fn aligned<N: AsRef<str>>(&mut self, indent: &str, lines: &[(N, String)]) {
        let width = lines.iter().map(|(name, _)| name.as_ref().chars().count()).max().unwrap_or(0);
        for (name, value) in lines {
            writeln!(self.out, "{indent}{:width$} = {value}", name.as_ref())
                .expect("writing to a String cannot fail");
        }
    }

    fn nest(&mut self, name: &str, settings: &[(&str, String)]) {
        self.flush();
        self.out.push_str(&format!("\n  {name} {{\n"));
        self.aligned("    ", settings);
        self.out.push_str("  }\n");
    }

    fn object(&mut self, name: &str, members: &[(String, String)]) {
        self.flush();
        self.out.push_str(&format!("\n  {name} = {{\n"));
        self.aligned("    ", members);
        self.out.push_str("  }\n");
    }

    fn end(mut self) -> String {
        self.flush();
        self.out + "}\n"
    }
}

/// A text as a quoted template without templates (HCL native syntax specification, "Template Expressions").
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut before = ['\0'; 2];
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Doubling the sign escapes `${`, but where the sign is doubled already parsers disagree on which of
            // them belong together; an escaped brace begins no template for any of them.
            '{' if before[1] == before[0] && matches!(before[1], '$' | '%') => out.push_str("\\u007b"),
            '{' if matches!(before[1], '$' | '%') => {
                out.push(before[1]);
                out.push('{');
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                write!(out, "\\u{:04x}", u32::from(c)).expect("writing to a String cannot fail");
            }
            c => out.push(c),
        }
        before = [before[1], c];
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{NASTY, everything, subject},
        *,
    };
    use crate::provision::{KmsKey, Spec};

    #[test]
    fn a_default_table_is_a_short_resource() {
        assert_eq!(
            resource(&subject(&Spec::default())).unwrap(),
            r#"# Sessions of flask-dynamodb-sessions, written by sessctl.
resource "aws_dynamodb_table" "sessions" {
  name         = "flask_sessions"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  lifecycle {
    prevent_destroy = true
  }
}
"#
        );
    }

    #[test]
    fn an_hcl_parser_reads_back_every_text() {
        let spec = everything();
        let name = "$(id) it's ${x} %{y}\n";
        let subject = Subject { table: name, ..subject(&spec) };
        let body: hcl::Body = hcl::from_str(&resource(&subject).unwrap()).unwrap();
        let table = body.blocks().next().unwrap().body();
        let evaluate = |key: &str| {
            let attribute = table.attributes().find(|attribute| attribute.key() == key).unwrap();
            hcl::eval::Evaluate::evaluate(attribute.expr(), &hcl::eval::Context::new()).unwrap()
        };
        assert_eq!(evaluate("name"), hcl::Value::from(name));
        let read: std::collections::BTreeMap<String, String> = hcl::from_value(evaluate("tags")).unwrap();
        assert_eq!(read, spec.tags);
        assert_eq!(read.len(), NASTY.len());
    }

    #[test]
    fn signs_before_braces_begin_no_template() {
        assert_eq!(quoted("${x}"), r#""$${x}""#);
        assert_eq!(quoted("%{x}"), r#""%%{x}""#);
        assert_eq!(quoted("$${x}"), r#""$$\u007bx}""#);
        assert_eq!(quoted("$ {x}"), r#""$ {x}""#);
    }

    #[test]
    fn a_key_without_its_arn_is_refused() {
        let spec = Spec { kms_key: Some(KmsKey::Key("1234".into())), ..Spec::default() };
        assert_eq!(resource(&subject(&spec)), Err(EmitError::KmsKeyArn("1234".into())));
    }
}
