//! Judges whether a value is one of a type. The spec's types and the checked types have the same judge: the caller
//! describes its types.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::formats::TextType;
use super::limit::{Limits, counted};

/// The maximum depth to which a value is judged.
const DEEPEST: usize = 64;

/// The maximum number of types that a value is tried against, since unions within unions have too many ways.
const MOST_STEPS: usize = 100_000;

/// A type, as the judge sees it.
pub struct Described<'t, T> {
    pub nullable: bool,
    pub limits: Cow<'t, Limits>,
    pub shape: Shape<'t, T>,
}

/// The values of a type, apart from its limits.
pub enum Shape<'t, T> {
    /// Any JSON, including null.
    Any,
    /// Bytes, which JSON does not have.
    Bytes,
    Boolean,
    Integer(RangeInclusive<i128>),
    Number,
    /// A string, possibly of a format.
    Text(Option<TextType>),
    /// One of a few values, which the function recognizes.
    Enum(Box<dyn Fn(&Value) -> bool + 't>),
    List(&'t T),
    Tuple(Vec<&'t T>),
    Map(&'t T),
    Object {
        fields: Vec<Member<'t, T>>,
        rest: Option<&'t T>,
    },
    Union(Vec<&'t T>),
    /// A union whose cases are distinguished by a field.
    Tagged {
        tag: &'t str,
        cases: Vec<(&'t str, &'t T)>,
    },
    /// The values of another type.
    Same(&'t T),
    /// An unknown type.
    #[cfg_attr(
        not(feature = "openapi"),
        allow(dead_code, reason = "only schemas of documents leave it open")
    )]
    Unknown,
}

/// A field of an object.
pub struct Member<'t, T> {
    pub wire: &'t str,
    /// Whether every value has it, in both directions.
    pub required: bool,
    pub type_: &'t T,
}

/// Why a value is not one of a type.
#[derive(Debug, PartialEq, Eq)]
pub enum Misfit {
    /// What is wrong with it, as the end of a sentence.
    Breach(String),
    /// The value is too deep, or there are too many ways to read it, so nothing is known.
    Unjudged,
}

impl Misfit {
    fn new(reason: impl Into<String>) -> Self {
        Self::Breach(reason.into())
    }

    fn at(self, name: &str) -> Self {
        match self {
            Self::Breach(reason) => Self::Breach(format!("has a member `{name}` that {reason}")),
            Self::Unjudged => Self::Unjudged,
        }
    }
}

/// Judges a value by its type.
pub fn judge<'t, T>(
    value: &Value,
    type_: &'t T,
    describe: &dyn Fn(&'t T) -> Described<'t, T>,
) -> Result<(), Misfit> {
    Judge { describe, left: Cell::new(MOST_STEPS) }.value(value, type_, 0)
}

struct Judge<'d, 't, T> {
    describe: &'d dyn Fn(&'t T) -> Described<'t, T>,
    /// The number of steps left.
    left: Cell<usize>,
}

impl<'t, T> Judge<'_, 't, T> {
    fn value(&self, value: &Value, type_: &'t T, depth: usize) -> Result<(), Misfit> {
        let left = self.left.get().checked_sub(1).filter(|_| depth <= DEEPEST);
        self.left.set(left.ok_or(Misfit::Unjudged)?);
        let Described { nullable, limits, shape } = (self.describe)(type_);
        if let Shape::Same(target) = shape {
            if nullable && value.is_null() {
                return Ok(());
            }
            self.value(value, target, depth + 1)?;
            return keeps(value, &limits);
        }
        if value.is_null() {
            return match shape {
                Shape::Any => Ok(()),
                _ if nullable => Ok(()),
                _ => Err(Misfit::new("is not allowed, since the type is not nullable")),
            };
        }
        self.shape(value, shape, depth + 1)?;
        keeps(value, &limits)
    }

    fn shape(&self, value: &Value, shape: Shape<'t, T>, depth: usize) -> Result<(), Misfit> {
        let ok_if =
            |fits: bool, reason: &str| fits.then_some(()).ok_or_else(|| Misfit::new(reason));
        match shape {
            Shape::Any => Ok(()),
            Shape::Bytes => Err(Misfit::new("is JSON, but the type is bytes")),
            Shape::Boolean => ok_if(value.is_boolean(), "is not a boolean"),
            Shape::Number => ok_if(value.is_number(), "is not a number"),
            Shape::Integer(range) => integer(value, &range),
            Shape::Text(format) => text(value, format),
            Shape::Enum(holds) => ok_if(holds(value), "is not one of the allowed values"),
            Shape::List(item) => {
                let items = value.as_array().ok_or_else(|| Misfit::new("is not a list"))?;
                items.iter().try_for_each(|value| self.value(value, item, depth))
            }
            Shape::Tuple(types) => self.tuple(value, &types, depth),
            Shape::Map(values) => {
                let members = object(value)?;
                members.values().try_for_each(|value| self.value(value, values, depth))
            }
            Shape::Object { fields, rest } => self.members(object(value)?, &fields, rest, depth),
            Shape::Union(cases) => self.union(value, &cases, depth),
            Shape::Tagged { tag, cases } => {
                let stated = object(value)?.get(tag).and_then(Value::as_str);
                let case = cases.iter().find(|(name, _)| Some(*name) == stated);
                let (_, case) = case.ok_or_else(|| {
                    Misfit::new(format!("lacks a `{tag}` with the value of one of the cases"))
                })?;
                // Limits on the other members of a case do not apply to the tag, unless it is one of its fields.
                self.value(value, case, depth).or_else(|misfit| {
                    let mut members = object(value)?.clone();
                    members.remove(tag);
                    self.value(&Value::Object(members), case, depth).map_err(|_| misfit)
                })
            }
            Shape::Same(target) => self.value(value, target, depth),
            Shape::Unknown => Err(Misfit::Unjudged),
        }
    }

    fn tuple(&self, value: &Value, types: &[&'t T], depth: usize) -> Result<(), Misfit> {
        let items = value.as_array().ok_or_else(|| Misfit::new("is not a list"))?;
        if items.len() != types.len() {
            return Err(Misfit::new(format!(
                "has {}, but the tuple has {}",
                counted(items.len() as u64, "item"),
                types.len()
            )));
        }
        let mut pairs = items.iter().zip(types);
        pairs.try_for_each(|(value, type_)| self.value(value, type_, depth))
    }

    fn members(
        &self,
        members: &Map<String, Value>,
        fields: &[Member<'t, T>],
        rest: Option<&'t T>,
        depth: usize,
    ) -> Result<(), Misfit> {
        for field in fields {
            match members.get(field.wire) {
                Some(value) => {
                    self.value(value, field.type_, depth)
                        .map_err(|misfit| misfit.at(field.wire))?;
                }
                None if field.required => {
                    return Err(Misfit::new(format!("lacks the field `{}`", field.wire)));
                }
                None => {}
            }
        }
        let Some(rest) = rest else { return Ok(()) };
        members
            .iter()
            .filter(|(name, _)| !fields.iter().any(|field| field.wire == **name))
            .try_for_each(|(name, value)| {
                self.value(value, rest, depth).map_err(|misfit| misfit.at(name))
            })
    }

    fn union(&self, value: &Value, cases: &[&'t T], depth: usize) -> Result<(), Misfit> {
        let mut known = true;
        for case in cases {
            match self.value(value, case, depth) {
                Ok(()) => return Ok(()),
                Err(misfit) => known &= misfit != Misfit::Unjudged,
            }
        }
        Err(if known {
            Misfit::new("does not match any case of the union")
        } else {
            Misfit::Unjudged
        })
    }
}

/// Judges a value by limits only.
fn keeps(value: &Value, limits: &Limits) -> Result<(), Misfit> {
    match limits.iter().find(|limit| !limit.keeps(value)) {
        Some(limit) => Err(Misfit::Breach(limit.breach(value))),
        None => Ok(()),
    }
}

fn object(value: &Value) -> Result<&Map<String, Value>, Misfit> {
    value.as_object().ok_or_else(|| Misfit::new("is not an object"))
}

fn integer(value: &Value, range: &RangeInclusive<i128>) -> Result<(), Misfit> {
    let whole = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    match whole {
        None => Err(Misfit::new("is not an integer")),
        Some(whole) if range.contains(&whole) => Ok(()),
        Some(_) => Err(Misfit::new(format!(
            "is out of the range of the type, {} to {}",
            range.start(),
            range.end()
        ))),
    }
}

fn text(value: &Value, format: Option<TextType>) -> Result<(), Misfit> {
    match (format, value.as_str()) {
        (None, Some(_)) => Ok(()),
        (None, None) => Err(Misfit::new("is not a string; quote it to make it one")),
        // For a value that is not a string, the message says what it should be.
        (Some(format), text) => match format.misfit(text.unwrap_or("?")) {
            Some(reason) => Err(Misfit::new(reason)),
            None => Ok(()),
        },
    }
}
