//! Which file is which: by what its columns or elements are, not by its name. Only the language is in the name.

use std::path::{Path, PathBuf};

use contract::language::Language;

use super::{
    FileError, ReadError, Row,
    product::ProductRow,
    reader::Records,
    record::{Columns, column_of},
    stock::StockRow,
    store::StoreRow,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Products,
    Stores,
    Stock,
}

/// A file and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    pub path: PathBuf,
    /// How messages name it.
    pub name: String,
    pub kind: Kind,
    /// `None` is the retailer's default.
    pub language: Option<Language>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feeds {
    pub files: Vec<Feed>,
    /// Names of files in a folder that are no feeds.
    pub ignored: Vec<String>,
}

const ENDINGS: [&str; 4] = ["tsv", "txt", "csv", "xml"];

/// Looks at every argument: a file, `fr=FILE`, or a folder whose feeds are taken.
pub fn discover(arguments: &[String]) -> Result<Feeds, FileError> {
    let mut feeds = Feeds::default();
    for argument in arguments {
        let (language, path) = language_of_argument(argument);
        if path.is_dir() {
            discover_folder(path, &mut feeds)?;
        } else {
            let name = file_name(path);
            let kind = kind_of(path, &name)?.ok_or_else(|| unknown(&name))?;
            let language = language.or_else(|| language_of_name(&name));
            feeds.files.push(Feed { path: path.to_path_buf(), name, kind, language });
        }
    }
    if feeds.files.is_empty() {
        let reason = "holds no feed: no table or XML with Google's columns";
        return Err(FileError::new(&arguments.join(" "), reason));
    }
    Ok(feeds)
}

fn unknown(name: &str) -> FileError {
    let reason = format!(
        "is no feed: a product feed has {}, locations have {}, a local inventory has {}",
        ProductRow::REQUIRED.join(", "),
        StoreRow::REQUIRED.join(", "),
        StockRow::REQUIRED.join(", ")
    );
    FileError::new(name, reason)
}

fn discover_folder(folder: &Path, feeds: &mut Feeds) -> Result<(), FileError> {
    let shown = folder.display().to_string();
    let fail = |error: std::io::Error| FileError::new(&shown, format!("cannot be read: {error}"));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_file() && has_feed_ending(&file_name(&path)) {
            paths.push(path);
        }
    }
    paths.sort();
    for path in paths {
        let name = file_name(&path);
        match kind_of(&path, &name)? {
            Some(kind) => {
                let language = language_of_name(&name);
                feeds.files.push(Feed { path, name, kind, language });
            }
            None => feeds.ignored.push(name),
        }
    }
    Ok(())
}

fn has_feed_ending(name: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// `fr=FILE`, unless a file is called just that.
fn language_of_argument(argument: &str) -> (Option<Language>, &Path) {
    if let Some((tag, path)) = argument.split_once('=')
        && let Some(language) = Language::from_tag(tag)
        && !Path::new(argument).exists()
    {
        return (Some(language), Path::new(path));
    }
    (None, Path::new(argument))
}

/// `products.fr.tsv`, `products_fr.xml.gz`: the tag stands alone between dots, dashes or underscores.
fn language_of_name(name: &str) -> Option<Language> {
    name.to_lowercase().split(['.', '-', '_']).skip(1).find_map(Language::from_tag)
}

/// Every column of every kind: enough to tell kinds apart.
const ANY: Columns =
    &["id", "title", "price", "quantity", "store_code", "business_name", "locality", "availability"];

fn kind_of(path: &Path, name: &str) -> Result<Option<Kind>, FileError> {
    let mut records = Records::open(path, name, ANY)?;
    if let Some(header) = records.header() {
        let has =
            |column: &str| header.iter().any(|name| column_of(ANY, name).is_some_and(|at| ANY[at] == column));
        return Ok(kind(&has).or_else(|| kind_of_name(name)));
    }
    loop {
        match records.read_next() {
            Ok(true) => {
                let found = kind(&|column: &str| records.record.get(column).is_some());
                return Ok(found.or_else(|| kind_of_name(name)));
            }
            // The row will be reported when the feed is read.
            Err(ReadError::Row(_)) => {}
            Ok(false) => return Ok(kind_of_name(name)),
            Err(ReadError::File(error)) => return Err(error),
        }
    }
}

fn kind(has: &dyn Fn(&str) -> bool) -> Option<Kind> {
    match () {
        () if has("store_code") && has("id") => Some(Kind::Stock),
        () if has("store_code") && (has("business_name") || has("locality")) => Some(Kind::Stores),
        () if has("id") && has("title") => Some(Kind::Products),
        () => None,
    }
}

/// A file that is called like a feed but lacks its columns shall be told which, not be passed over.
fn kind_of_name(name: &str) -> Option<Kind> {
    let name = name.to_lowercase();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    match () {
        () if starts(&["local_inventory", "local-inventory", "inventory", "stock"]) => Some(Kind::Stock),
        () if starts(&["store", "location"]) => Some(Kind::Stores),
        () if starts(&["product"]) => Some(Kind::Products),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_in_the_name_or_in_front() {
        assert_eq!(language_of_name("products.fr.tsv"), Some(Language::Fr));
        assert_eq!(language_of_name("Products_EN.xml.gz"), Some(Language::En));
        assert_eq!(language_of_name("products.tsv"), None);
        assert_eq!(language_of_name("french.tsv"), None);
        assert_eq!(language_of_argument("en=a.tsv"), (Some(Language::En), Path::new("a.tsv")));
        assert_eq!(language_of_argument("a=b.tsv"), (None, Path::new("a=b.tsv")));
    }

    #[test]
    fn feeds_are_known_by_their_columns() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        write("a.tsv", "\u{feff}ID\tTitle\tPrice\r\nA\tVase\t1.00 EUR\r\n");
        write("b.csv", "Store code,Business name,Locality\nS,Shop,Paris\n");
        write(
            "c.xml",
            "<rss xmlns:g=\"x\"><channel><item><g:store_code>S</g:store_code><g:id>A</g:id></item></channel></rss>",
        );
        write("d.csv", "picture,author\na,b\n");
        write("notes.md", "id title price");
        let feeds = discover(&[folder.path().display().to_string()]).expect("feeds");
        let kinds: Vec<_> = feeds.files.iter().map(|feed| (feed.name.as_str(), feed.kind)).collect();
        assert_eq!(kinds, [("a.tsv", Kind::Products), ("b.csv", Kind::Stores), ("c.xml", Kind::Stock)]);
        assert_eq!(feeds.ignored, ["d.csv"]);
        let named = discover(&[folder.path().join("d.csv").display().to_string()]).expect_err("no feed");
        assert!(named.reason.contains("is no feed"));
    }
}
