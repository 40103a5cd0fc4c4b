//! How a record is declared: its fields, from which the struct, its reader and its writer follow.

/// One field of a record, for forms and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldInfo {
    /// The JSON key.
    pub name: &'static str,
    /// The Rust type's name: `Amount`, `Option < Prose >`, `Vec < PurchaseLine >`.
    pub kind: &'static str,
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl $name {
            /// Its fields in the order of their keys.
            pub const FIELDS: &'static [FieldInfo] =
                &[$(FieldInfo { name: stringify!($field), kind: stringify!($type) }),+];
            const NAMES: &'static [&'static str] = &["type", $(stringify!($field)),+];

            fn read_members(members: &Members<'_, '_>) -> Result<Self, Refusal> {
                Ok(Self { $($field: members.take(stringify!($field))?,)+ })
            }

            /// Writes the object; with a type's name, that too, at its place.
            fn write_object(&self, type_name: Option<&str>, out: &mut String) {
                let mut due = type_name;
                out.push('{');
                $(
                    if stringify!($field) > "type" {
                        write_type(due.take(), out);
                    }
                    self.$field.put(concat!("\"", stringify!($field), "\":"), out);
                )+
                write_type(due, out);
                out.push('}');
            }
        }

        impl Datum for $name {
            fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
                let members = Members::of(value, field)?;
                members.refuse_others(Self::NAMES.get(1..).unwrap_or_default())?;
                Self::read_members(&members)
            }

            fn write(&self, out: &mut String) {
                self.write_object(None, out);
            }
        }
    };
}

pub(super) fn write_type(name: Option<&str>, out: &mut String) {
    if let Some(name) = name {
        if !out.ends_with('{') {
            out.push(',');
        }
        out.push_str("\"type\":\"");
        out.push_str(name);
        out.push('"');
    }
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $word:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ })+) => {
        $(record!($(#[$doc])* $name { $($(#[$field_doc])* $field: $type,)+ });)+

        /// What happened.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name(Box<$name>),)+
        }

        /// The type of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventType {
            $($(#[$doc])* $name,)+
        }

        impl EventType {
            /// Every type.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name in JSON.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Its fields, but for `type`.
            #[must_use]
            pub fn fields(self) -> &'static [FieldInfo] {
                match self { $(Self::$name => $name::FIELDS,)+ }
            }
        }

        impl Event {
            /// Its type.
            #[must_use]
            pub fn event_type(&self) -> EventType {
                match self { $(Self::$name(_) => EventType::$name,)+ }
            }

            pub(super) fn read_as(word: &str, members: &Members<'_, '_>) -> Result<Self, Refusal> {
                match word {
                    $($word => {
                        members.refuse_others($name::NAMES)?;
                        $name::read_members(members).map(Box::new).map(Self::$name)
                    })+
                    _ => Err(members.refuse("type", Rule::UnknownType { given: word.into() })),
                }
            }

            /// Appends its canonical JSON.
            pub fn write(&self, out: &mut String) {
                match self { $(Self::$name(event) => event.write_object(Some($word), out),)+ }
            }
        }

        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(Box::new(event))
            }
        })+
    };
}
