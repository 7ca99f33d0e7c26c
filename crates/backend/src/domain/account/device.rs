//! Which browser on which system it is, as far as its User-Agent says so.

use contract::account::Device;

/// A mark of the header with the name that people know; the first that is found counts, since browsers name those
/// that they descend from as well.
type Mark = (&'static str, &'static str);

const BROWSERS: [Mark; 12] = [
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [Mark; 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

pub fn of_user_agent(text: &str) -> Device {
    let named = |marks: &[Mark]| {
        marks.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| (*name).to_string())
    };
    Device { browser: named(&BROWSERS), system: named(&SYSTEMS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str, browser: Option<&str>, system: Option<&str>) {
        let device = of_user_agent(text);
        assert_eq!((device.browser.as_deref(), device.system.as_deref()), (browser, system), "{text}");
    }

    #[test]
    fn browsers_and_systems_are_known() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        is(
            &format!(
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) {webkit} Chrome/131.0.0.0 Mobile Safari/537.36"
            ),
            Some("Chrome"),
            Some("Android"),
        );
        is(
            &format!(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/131.0 Safari/537.36 Edg/131.0"
            ),
            Some("Edge"),
            Some("Windows"),
        );
        is(
            "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            Some("Firefox"),
            Some("Linux"),
        );
        is(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Version/18.1 Mobile/15E148 Safari/604.1",
            Some("Safari"),
            Some("iPhone"),
        );
        is(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Version/18.1 Safari/605.1.15",
            Some("Safari"),
            Some("macOS"),
        );
    }

    #[test]
    fn what_says_nothing_is_unknown() {
        is("", None, None);
        is("curl/8.5.0", None, None);
    }
}
