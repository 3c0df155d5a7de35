//! Every text the product says, from the Fluent catalogues in `locales/`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, PoisonError, RwLock};

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use rustc_hash::FxHashMap;

use crate::values::Lang;

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| {
            bundle.set_use_isolating(false);
            let is_german = bundle.locales.first().is_some_and(|one| *one == GERMAN);
            match is_german {
                true => bundle.set_formatter(Some(with_dots)),
                false => bundle.set_formatter(Some(with_commas)),
            }
        },
    };
}

/// Texts without places to fill, by language, once they were said: a page says hundreds of them,
/// and putting one together takes longer than finding it again. They are kept to the end. Keys stand
/// in the code, so it holds no more of them than the catalogues do.
static SAID: LazyLock<[RwLock<FxHashMap<String, &'static str>>; 2]> =
    LazyLock::new(Default::default);

static ENGLISH: LanguageIdentifier = langid!("en");
static GERMAN: LanguageIdentifier = langid!("de");

/// Whole numbers as English writes them: 12,000.
fn with_commas<M>(value: &FluentValue, _: &M) -> Option<String> {
    whole(value).map(|number| grouped(number, ','))
}

/// Whole numbers as German writes them: 12.000.
fn with_dots<M>(value: &FluentValue, _: &M) -> Option<String> {
    whole(value).map(|number| grouped(number, '.'))
}

fn whole(value: &FluentValue) -> Option<i64> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => Some(number.value as i64),
        _ => None,
    }
}

/// A number in groups of three digits.
fn grouped(number: i64, separator: char) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

impl Lang {
    /// A number as the language writes it.
    pub fn number(self, number: impl Into<i64>) -> String {
        grouped(number.into(), if self == Lang::De { '.' } else { ',' })
    }

    /// The text of a key. The test `texts` fails when a key is missing in a language.
    pub fn t(self, key: &str) -> String {
        self.text(key).to_owned()
    }

    /// The same, for pages, which only show it.
    pub fn text(self, key: &str) -> &'static str {
        let said = &SAID[self as usize];
        if let Some(text) = said.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return text;
        }
        let text = TEXTS.lookup(self.identifier(), key);
        let mut said = said.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have said it meanwhile.
        said.entry(key.to_owned()).or_insert_with(|| text.leak())
    }

    /// A text with values to fill in: `lang.say("home-none").with("email", address)`.
    pub fn say(self, key: &'static str) -> Phrase {
        Phrase { lang: self, key, values: HashMap::new() }
    }

    /// "Ada, Bo or Carl"
    pub fn either(self, names: &[impl AsRef<str>]) -> String {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                format!("{} {} {last}", rest.join(", "), self.t("or"))
            }
            _ => names.concat(),
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Lang::En => &ENGLISH,
            Lang::De => &GERMAN,
        }
    }
}

/// A text and the values that fill its places; shown by `Display`.
#[derive(Clone, Debug)]
pub struct Phrase {
    lang: Lang,
    key: &'static str,
    values: HashMap<Cow<'static, str>, FluentValue<'static>>,
}

impl Phrase {
    /// Fills one place. Numbers choose plural forms.
    pub fn with(mut self, place: &'static str, value: impl Value) -> Phrase {
        self.values.insert(Cow::Borrowed(place), value.to_fluent());
        self
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&TEXTS.lookup_with_args(self.lang.identifier(), self.key, &self.values))
    }
}

/// A text with one place, cut there: put together around many values it costs as much as none.
#[derive(Clone, Debug)]
pub struct Around {
    before: String,
    after: String,
}

impl Phrase {
    /// The text around this place, where it must stand once and as it is.
    pub fn around(self, place: &'static str) -> Around {
        // No catalogue has a character of this kind in it.
        const HERE: &str = "\u{fdd0}";
        let whole = self.with(place, HERE).to_string();
        let (before, after) = whole.split_once(HERE).unwrap_or((&whole, ""));
        Around { before: before.to_owned(), after: after.to_owned() }
    }
}

impl Around {
    /// The text with this value at its place.
    pub fn with<'a>(&'a self, value: &'a str) -> impl fmt::Display + 'a {
        fmt::from_fn(move |f| {
            f.write_str(&self.before)?;
            f.write_str(value)?;
            f.write_str(&self.after)
        })
    }
}

/// What can fill a place of a [`Phrase`].
pub trait Value {
    fn to_fluent(&self) -> FluentValue<'static>;
}

macro_rules! number_values {
    ($($number:ty),+) => {$(
        impl Value for $number {
            fn to_fluent(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )+};
}
number_values!(i16, i32, i64, u32, usize);

impl Value for str {
    fn to_fluent(&self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.to_owned()))
    }
}

impl Value for String {
    fn to_fluent(&self) -> FluentValue<'static> {
        self.as_str().to_fluent()
    }
}

impl<V: Value + ?Sized> Value for &V {
    fn to_fluent(&self) -> FluentValue<'static> {
        (**self).to_fluent()
    }
}

#[cfg(test)]
mod tests {
    use crate::values::Lang;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(Lang::En.number(1_898), "1,898");
        assert_eq!(Lang::De.number(12_000), "12.000");
        assert_eq!(Lang::En.number(-100), "-100");
        assert_eq!(
            Lang::En.say("invite-send").with("n", 1_204).to_string(),
            "Send 1,204 invitations"
        );
    }
}
