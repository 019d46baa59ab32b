//! What types are once their names are resolved: every inline type lifted out and named, every limit merged.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::words::formats::TextType;
use crate::words::limit::Limits;
use crate::words::text::Text;

/// The place of a definition in [`Facts::definitions`](super::Facts::definitions).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A type with a name.
#[derive(Debug, Clone)]
pub struct Definition {
    pub name: String,
    pub rust: Rust,
    /// The resource where it is defined: an index into [`Facts::resources`](super::Facts::resources).
    pub resource: usize,
    pub text: Text,
    pub shape: Shape,
    pub example: Option<Box<Value>>,
}

impl Definition {
    /// Returns what its name in Rust is made from.
    pub fn rust_name(&self) -> &str {
        self.rust.name.as_ref().unwrap_or(&self.name)
    }
}

/// What the spec says of the Rust of a definition.
#[derive(Debug, Clone, Default)]
pub struct Rust {
    /// What its name is made from, where that is not its name in the spec.
    pub name: Option<String>,
    /// The path of a type that stands for it.
    pub extern_type: Option<String>,
    pub derive: Vec<String>,
    pub attributes: Vec<String>,
}

#[derive(Debug, Clone)]
pub enum Shape {
    /// Fields; those of what it extends stand first. The hole is the field that an endpoint's own data takes.
    Object {
        fields: Vec<Field>,
        hole: Option<String>,
        rest: Option<Box<Rest>>,
        /// Of an object with `rest`: what limits it as a whole.
        limits: Limits,
    },
    /// A string type of its own.
    Text {
        limits: Limits,
        secret: bool,
    },
    Enum(Vec<EnumValue>),
    /// Values of an integer that have names.
    IntegerEnum(Vec<(i64, EnumValue)>),
    Union(Union),
    Alias(Type),
}

#[derive(Debug, Clone)]
pub struct Union {
    /// The field that tells the cases apart.
    pub tag: Option<String>,
    /// By tag where there is one, else by a name made from the type.
    pub cases: Vec<(String, Type)>,
    /// The names of cases in Rust, where those are not made from the tag's value or the type.
    pub names: BTreeMap<usize, String>,
}

impl Union {
    /// Returns what the name of a case in Rust is made from.
    pub fn name(&self, case: usize) -> &str {
        let name = self.names.get(&case).or_else(|| self.cases.get(case).map(|(name, _)| name));
        name.map_or("", String::as_str)
    }
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    pub wire: String,
    /// What its name in Rust is made from.
    pub name: String,
    pub summary: Option<String>,
}

/// What the members of an object are that have no field.
#[derive(Debug, Clone)]
pub struct Rest {
    pub type_: Type,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub wire: String,
    /// What its name in Rust is made from.
    pub name: String,
    pub required: bool,
    pub read_only: bool,
    pub write_only: bool,
    /// Sent with every call, so that no caller gives it: a string, a number or a boolean.
    pub constant: Option<Box<Value>>,
    /// Of a file: its media type, where the caller says none.
    pub media_type: Option<String>,
    pub type_: Type,
    pub text: Text,
}

/// A type where it is used.
#[derive(Debug, Clone)]
pub struct Type {
    pub kind: Kind,
    pub nullable: bool,
    pub secret: bool,
    pub limits: Limits,
    pub default: Option<Box<Value>>,
    pub example: Option<Box<Value>>,
}

impl Type {
    /// Returns a type without limits.
    pub fn plain(kind: Kind) -> Self {
        Self {
            kind,
            nullable: false,
            secret: false,
            limits: Limits::default(),
            default: None,
            example: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    String,
    Integer,
    Int32,
    Uint32,
    Uint64,
    Int128,
    Uint128,
    Number,
    Boolean,
    /// A text of a format that has a type.
    Formatted(TextType),
    /// A text of a format that a type of the user's own stands for, by its path.
    Own(String),
    Any,
    /// Bytes: a file of a multipart body, and nothing else.
    Binary,
    List(Box<TypeBox>),
    /// An item for each of the types: 2 to 12.
    Tuple(Vec<TypeBox>),
    Map(Box<TypeBox>),
    Named(TypeId),
}

impl Kind {
    /// Returns whether it is a number without a fraction.
    pub fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::Integer
                | Self::Int32
                | Self::Uint32
                | Self::Uint64
                | Self::Int128
                | Self::Uint128
        )
    }
}

/// What a container holds. A type of its own, so that kinds compare without what describes them.
#[derive(Debug, Clone)]
pub struct TypeBox(pub Type);

impl PartialEq for TypeBox {
    fn eq(&self, other: &Self) -> bool {
        self.0.kind == other.0.kind && self.0.nullable == other.0.nullable
    }
}

#[derive(Debug, Clone)]
pub enum BodyKind {
    /// An object of the endpoint's own; no field at all is an empty object.
    Fields(Vec<Field>),
    /// A value of a type that stands elsewhere.
    Whole(Box<Type>),
    /// Bytes.
    Upload,
}
