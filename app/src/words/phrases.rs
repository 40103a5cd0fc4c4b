//! How a catalogue of phrases is written: a name, English, Chinese. None compiles with one language missing.

/// Declares the struct of a catalogue's phrases, with one of it in each language.
macro_rules! phrases {
    ($(#[$doc:meta])* $catalogue:ident; $($name:ident: $english:literal, $chinese:literal;)+) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $catalogue {
            /// The language of them all.
            pub lang: Lang,
            $(#[doc = $english] pub $name: &'static str,)+
        }

        impl $catalogue {
            /// Name, English and Chinese of each.
            #[cfg(test)]
            pub(in crate::words) const PAIRS: &[(&str, &str, &str)] = &[$((stringify!($name), $english, $chinese)),+];

            /// The words of a language.
            #[must_use]
            pub fn of(lang: Lang) -> &'static Self {
                static ENGLISH: $catalogue = $catalogue { lang: Lang::En, $($name: $english,)+ };
                static CHINESE: $catalogue = $catalogue { lang: Lang::Zh, $($name: $chinese,)+ };
                match lang {
                    Lang::En => &ENGLISH,
                    Lang::Zh => &CHINESE,
                }
            }
        }
    };
}
