//! Categories: the product types of the feed in the default language, named in the others by offers that share them.

use std::collections::{HashMap, HashSet};

use super::{places::Places, slug::Slugs};

pub struct Categories {
    slugs: Slugs,
    places: Places,
    known: HashMap<String, i64>,
    depths: HashMap<String, usize>,
    named: HashSet<(String, &'static str)>,
}

/// A category that was not met before in this import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    pub id: String,
    pub parent_id: Option<String>,
    pub position: i64,
}

/// A name that was not met before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: String,
    pub language: &'static str,
    pub name: String,
}

impl Categories {
    pub fn new(known: HashMap<String, i64>) -> Self {
        let places = Places::new(known.is_empty());
        Self { slugs: Slugs::new([]), places, known, depths: HashMap::new(), named: HashSet::new() }
    }

    /// The id of a path, and the categories on it that are met for the first time.
    pub fn place(&mut self, path: &[String]) -> (Option<String>, Vec<Met>) {
        let mut id: Option<String> = None;
        let mut met = Vec::new();
        for (depth, name) in path.iter().enumerate() {
            let slug = self.slugs.of(name);
            let parent_id = id;
            let this = parent_id.as_ref().map_or(slug.clone(), |parent| format!("{parent}~{slug}"));
            if self.depths.insert(this.clone(), depth + 1).is_none() {
                let position = self.places.next(self.known.get(&this).copied());
                met.push(Met { id: this.clone(), parent_id, position });
            }
            id = Some(this);
        }
        (id, met)
    }

    /// Names a category and those above it, where the path has as many parts.
    pub fn name(&mut self, id: &str, language: &'static str, path: &[String]) -> Vec<Named> {
        if self.depths.get(id) != Some(&path.len()) {
            return Vec::new();
        }
        let mut named = Vec::new();
        let ends = id.match_indices('~').map(|(at, _)| at).chain([id.len()]);
        for (end, name) in ends.zip(path) {
            let id = id[..end].to_string();
            if self.named.insert((id.clone(), language)) {
                named.push(Named { id, language, name: name.clone() });
            }
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split(" > ").map(String::from).collect()
    }

    #[test]
    fn a_tree_named_in_two_languages() {
        let mut categories = Categories::new(HashMap::new());
        let (id, met) = categories.place(&path("Vêtements > Robes"));
        assert_eq!(id.as_deref(), Some("vetements~robes"));
        assert_eq!(met[1].parent_id.as_deref(), Some("vetements"));
        assert!(categories.place(&path("Vêtements > Robes")).1.is_empty());
        let named = categories.name("vetements~robes", "en", &path("Clothing > Dresses"));
        let named: Vec<_> = named.iter().map(|named| (named.id.as_str(), named.name.as_str())).collect();
        assert_eq!(named, [("vetements", "Clothing"), ("vetements~robes", "Dresses")]);
        assert!(categories.name("vetements~robes", "en", &path("Dresses")).is_empty());
        assert_eq!(categories.place(&[]), (None, Vec::new()));
    }
}
