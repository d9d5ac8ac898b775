//! Values without other values in them, and the parts of those that have a tag.
//!
//! It does not make objects: `object` and `expand` do.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Reading, Result, Shape};
use crate::codec::iso;
use crate::codec::json::add_int;
use crate::codec::typed::TypedErrorKind;
use crate::codec::typed::dom::{DomId, Json, Member};
use crate::codec::typed::expand::{Kind, Place};
use crate::pickle::{Delta, NodeId, Origin, Value, is_wtf8};

impl Reading<'_, '_, '_> {
    /// Makes a value without other values in it; `None` for one that holds some.
    pub(super) fn leaf(&mut self, id: DomId, place: Place) -> Result<Option<NodeId>> {
        let dom = self.dom;
        let value = match dom.json(id) {
            Json::Null => Value::None,
            Json::Bool(value) => Value::Bool(*value),
            Json::Int(digits) => return Ok(Some(add_int(self.expand.graph, digits))),
            Json::Float(digits) => Value::Float(digits.parse().unwrap_or(f64::NAN)),
            Json::NonFinite(value) => Value::Float(*value),
            Json::Str(text) => return Ok(Some(self.expand.text(Kind::Str, text, place))),
            Json::Array(..) => return Ok(None),
            Json::Object(..) => {
                let members = dom.object(id).unwrap_or_default();
                return match self.shape(members)? {
                    Shape::Dict => Ok(None),
                    Shape::Tagged(tag, content) => self.tagged_leaf(members, tag, content, place),
                };
            }
        };
        Ok(Some(self.expand.graph.add(value)))
    }

    fn tagged_leaf(
        &mut self,
        members: &[Member<'_>],
        tag: &'static str,
        content: DomId,
        place: Place,
    ) -> Result<Option<NodeId>> {
        let dom = self.dom;
        let value = match tag {
            "$ref" => {
                let number = dom.int(content).and_then(|id| u64::try_from(id).ok());
                let id = number.ok_or_else(|| self.content(content, tag, "an integer from 0"))?;
                let found = self.ids.get(&id).copied();
                return match found {
                    Some(node) => Ok(Some(node)),
                    None => Err(dom.error(content, TypedErrorKind::UnknownRef { id })),
                };
            }
            "$int" => return self.int(content).map(Some),
            "$float" => Value::Float(self.float(tag, content)?),
            "$str_wtf8" => {
                let bytes = self.base64(tag, content)?;
                if !is_wtf8(&bytes) {
                    return Err(self.content(content, tag, "UTF-8 with lone surrogates, in base64"));
                }
                return Ok(Some(self.expand.text(Kind::Str, &bytes, place)));
            }
            "$bytes" => {
                let bytes = self.base64(tag, content)?;
                return Ok(Some(self.expand.text(Kind::Bytes, &bytes, place)));
            }
            "$py2str" => {
                let text = self.text(tag, content)?;
                let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
                let bytes = bytes
                    .ok_or_else(|| self.content(content, tag, "characters up to U+00FF, one to a byte"))?;
                return Ok(Some(self.expand.text(Kind::Py2Str, &bytes, place)));
            }
            "$ext" => {
                let code =
                    dom.int(content).and_then(|code| i32::try_from(code).ok()).filter(|code| *code > 0);
                Value::Ext(code.ok_or_else(|| self.content(content, tag, "an integer from 1 to 2147483647"))?)
            }
            "$global" if dom.text(content).is_some() => return self.global(tag, content).map(Some),
            "$zoneinfo" => {
                let key = dom.text(content).filter(|key| !key.is_empty());
                let key =
                    key.ok_or_else(|| self.content(content, tag, "the name of a time zone"))?.to_owned();
                return Ok(Some(self.expand.zone(&key)));
            }
            "$timezone" if self.member(members, "name")?.is_none() => {
                let offset = iso::parse_offset(self.text(tag, content)?);
                let offset =
                    offset.ok_or_else(|| self.content(content, tag, "an offset such as \"+02:00\""))?;
                return Ok(Some(self.expand.offset(offset)));
            }
            _ => return Ok(None),
        };
        Ok(Some(self.expand.graph.add(value)))
    }

    pub(super) fn base64(&self, tag: &'static str, content: DomId) -> Result<Vec<u8>> {
        STANDARD
            .decode(self.text(tag, content)?)
            .map_err(|_| self.content(content, tag, "base64 on one line"))
    }

    fn int(&mut self, content: DomId) -> Result<NodeId> {
        let expected = "a string of decimal digits, or of hex behind `0x`";
        let text = self.text("$int", content)?;
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (radix, digits) = digits.strip_prefix("0x").map_or((10, digits), |digits| (16, digits));
        let sound = !digits.is_empty()
            && digits.bytes().all(|b| char::from(b).is_digit(radix))
            && (radix == 16 || digits.len() <= 4300);
        let value = num_bigint::BigInt::parse_bytes(digits.as_bytes(), radix).filter(|_| sound);
        let value = value.ok_or_else(|| self.content(content, "$int", expected))?;
        let bytes = if negative { -value } else { value }.to_signed_bytes_le();
        Ok(self.expand.graph.add_int_le(&bytes, Origin::default()))
    }

    fn float(&self, tag: &'static str, content: DomId) -> Result<f64> {
        match self.text(tag, content)? {
            "nan" => Ok(f64::NAN),
            "-nan" => Ok(-f64::NAN),
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            "-0.0" => Ok(-0.0),
            _ => Err(self.content(content, tag, "\"nan\", \"inf\", \"-inf\" or \"-0.0\"")),
        }
    }

    /// A number that is a float in any spelling.
    pub(super) fn number(&self, tag: &'static str, id: DomId) -> Result<f64> {
        let number = match self.dom.json(id) {
            Json::Int(digits) | Json::Float(digits) => digits.parse().ok(),
            Json::NonFinite(value) => Some(*value),
            Json::Object(..) => match self.shape(self.dom.object(id).unwrap_or_default())? {
                Shape::Tagged("$float", content) => Some(self.float("$float", content)?),
                _ => None,
            },
            _ => None,
        };
        number.ok_or_else(|| self.content(id, tag, "two numbers"))
    }

    pub(super) fn global(&mut self, tag: &'static str, content: DomId) -> Result<NodeId> {
        let dom = self.dom;
        match dom.text(content).and_then(|text| text.split_once(':')) {
            Some((module, name)) => Ok(self.expand.global(module.as_bytes(), name.as_bytes())),
            None => Err(self.content(content, tag, "\"module:qualname\"")),
        }
    }

    pub(super) fn delta(&self, content: DomId) -> Option<Delta> {
        let &[days, seconds, microseconds] = self.dom.array(content)? else { return None };
        let part = |id, range: std::ops::Range<i64>| self.dom.int(id).filter(|part| range.contains(part));
        Some(Delta {
            days: part(days, -999_999_999..1_000_000_000)? as i32,
            seconds: part(seconds, 0..86_400)? as u32,
            microseconds: part(microseconds, 0..1_000_000)? as u32,
        })
    }

    pub(super) fn moment(
        &mut self,
        members: &[Member<'_>],
        node: NodeId,
        tag: &'static str,
        content: DomId,
    ) -> Result<()> {
        let dom = self.dom;
        let text = self.text(tag, content)?;
        let (date, mut time, offset) = if tag == "$datetime" {
            let parsed = iso::parse_datetime(text);
            let (date, time, offset) = parsed.ok_or_else(|| {
                self.content(content, tag, "a date and time such as \"2026-11-22T20:00:17\"")
            })?;
            (Some(date), time, offset)
        } else {
            let parsed = iso::parse_time(text);
            let (time, offset) =
                parsed.ok_or_else(|| self.content(content, tag, "a time such as \"20:00:17\""))?;
            (None, time, offset)
        };
        time.fold = match self.member(members, "fold")?.map(|fold| (fold, dom.json(fold))) {
            None | Some((_, Json::Bool(false) | Json::Int("0"))) => false,
            Some((_, Json::Bool(true) | Json::Int("1"))) => true,
            Some((fold, _)) => return Err(self.content(fold, "fold", "0 or 1")),
        };
        let tz = match (self.member(members, "tz")?, offset) {
            (None, None) => None,
            (None, Some(offset)) => Some(self.expand.offset(offset)),
            (Some(tz), Some(_)) => return Err(self.content(tz, "tz", "a time without an offset")),
            (Some(tz), None) => match dom.json(tz) {
                Json::Str(_) => {
                    let key = dom.text(tz).filter(|key| !key.is_empty());
                    let key = key.ok_or_else(|| self.content(tz, "tz", "the name of a time zone"))?;
                    Some(self.expand.zone(key))
                }
                _ => Some(self.node(tz)?),
            },
        };
        match date {
            Some(date) => self.expand.datetime(node, date, time, tz),
            None => self.expand.time(node, time, tz),
        }
        Ok(())
    }
}
