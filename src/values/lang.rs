use super::text_enum::text_enum;

text_enum! {
    /// A language the product speaks.
    Lang {
        En = "en",
        De = "de",
    }
}

impl Lang {
    /// The first language of an `Accept-Language` header that the product speaks (quality values
    /// are ignored: browsers send their list in order); English when there is none.
    pub fn from_header(header: &str) -> Lang {
        header
            .split(',')
            .filter_map(|part| part.trim().get(..2))
            .find_map(|code| Lang::parse(&code.to_ascii_lowercase()))
            .unwrap_or(Lang::En)
    }

    /// The language's name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::De => "Deutsch",
        }
    }
}
