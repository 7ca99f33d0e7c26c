//! The key by which browsers know the shop, and what it signs: VAPID, RFC 8292.

use anyhow::Context;
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::json;
use url::Url;

use crate::{app::App, db, domain::clock::HOUR};

/// Push services accept at most a day.
const VALID: i64 = 12 * HOUR;

pub struct Keys {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl Keys {
    /// Reads the key from the database, and makes it the first time.
    pub async fn load(app: &App) -> anyhow::Result<Keys> {
        let known = db::push::key(&mut app.db.read().await?).await?;
        let pkcs8 = match known {
            Some(pkcs8) => pkcs8,
            None => make(app).await?,
        };
        let random = SystemRandom::new();
        let pkcs8 = BASE32_NOPAD.decode(pkcs8.as_bytes()).context("the push key is not base32")?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random);
        let pair = pair.map_err(|error| anyhow::anyhow!("the push key can't be used: {error}"))?;
        Ok(Keys { pair, random })
    }

    /// An uncompressed point, base64url.
    pub fn public(&self) -> String {
        BASE64URL_NOPAD.encode(self.pair.public_key().as_ref())
    }

    /// The header that proves to a push service who calls, and how to reach us.
    pub fn authorization(&self, endpoint: &Url, contact: &str, now: i64) -> anyhow::Result<String> {
        let claims = json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": (now + VALID) / 1000,
            "sub": format!("mailto:{contact}"),
        });
        let part = |value: serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let said = format!("{}.{}", part(json!({"typ": "JWT", "alg": "ES256"})), part(claims));
        let signature = self.pair.sign(&self.random, said.as_bytes());
        let signature = signature.map_err(|_| anyhow::anyhow!("nothing can be signed"))?;
        let signature = BASE64URL_NOPAD.encode(signature.as_ref());
        Ok(format!("vapid t={said}.{signature}, k={}", self.public()))
    }
}

async fn make(app: &App) -> anyhow::Result<String> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    let made = made.map_err(|_| anyhow::anyhow!("no push key can be made"))?;
    let mut tx = app.db.write().await?;
    db::push::insert_key(&mut tx, &BASE32_NOPAD.encode(made.as_ref()), app.clock.now()).await?;
    // Another machine may have been faster: its key is ours too.
    let key = db::push::key(&mut tx).await?.context("there is no push key")?;
    tx.commit().await?;
    Ok(key)
}
