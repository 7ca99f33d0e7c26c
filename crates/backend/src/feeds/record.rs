//! A row as named texts, whatever the file's format; its buffers are reused from row to row.

use super::RowError;

/// The columns of a kind of feed, by the names that [`normal_name`] gives.
pub type Columns = &'static [&'static str];

#[derive(Clone, Debug)]
pub struct Record {
    pub file: String,
    pub line: u64,
    columns: Columns,
    text: String,
    fields: Vec<Field>,
}

#[derive(Clone, Copy, Debug)]
struct Field {
    column: usize,
    start: usize,
    end: usize,
}

impl Record {
    pub fn new(file: &str, columns: Columns) -> Self {
        Self { file: file.to_string(), line: 0, columns, text: String::new(), fields: Vec::new() }
    }

    pub fn clear(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.fields.clear();
    }

    pub fn push(&mut self, column: usize, value: &str) {
        let start = self.text.len();
        self.text.push_str(value.trim());
        self.fields.push(Field { column, start, end: self.text.len() });
    }

    /// The first value of a column that is not empty.
    pub fn get(&self, column: &str) -> Option<&str> {
        let mut fields = self.fields.iter().filter(|field| self.columns[field.column] == column);
        fields.find_map(|field| self.value(field))
    }

    pub fn all(&self, column: &'static str) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().filter(move |field| self.columns[field.column] == column);
        fields.filter_map(|field| self.value(field))
    }

    fn value(&self, field: &Field) -> Option<&str> {
        self.text.get(field.start..field.end).filter(|value| !value.is_empty())
    }

    pub fn required(&self, column: &str) -> Result<&str, RowError> {
        self.get(column).ok_or_else(|| self.error("is empty").field(column))
    }

    pub fn error(&self, reason: impl Into<String>) -> RowError {
        RowError::new(&self.file, self.line, reason)
    }
}

/// `Country / Region`, `g:sale price` and `SALE_PRICE` as `country_region` and `sale_price`.
pub fn normal_name(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("g:").or_else(|| name.strip_prefix("c:")).unwrap_or(&name);
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// The column that a name in a file means.
pub fn column_of(columns: Columns, name: &str) -> Option<usize> {
    let name = known_name(name);
    columns.iter().position(|column| *column == name)
}

/// The normal name, with Google's for the others that are in use.
pub fn known_name(name: &str) -> String {
    let name = normal_name(name);
    match name.as_str() {
        "colour" => "color".into(),
        "itemid" | "item_id" | "offer_id" => "id".into(),
        "country" => "country_region".into(),
        "address" => "address_line_1".into(),
        "city" => "locality".into(),
        "phone" => "primary_phone".into(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_come() {
        for name in ["Country / Region", " country_region", "COUNTRY-REGION", "g:country region"] {
            assert_eq!(normal_name(name), "country_region", "{name}");
        }
    }
}
