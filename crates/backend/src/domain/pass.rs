//! Passes: a signed token that a desk can check with no network, and six digits to type.

use anyhow::Context;
use contract::pass::Pass;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier, VerifyingKey};

use super::secret;
use crate::db::{self, Db, Tx};

/// Version of the token's layout: version, key id, subject id, store id, signature.
const VERSION: u8 = 1;
const KEY_ID: usize = 4;
const SUBJECT_ID: usize = 16;
const SIGNATURE: usize = 64;
/// Six digits are drawn until they are free in the store; a store never has this many live passes.
const DRAWS: u32 = 50;

/// The keys that sign and check passes.
pub struct Signer {
    current: ([u8; KEY_ID], SigningKey),
    known: Vec<([u8; KEY_ID], VerifyingKey)>,
}

/// What a genuine token says.
#[derive(Debug, PartialEq, Eq)]
pub struct Genuine {
    pub subject_id: String,
    pub store_id: String,
}

impl Signer {
    /// Reads the keys from the database, and makes the first one.
    pub async fn load(db: &Db, now: i64) -> anyhow::Result<Signer> {
        let mut tx = db.write().await?;
        let mut keys = db::pass::signing_keys(&mut tx).await?;
        if keys.is_empty() {
            let seed = BASE32_NOPAD.encode(&rand::random::<[u8; 32]>());
            let id = HEXLOWER.encode(&rand::random::<[u8; KEY_ID]>());
            db::pass::insert_signing_key(&mut tx, &id, &seed, now).await?;
            keys = db::pass::signing_keys(&mut tx).await?;
        }
        tx.commit().await?;
        Self::from_keys(&keys)
    }

    fn from_keys(keys: &[(String, String)]) -> anyhow::Result<Signer> {
        let mut known = Vec::new();
        let mut current = None;
        for (id, seed) in keys {
            let id: [u8; KEY_ID] = fixed(&HEXLOWER.decode(id.as_bytes())?)?;
            let key = SigningKey::from_bytes(&fixed(&BASE32_NOPAD.decode(seed.as_bytes())?)?);
            known.push((id, key.verifying_key()));
            current = Some((id, key));
        }
        Ok(Signer { current: current.context("there is no signing key")?, known })
    }

    /// The token of a pickup or a reservation in a store, or of a return or a receipt in no store or any, in the alphabet that QR codes write densely.
    pub fn sign(&self, subject_id: &str, store_id: &str) -> anyhow::Result<String> {
        let (key_id, key) = &self.current;
        let mut bytes = vec![VERSION];
        bytes.extend(key_id);
        bytes.extend(HEXLOWER.decode(subject_id.as_bytes())?);
        bytes.extend(store_id.as_bytes());
        let signature = key.sign(&bytes);
        bytes.extend(signature.to_bytes());
        Ok(BASE32_NOPAD.encode(&bytes))
    }

    /// What a token says if one of our keys signed it.
    pub fn check(&self, token: &str) -> Option<Genuine> {
        let token: String = token.trim().to_ascii_uppercase();
        let bytes = BASE32_NOPAD.decode(token.as_bytes()).ok()?;
        let (signed, signature) = bytes.split_at_checked(bytes.len().checked_sub(SIGNATURE)?)?;
        let (head, store) = signed.split_at_checked(1 + KEY_ID + SUBJECT_ID)?;
        if head[0] != VERSION {
            return None;
        }
        let (_, key) = self.known.iter().find(|(id, _)| id == &head[1..=KEY_ID])?;
        key.verify(signed, &Signature::from_slice(signature).ok()?).ok()?;
        Some(Genuine {
            subject_id: HEXLOWER.encode(&head[1 + KEY_ID..]),
            store_id: String::from_utf8(store.to_vec()).ok()?,
        })
    }
}

fn fixed<const N: usize>(bytes: &[u8]) -> anyhow::Result<[u8; N]> {
    bytes.try_into().context("a signing key has the wrong length")
}

/// Gives a pickup, a reservation or a return its pass; the digits are unique among the store's live passes. One of no
/// store, named by an empty id, is good in all of them.
pub async fn issue(
    tx: &mut Tx,
    signer: &Signer,
    subject_id: &str,
    store_id: &str,
    now: i64,
) -> anyhow::Result<Pass> {
    let token = signer.sign(subject_id, store_id)?;
    for _ in 0..DRAWS {
        let digits = secret::new_digits();
        let pass = Pass { digits, token: token.clone() };
        if db::pass::insert(tx, &secret::new_id(), subject_id, store_id, &pass, now).await? {
            return Ok(pass);
        }
    }
    anyhow::bail!("no free digits are left in store {store_id}")
}

/// Gives a reservation that came back to life its pass again; with new digits if somebody has them by now.
pub async fn issue_again(
    tx: &mut Tx,
    signer: &Signer,
    subject_id: &str,
    store_id: &str,
    now: i64,
) -> anyhow::Result<()> {
    if let Some(digits) = db::pass::last_digits(tx, subject_id).await? {
        let pass = Pass { digits, token: signer.sign(subject_id, store_id)? };
        if db::pass::insert(tx, &secret::new_id(), subject_id, store_id, &pass, now).await? {
            return Ok(());
        }
    }
    issue(tx, signer, subject_id, store_id, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn signer(seed: u8) -> Signer {
        let key = (HEXLOWER.encode(&[seed; 4]), BASE32_NOPAD.encode(&[seed; 32]));
        Signer::from_keys(&[key]).expect("a key")
    }

    #[test]
    fn a_token_says_what_was_signed() {
        let signer = signer(1);
        let pickup = secret::new_id();
        let token = signer.sign(&pickup, "PAR11").expect("a token");
        let genuine = Genuine { subject_id: pickup, store_id: "PAR11".into() };
        assert_eq!(signer.check(&token), Some(genuine));
        assert!(token.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
    }

    #[test]
    fn another_shop_cannot_forge_one() {
        let token = signer(2).sign(&secret::new_id(), "PAR11").expect("a token");
        assert_eq!(signer(1).check(&token), None);
    }

    proptest! {
        #[test]
        fn no_changed_letter_passes(position in 0usize..160, letter in "[A-Z2-7]") {
            let signer = signer(1);
            let token = signer.sign(&"0".repeat(32), "PAR11").expect("a token");
            let position = position % token.len();
            let mut forged = token.clone();
            forged.replace_range(position..=position, &letter);
            prop_assume!(forged != token);
            prop_assert_eq!(signer.check(&forged), None);
        }

        #[test]
        fn rubbish_is_refused(text in ".*") {
            prop_assert_eq!(signer(1).check(&text), None);
        }
    }
}
