use super::text_enum::text_enum;

text_enum! {
    /// How much a permission role allows in one area. Ordered: `None < Read < Manage`.
    Level {
        None = "none",
        Read = "read",
        Manage = "manage",
    }
}
