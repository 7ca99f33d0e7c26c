//! Who is greeted by name.

/// The name if it is one. Anyone can order for any address: what mail readers would make a link of stays out of
/// what we send there.
pub fn greeted(name: &str) -> Option<&str> {
    let domain = |word: &str| {
        word.trim_end_matches('.').rsplit_once('.').is_some_and(|(before, last)| {
            !before.is_empty() && last.starts_with(char::is_alphanumeric) && last.chars().count() > 1
        })
    };
    let suspicious = name.contains(['/', '@', ':', '\\']) || name.split_whitespace().any(domain);
    (!suspicious).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::greeted;

    #[test]
    fn people_are_greeted_by_name() {
        for name in ["Zoé Martin", "J.-P. Dupont", "J.P. Dupont", "Mme O’Brien", "Anne-Marie St. John"] {
            assert_eq!(greeted(name), Some(name));
        }
    }

    #[test]
    fn advertisements_are_not_greeted() {
        for name in ["win at evil.com", "https://evil.example", "www.evil.fr now", "a@b.fr", "evil.com."] {
            assert_eq!(greeted(name), None, "{name}");
        }
    }
}
