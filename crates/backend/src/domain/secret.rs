//! Ids, secrets and their hashes.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

/// A UUIDv7: unique, and sorted by the time it was made.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

/// 128 random bits for a URL's fragment or a cookie.
pub fn new_token() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 16]>())
}

/// What is kept of a secret. One of 128 random bits can't be guessed back from a plain hash; six digits can, and are
/// safe because they open nothing after their fifteen minutes.
pub fn hash(secret: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(secret.as_bytes()))
}

/// An order's number.
pub fn new_order_number() -> String {
    new_number('V')
}

/// A reservation's number: E as in « essayage ».
pub fn new_reservation_number() -> String {
    new_number('E')
}

/// A return request's number.
pub fn new_return_number() -> String {
    new_number('R')
}

/// A gift receipt's number: C as in « cadeau ».
pub fn new_gift_receipt_number() -> String {
    new_number('C')
}

/// The number of a receipt that no till printed: T as in « ticket ».
pub fn new_receipt_number() -> String {
    new_number('T')
}

/// The code of a store credit: A as in « avoir ».
pub fn new_store_credit_code() -> String {
    new_number('A')
}

/// An EAN-13 of the range that shops give out themselves: 29, ten random digits and the check digit.
pub fn new_loyalty_code() -> String {
    let digits = format!("29{:010}", rand::random_range(0..10_000_000_000_u64));
    let weighted =
        digits.bytes().zip([1, 3].into_iter().cycle()).map(|(byte, weight)| u32::from(byte - b'0') * weight);
    let check = (10 - weighted.sum::<u32>() % 10) % 10;
    format!("{digits}{check}")
}

/// Easy to say: no 0, O, 1, I, L, U.
fn new_number(kind: char) -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let pick = || char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let group = || (0..4).map(|_| pick()).collect::<String>();
    format!("{kind}-{}-{}", group(), group())
}

/// Six random digits.
pub fn new_digits() -> String {
    format!("{:06}", rand::random_range(0..1_000_000))
}

/// Two random digits, to recognize a browser by.
pub fn new_check() -> String {
    format!("{:02}", rand::random_range(0..100))
}
