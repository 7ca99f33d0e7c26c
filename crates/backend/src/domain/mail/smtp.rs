//! Where e-mails are handed to: a server named by a URL.

use std::{path::Path, time::Duration};

use anyhow::{Context, bail, ensure};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use url::Url;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// For the whole conversation; lettre limits connecting only.
const TIMEOUT: Duration = Duration::from_secs(60);

pub struct Smtp {
    transport: Transport,
}

/// Why a mail was not taken.
#[derive(Debug)]
pub struct Refused {
    pub reason: String,
    /// Trying again would not help.
    pub for_good: bool,
}

impl Smtp {
    /// `smtp://` encrypts when the server offers it, and always before a password is said; `smtps://` encrypts from
    /// the first byte.
    /// `root` is a PEM file with one more certificate to trust.
    pub fn new(url: &str, root: Option<&Path>) -> anyhow::Result<Smtp> {
        // The URL may hold a password, so no error repeats it.
        let url = Url::parse(url).context("the SMTP address is not a URL such as smtp://host:587")?;
        let host = url.host_str().context("the SMTP address names no host")?;
        let user = decode(url.username())?;
        let password = decode(url.password().unwrap_or_default())?;
        let root = root.map(certificate).transpose()?;
        let parameters = || {
            let builder = TlsParameters::builder(host.to_string());
            match root.clone() {
                Some(root) => builder.add_root_certificate(root),
                None => builder,
            }
            .build()
        };
        let (tls, port) = match (url.scheme(), user.is_empty()) {
            ("smtps", _) => (Tls::Wrapper(parameters()?), 465),
            ("smtp", false) => (Tls::Required(parameters()?), 587),
            ("smtp", true) => (Tls::Opportunistic(parameters()?), 25),
            (scheme, _) => bail!("the SMTP address starts with smtp:// or smtps://, not {scheme}://"),
        };
        ensure!(
            matches!(url.path(), "" | "/") && url.query().is_none(),
            "the SMTP address ends after its port"
        );
        let mut builder = Transport::builder_dangerous(host)
            .port(url.port().unwrap_or(port))
            .tls(tls)
            .timeout(Some(CONNECT_TIMEOUT));
        if !user.is_empty() {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Smtp { transport: builder.build() })
    }

    pub async fn send(&self, message: Message) -> Result<(), Refused> {
        match tokio::time::timeout(TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(_accepted)) => Ok(()),
            Ok(Err(error)) => Err(Refused {
                for_good: error.is_permanent() && !is_about_us(error.status()),
                reason: error.to_string(),
            }),
            Err(_elapsed) => Err(Refused {
                reason: format!("the server did not answer within {} s", TIMEOUT.as_secs()),
                for_good: false,
            }),
        }
    }
}

fn certificate(file: &Path) -> anyhow::Result<Certificate> {
    let pem = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Certificate::from_pem(&pem).with_context(|| format!("{} holds no certificate in PEM", file.display()))
}

/// A server that refuses our password says nothing of the mail: it waits until somebody mends the settings.
fn is_about_us(status: Option<lettre::transport::smtp::response::Code>) -> bool {
    matches!(status.map(u16::from), Some(530 | 534 | 535 | 538))
}

fn decode(part: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (Some(high), Some(low)) = (digit(rest.next()), digit(rest.next())) else {
            bail!("the SMTP address has a % without two hex digits")
        };
        bytes.push(u8::try_from(high * 16 + low)?);
    }
    String::from_utf8(bytes).context("the SMTP user or password is not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_servers() {
        for good in [
            "smtp://localhost:2525",
            "smtp://mail.example",
            "smtps://user%40shop.example:p%25w@mail.example:465/",
            "smtp://user:secret@mail.example:587",
        ] {
            assert!(Smtp::new(good, None).is_ok(), "{good}");
        }
        for bad in [
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://mail.example/path",
            "smtp://u%zz:p@mail.example",
        ] {
            let error = Smtp::new(bad, None).err().map(|error| format!("{error:#}"));
            assert!(error.is_some_and(|error| error.contains("SMTP")), "{bad}");
        }
    }

    #[test]
    fn an_error_never_says_the_password() {
        let error =
            Smtp::new("http://user:hunter2@mail.example", None).err().map(|error| format!("{error:#}"));
        assert!(error.is_some_and(|error| !error.contains("hunter2")));
    }

    #[test]
    fn a_wrong_password_is_not_the_mails_fault() {
        use lettre::transport::smtp::response::{Category, Code, Detail, Severity};
        let code =
            |detail| Some(Code::new(Severity::PermanentNegativeCompletion, Category::Unspecified3, detail));
        assert!(is_about_us(code(Detail::Five)));
        assert!(!is_about_us(None));
    }
}
