//! The tables that an import writes, as data: the same statements serve them all.

/// A column and its type.
pub type Column = (&'static str, &'static str);

const TEXT: &str = "TEXT";
const INT: &str = "BIGINT";

pub struct Table {
    pub name: &'static str,
    pub keys: &'static [Column],
    pub columns: &'static [Column],
    /// Columns that are only written with a new row.
    pub once: &'static [Column],
    pub early: Early,
}

/// Which new rows may be written before the import's last transaction, because nobody sees them yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Early {
    /// All: they are seen by generation, and withdrawn rather than deleted.
    ByGeneration,
    /// Those whose owner is new: the owner's table, its key, and the column here that names it.
    WithOwner(&'static str, &'static str, &'static str),
    /// All: nothing leads to them yet.
    Unseen,
    None,
}

pub const CATEGORY: Table = Table {
    name: "category",
    keys: &[("id", TEXT)],
    columns: &[("parent_id", TEXT), ("position", INT)],
    once: &[],
    early: Early::None,
};
pub const CATEGORY_TEXT: Table = Table {
    name: "category_text",
    keys: &[("category_id", TEXT), ("language", TEXT)],
    columns: &[("name", TEXT)],
    once: &[],
    early: Early::None,
};
pub const PRODUCT: Table = Table {
    name: "product",
    keys: &[("id", TEXT)],
    columns: &[("brand", TEXT), ("category_id", TEXT), ("position", INT)],
    once: &[("slug", TEXT)],
    early: Early::ByGeneration,
};
pub const PRODUCT_TEXT: Table = Table {
    name: "product_text",
    keys: &[("product_id", TEXT), ("language", TEXT)],
    columns: &[("name", TEXT), ("description", TEXT), ("material", TEXT), ("details", TEXT)],
    once: &[],
    early: Early::WithOwner("product", "id", "product_id"),
};
pub const VARIANT: Table = Table {
    name: "variant",
    keys: &[("sku", TEXT)],
    columns: &[
        ("product_id", TEXT),
        ("position", INT),
        ("gtin", TEXT),
        ("pickup_method", TEXT),
        ("price", INT),
        ("sale_price", INT),
        ("sale_from", INT),
        ("sale_until", INT),
        ("vat_rate", INT),
    ],
    once: &[],
    early: Early::ByGeneration,
};
pub const VARIANT_TEXT: Table = Table {
    name: "variant_text",
    keys: &[("sku", TEXT), ("language", TEXT)],
    columns: &[("colour", TEXT), ("size", TEXT)],
    once: &[],
    early: Early::WithOwner("variant", "sku", "sku"),
};
pub const PICTURE: Table = Table {
    name: "picture",
    keys: &[("id", TEXT)],
    columns: &[("width", INT), ("height", INT), ("widths", TEXT), ("colour", TEXT)],
    once: &[],
    early: Early::Unseen,
};
pub const VARIANT_PICTURE: Table = Table {
    name: "variant_picture",
    keys: &[("sku", TEXT), ("position", INT)],
    columns: &[("picture_id", TEXT)],
    once: &[],
    early: Early::WithOwner("variant", "sku", "sku"),
};
pub const PRICE_HISTORY: Table = Table {
    name: "price_history",
    keys: &[("sku", TEXT), ("valid_from", INT)],
    columns: &[("price", INT)],
    once: &[],
    early: Early::WithOwner("variant", "sku", "sku"),
};
pub const STORE: Table = Table {
    name: "store",
    keys: &[("id", TEXT)],
    columns: &[
        ("name", TEXT),
        ("address", TEXT),
        ("postal_code", TEXT),
        ("city", TEXT),
        ("country", TEXT),
        ("latitude", INT),
        ("longitude", INT),
        ("phone", TEXT),
        ("time_zone", TEXT),
        ("hours", TEXT),
        ("special_days", TEXT),
        ("position", INT),
    ],
    once: &[("slug", TEXT)],
    early: Early::ByGeneration,
};
/// SKUs whose pictures are known; what is staged of their pictures is all there is.
pub const PICTURED: Table =
    Table { name: "pictured", keys: &[("sku", TEXT)], columns: &[], once: &[], early: Early::None };
/// The counts beside it, `quantity` and `counted_at`, are no columns of the table: see `stock`.
pub const STOCK: Table = Table {
    name: "stock",
    keys: &[("sku", TEXT), ("store_id", TEXT)],
    columns: &[("price", INT), ("pickup_method", TEXT), ("aisle", TEXT)],
    once: &[("quantity", INT), ("counted_at", INT)],
    early: Early::ByGeneration,
};

impl Table {
    pub fn has_generation(&self) -> bool {
        self.early == Early::ByGeneration
    }

    pub fn staged(&self) -> String {
        format!("staged_{}", self.name)
    }

    pub fn new_rows(&self) -> String {
        format!("new_{}", self.name)
    }

    /// New rows that are seen at once.
    pub fn more_rows(&self) -> String {
        format!("more_{}", self.name)
    }

    pub fn changed(&self) -> String {
        format!("changed_{}", self.name)
    }

    pub fn gone(&self) -> String {
        format!("gone_{}", self.name)
    }

    /// Keys of rows that could not be read: what they are about stays as it is.
    pub fn kept(&self) -> String {
        format!("kept_{}", self.name)
    }

    pub fn all(&self) -> impl Iterator<Item = &Column> {
        self.keys.iter().chain(self.columns).chain(self.once)
    }

    pub fn width(&self) -> usize {
        self.all().count()
    }

    pub fn create_staged(&self) -> String {
        format!("CREATE TEMP TABLE {} ({})", self.staged(), typed(self.all()))
    }

    pub fn key_names(&self) -> String {
        names(self.keys.iter(), "")
    }

    /// `a.key = b.key AND …`
    pub fn same_key(&self, a: &str, b: &str) -> String {
        let parts: Vec<String> = self.keys.iter().map(|(key, _)| format!("{a}.{key} = {b}.{key}")).collect();
        parts.join(" AND ")
    }

    pub fn differs(&self, a: &str, b: &str) -> String {
        let parts =
            self.columns.iter().map(|(column, _)| format!("{a}.{column} IS DISTINCT FROM {b}.{column}"));
        parts.collect::<Vec<_>>().join(" OR ")
    }
}

/// `prefix.name, …`
pub fn names<'a>(columns: impl Iterator<Item = &'a Column>, prefix: &str) -> String {
    columns.map(|(name, _)| format!("{prefix}{name}")).collect::<Vec<_>>().join(", ")
}

pub fn typed<'a>(columns: impl Iterator<Item = &'a Column>) -> String {
    columns.map(|(name, kind)| format!("{name} {kind}")).collect::<Vec<_>>().join(", ")
}
