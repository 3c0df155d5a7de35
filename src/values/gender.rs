use super::text_enum::text_enum;

text_enum! {
    /// Only ever given by a person or a file, never guessed.
    Gender {
        Female = "female",
        Male = "male",
        Other = "other",
    }
}
