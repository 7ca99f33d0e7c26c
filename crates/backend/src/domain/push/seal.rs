//! Sealing news so that only one browser can read them: RFC 8291, in one record of RFC 8188.

use data_encoding::{BASE64URL, BASE64URL_NOPAD};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    error::Unspecified,
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand::{SecureRandom, SystemRandom},
};

const POINT: usize = 65;
const SECRET: usize = 16;
const RECORD: u32 = 4096;
/// Ends the last record.
const LAST: u8 = 2;

/// Who can read it.
pub struct Recipient {
    p256dh: Vec<u8>,
    auth: Vec<u8>,
}

impl Recipient {
    /// Reads a subscription's keys; the error names the field that is wrong.
    pub fn read(p256dh: &str, auth: &str) -> Result<Recipient, &'static str> {
        let decode = |text: &str| match text.ends_with('=') {
            true => BASE64URL.decode(text.as_bytes()).ok(),
            false => BASE64URL_NOPAD.decode(text.as_bytes()).ok(),
        };
        let auth = decode(auth).filter(|auth| auth.len() == SECRET).ok_or("auth")?;
        let p256dh = decode(p256dh).filter(|point| point.len() == POINT).ok_or("p256dh")?;
        let recipient = Recipient { p256dh, auth };
        // A point that is not on the curve is found by using it.
        recipient.seal(&[]).map_err(|_| "p256dh")?;
        Ok(recipient)
    }

    /// The body of a request to the push service.
    pub fn seal(&self, text: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let random = SystemRandom::new();
        let ours = EphemeralPrivateKey::generate(&ECDH_P256, &random)?;
        let our_point = ours.compute_public_key()?.as_ref().to_vec();
        let theirs = UnparsedPublicKey::new(&ECDH_P256, &self.p256dh);
        let shared =
            agree_ephemeral(ours, &theirs, |secret| Salt::new(HKDF_SHA256, &self.auth).extract(secret))?;
        let keying: [u8; 32] = expand(&shared, &[b"WebPush: info\0", &self.p256dh, &our_point])?;
        let mut salt = [0; SECRET];
        random.fill(&mut salt)?;
        let secret = Salt::new(HKDF_SHA256, &salt).extract(&keying);
        let key: [u8; 16] = expand(&secret, &[b"Content-Encoding: aes128gcm\0"])?;
        let nonce: [u8; 12] = expand(&secret, &[b"Content-Encoding: nonce\0"])?;

        let mut sealed = [text, &[LAST]].concat();
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)?;
        let id_length = u8::try_from(our_point.len()).map_err(|_| Unspecified)?;
        Ok([&salt[..], &RECORD.to_be_bytes(), &[id_length], &our_point, &sealed].concat())
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(secret: &Prk, info: &[&[u8]]) -> Result<[u8; N], Unspecified> {
    let mut out = [0; N];
    secret.expand(info, Length(N))?.fill(&mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The receiver of RFC 8291's example.
    const P256DH: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    #[test]
    fn keys_are_read_with_and_without_padding() {
        assert!(Recipient::read(P256DH, AUTH).is_ok());
        assert!(Recipient::read(&format!("{P256DH}="), &format!("{AUTH}==")).is_ok());
    }

    #[test]
    fn rubbish_is_named() {
        let off_the_curve = P256DH.replace('C', "D");
        for (p256dh, auth, field) in [
            ("", AUTH, "p256dh"),
            (P256DH, "", "auth"),
            (&off_the_curve, AUTH, "p256dh"),
            (AUTH, AUTH, "p256dh"),
            (P256DH, P256DH, "auth"),
            ("é", AUTH, "p256dh"),
        ] {
            assert_eq!(Recipient::read(p256dh, auth).err(), Some(field), "{p256dh} {auth}");
        }
    }

    #[test]
    fn the_header_says_how_to_open_it() {
        let recipient = Recipient::read(P256DH, AUTH).ok();
        let sealed = recipient.and_then(|recipient| recipient.seal(b"news").ok()).unwrap_or_default();
        assert_eq!(sealed.len(), SECRET + 4 + 1 + POINT + b"news".len() + 1 + 16);
        assert_eq!(&sealed[SECRET..SECRET + 5], &[0, 0, 16, 0, 65]);
    }
}
