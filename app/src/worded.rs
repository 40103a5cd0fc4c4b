//! Closed lists of which each member has a word: in addresses, in forms, in tables.

/// Declares such a list: `worded!(/// … pub enum Done { /// … Limits = "limits", })`.
#[macro_export]
macro_rules! worded {
    ($(#[$doc:meta])* $seen:vis enum $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $seen enum $name { $($(#[$word_doc])* $variant,)+ }

        impl $name {
            /// All of them.
            $seen const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its word.
            #[must_use]
            $seen fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one with that word.
            #[must_use]
            $seen fn of_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
