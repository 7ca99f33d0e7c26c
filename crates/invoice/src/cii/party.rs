//! Who sells and who buys.

use contract::invoice::{Buyer, Company, Seller};

use crate::{
    markup::{Markup, clean},
    words::Words,
};

/// The register of French companies (ISO 6523).
const SIREN: &str = "0002";
/// The directory of French companies' electronic addresses.
const FRENCH_ADDRESS: &str = "0225";
const E_MAIL: &str = "EM";

pub fn seller(xml: &mut Markup, seller: &Seller, buyer: &Buyer) {
    let siren = without_blanks(&seller.siren);
    xml.element("ram:SellerTradeParty", |xml| {
        xml.text("ram:Name", &seller.name);
        xml.element("ram:SpecifiedLegalOrganization", |xml| {
            xml.text_with("ram:ID", &[("schemeID", SIREN)], &siren);
            xml.text("ram:TradingBusinessName", &seller.brand);
        });
        contact(xml, seller);
        address(xml, &seller.address, &seller.country);
        if clean(&seller.email).is_empty() && buyer.company.is_some() {
            // Between companies France wants an electronic address, and a SIREN is one in its directory.
            endpoint(xml, FRENCH_ADDRESS, &siren);
        } else {
            endpoint(xml, E_MAIL, &seller.email);
        }
        vat_number(xml, &without_blanks(&seller.vat_number));
    });
}

/// A number as registers keep it, whatever groups its owner writes it in.
fn without_blanks(number: &str) -> String {
    number.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn contact(xml: &mut Markup, seller: &Seller) {
    let numbers = [
        ("ram:TelephoneUniversalCommunication", "ram:CompleteNumber", &seller.phone),
        ("ram:EmailURIUniversalCommunication", "ram:URIID", &seller.email),
    ];
    if numbers.iter().all(|(_, _, number)| clean(number).is_empty()) {
        return;
    }
    xml.element("ram:DefinedTradeContact", |xml| {
        xml.text("ram:PersonName", &seller.brand);
        for (place, kind, number) in numbers {
            if !clean(number).is_empty() {
                xml.element(place, |xml| xml.text(kind, number));
            }
        }
    });
}

/// A customer of the till may have told no country: then it is the seller's, since one must be named.
pub fn buyer(xml: &mut Markup, buyer: &Buyer, seller: &Seller, words: &Words) {
    let country = if clean(&buyer.country).is_empty() { &seller.country } else { &buyer.country };
    xml.element("ram:BuyerTradeParty", |xml| {
        xml.text("ram:Name", words.buyer(buyer));
        match &buyer.company {
            Some(company) => company_details(xml, company, country),
            None => {
                address(xml, "", country);
                endpoint(xml, E_MAIL, buyer.email.as_deref().unwrap_or_default());
            }
        }
    });
}

fn company_details(xml: &mut Markup, company: &Company, country: &str) {
    xml.element("ram:SpecifiedLegalOrganization", |xml| {
        xml.text_with("ram:ID", &[("schemeID", SIREN)], company.siren.as_str());
    });
    address(xml, &company.address, country);
    endpoint(xml, FRENCH_ADDRESS, company.siren.as_str());
    if let Some(number) = &company.vat_number {
        vat_number(xml, number.as_str());
    }
}

fn address(xml: &mut Markup, text: &str, country: &str) {
    let address = Address::read(text);
    xml.element("ram:PostalTradeAddress", |xml| {
        xml.text("ram:PostcodeCode", address.postcode);
        xml.text("ram:LineOne", &address.street);
        xml.text("ram:LineTwo", &address.rest);
        xml.text("ram:CityName", address.city);
        xml.text("ram:CountryID", country);
    });
}

fn endpoint(xml: &mut Markup, scheme: &str, value: &str) {
    if !clean(value).is_empty() {
        xml.element("ram:URIUniversalCommunication", |xml| {
            xml.text_with("ram:URIID", &[("schemeID", scheme)], value);
        });
    }
}

fn vat_number(xml: &mut Markup, number: &str) {
    if !clean(number).is_empty() {
        xml.element("ram:SpecifiedTaxRegistration", |xml| {
            xml.text_with("ram:ID", &[("schemeID", "VA")], number);
        });
    }
}

/// An address as people write it on one line: `1 rue de l’Exemple, 75011 Paris, France`.
struct Address<'a> {
    street: String,
    postcode: &'a str,
    city: &'a str,
    /// What follows the town: the country, which has its own code too.
    rest: String,
}

impl<'a> Address<'a> {
    /// Where no part begins with a postal code, the whole text is the street.
    fn read(text: &'a str) -> Self {
        let parts: Vec<&str> =
            text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let town = parts.iter().rposition(|part| town(part).is_some());
        let Some((at, (postcode, city))) = town.and_then(|at| Some((at, town_of(&parts, at)?))) else {
            return Self { street: parts.join(", "), postcode: "", city: "", rest: String::new() };
        };
        Self { street: parts[..at].join(", "), postcode, city, rest: parts[at + 1..].join(", ") }
    }
}

fn town_of<'a>(parts: &[&'a str], at: usize) -> Option<(&'a str, &'a str)> {
    parts.get(at).and_then(|part| town(part))
}

fn town(part: &str) -> Option<(&str, &str)> {
    let (code, city) = part.split_once(' ')?;
    let is_code = (4..=5).contains(&code.len()) && code.chars().all(|digit| digit.is_ascii_digit());
    is_code.then_some((code, city.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let address = Address::read("Bât. B, 1 rue de l’Exemple, 75011 Paris 11e, France");
        assert_eq!(
            (address.street.as_str(), address.rest.as_str()),
            ("Bât. B, 1 rue de l’Exemple", "France")
        );
        assert_eq!((address.postcode, address.city), ("75011", "Paris 11e"));
        assert_eq!(Address::read("Somewhere").street, "Somewhere");
    }
}
