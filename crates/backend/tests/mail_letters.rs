//! Every letter in both languages, as text. The HTML is put beside the build, to be looked at in a browser.

use std::{fs, path::Path};

use backend::domain::mail::{
    Closed, Kind, Letter, Line, Note, Parcel, Place, ReturnLetter, Returned, ReturnedLine, ShownCredit,
    ShownFavourite, ShownInvoice, ShownPass, qr, say, write, write_note, write_of_return,
};
use contract::{language::Language, money::Money, retailer::Legal, store::Spell};
use jiff::{civil::date, tz::TimeZone};

const TOKEN: &str = "AHKYJ5ZAGGBWNIIHVYHDXNUGTYFVAQKSGEYR2AKSEZLLKX2XPHIHAIWVRJ5CGCXA2ZBSD3BVNQ4WKFOO4Z7VWMLOYTIJ3EB6\
                     QPRF5EXHKRTQ3WJGMZPYQ2ASMVX5UOD7LNCBTWEKI4";

fn line(name: &str, detail: &str, quantity: u32, unit_price: i64, language: Language) -> Line {
    let money = |amount| say::money(&Money::new(amount, "EUR"), language);
    Line {
        name: name.into(),
        detail: Some(detail.into()).filter(|detail: &String| !detail.is_empty()),
        quantity,
        unit_price: money(unit_price),
        total: money(unit_price * i64::from(quantity)),
    }
}

fn days(language: Language) -> Vec<(String, Vec<String>)> {
    let spell = |from: &str, until: &str| Spell { from: from.into(), until: until.into() };
    let saturday = [spell("10:00", "13:00"), spell("14:00", "19:00")];
    [(date(2026, 11, 21), &saturday[..]), (date(2026, 11, 22), &[]), (date(2026, 11, 23), &saturday[..])]
        .map(|(date, spells)| {
            let spells = spells.iter().map(|spell| say::spell(spell, language)).collect();
            (say::day(date, language), spells)
        })
        .to_vec()
}

fn letter(kind: Kind, language: Language) -> Letter {
    let pass =
        ShownPass { digits: say::digits("407391"), token: TOKEN.into(), width: qr::shown_width(TOKEN).ok() };
    let moment = |hour: i64| say::moment(hour * 3_600_000, &TimeZone::UTC, language);
    Letter {
        kind,
        language,
        recipient: "zoe@example.fr".into(),
        expires_at: None,
        retailer: "Tournemidi".into(),
        legal: Legal {
            name: "Tournemidi SAS (société fictive)".into(),
            address: "1 rue de l’Exemple, 75011 Paris, France".into(),
            siren: "000000000".into(),
            vat_number: "FR12000000000".into(),
            email: "bonjour@tournemidi.example".into(),
            phone: "01 99 00 00 12".into(),
            host: String::new(),
        },
        number: "V-4KX9-27QP".into(),
        name: Some("Zoé Martin".into()),
        link: "https://tournemidi.example/fr/orders/019a#q2w3e4r5t6z7u8i9o0p1aQ".into(),
        cancel: (kind.is_live() && kind.as_str().starts_with("reservation")).then(|| {
            "https://tournemidi.example/fr/reservations/019a?cancel=1#q2w3e4r5t6z7u8i9o0p1aQ".into()
        }),
        store: Place {
            name: "Lyon Presqu’île".into(),
            address: vec!["31 rue des Trois-Navettes".into(), "69002 Lyon".into()],
            phone: Some("04 65 71 02 31".into()),
            days: if kind.is_live() { days(language) } else { Vec::new() },
        },
        parcel: Parcel {
            ready_by: moment(498_688),
            collect_by: moment(498_739),
            lines: vec![
                line("Robe Camille en lin lavé", "Bleu nuit, 38", 1, 8_900, language),
                line("Verre soufflé Bulle", "Ambre", 4, 1_250, language),
                line("Carte cadeau", "", 1, 2_000, language),
            ],
            total: say::money(&Money::new(15_900, "EUR"), language),
        },
        pass: kind.is_live().then_some(pass),
        closed: matches!(kind, Kind::StoreClosed | Kind::ReservationStoreClosed).then(|| Closed {
            until: moment(498_690),
            stores: "https://tournemidi.example/fr/stores".into(),
        }),
    }
}

fn note(kind: Kind, language: Language) -> Note {
    let Letter { retailer, legal, name, recipient, .. } = letter(kind, language);
    let money = |amount| say::money(&Money::new(amount, "EUR"), language);
    let page = |path: &str| format!("https://tournemidi.example/{}/{path}", language.tag());
    let favourite = ShownFavourite {
        name: "Robe Camille en lin lavé".into(),
        detail: Some("Bleu nuit, 38".into()),
        price: money(6_900),
        before: (kind == Kind::FavouritePrice).then(|| money(8_900)),
        lowest: (kind == Kind::FavouritePrice).then(|| money(7_900)),
        store: (language == Language::Fr).then(|| "Lyon Presqu’île".into()),
        account: page("account"),
    };
    let is_code = matches!(kind, Kind::SignIn | Kind::JoinAddress);
    let is_favourite = matches!(kind, Kind::FavouriteBack | Kind::FavouritePrice);
    let pass = ShownPass { digits: say::digits("407391"), token: String::new(), width: None };
    Note {
        expires_at: None,
        kind,
        language,
        recipient,
        retailer,
        legal,
        number: String::new(),
        name: name.filter(|_| !is_code),
        link: page(match kind {
            Kind::SignIn => "sign-in#q2w3e4r5t6z7u8i9o0p1aQ",
            Kind::JoinAddress | Kind::AddressJoined | Kind::HandoffTaken => "account",
            _ => "products/robe-camille?sku=R-38",
        }),
        pass: is_code.then_some(pass),
        device: matches!(kind, Kind::SignIn | Kind::HandoffTaken).then(|| "Firefox, Linux".into()),
        joined: (kind == Kind::AddressJoined).then(|| "zoe.martin@work.example.fr".into()),
        favourite: is_favourite.then_some(favourite),
        invoice: None,
        parcel: None,
    }
}

fn invoice_note(kind: Kind, language: Language) -> Note {
    let Letter { name, parcel, link, store, .. } = letter(kind, language);
    let invoice = ShownInvoice {
        id: String::new(),
        number: "TM-2026-000042".into(),
        is_credit_note: false,
        purchase: "V-4KX9-27QP".into(),
        store: store.name,
    };
    Note {
        number: invoice.number.clone(),
        name,
        link: link.replace("orders", "purchases"),
        invoice: Some(invoice),
        parcel: Some(parcel),
        favourite: None,
        ..note(kind, language)
    }
}

fn return_letter(kind: Kind, language: Language) -> ReturnLetter {
    let Letter { recipient, retailer, legal, name, pass, .. } = letter(kind, language);
    let money = |amount| say::money(&Money::new(amount, "EUR"), language);
    let last_day = say::last_day(499_032 * 3_600_000, &TimeZone::UTC, language);
    let was_seen = matches!(kind, Kind::ReturnReceived | Kind::ReturnRefunded | Kind::ReturnRefused);
    let line = |name: &str, detail: &str, amount: i64, word: &str| ReturnedLine {
        name: name.into(),
        detail: Some(detail.into()),
        quantity: 1,
        amount: (kind != Kind::ReturnRefused && amount > 0).then(|| money(amount)),
        word: was_seen.then(|| word.to_string()),
    };
    let first = if kind == Kind::ReturnRefused { "refused_incomplete" } else { "shelf" };
    let is_paid = kind == Kind::ReturnRefunded;
    let by_post = kind == Kind::ReturnRequested && language == Language::En;
    ReturnLetter {
        kind,
        language,
        recipient,
        retailer,
        legal,
        number: "R-4KX9-27QP".into(),
        name,
        link: "https://tournemidi.example/fr/returns/019a#q2w3e4r5t6z7u8i9o0p1aQ".into(),
        pass,
        returned: Returned {
            lines: vec![
                line("Robe Camille en lin lavé", "Bleu nuit, 38", 8_900, first),
                line("Verre soufflé Bulle", "Ambre", if was_seen { 0 } else { 1_250 }, "refused_used"),
            ],
            purchase: Some("V-4KX9-27QP".into()),
            declared_at: say::dated(498_688 * 3_600_000, &TimeZone::UTC, language),
            bring_by: last_day.clone(),
            due_by: last_day,
            by_post,
            post_address: if by_post || kind == Kind::ReturnWithdrawn {
                vec!["Tournemidi, service retours".into(), "1 rue de l’Exemple".into(), "75011 Paris".into()]
            } else {
                Vec::new()
            },
            store: was_seen.then(|| "Lyon Presqu’île".into()),
            is_credit: is_paid,
            amount: (!matches!(kind, Kind::ReturnRefused | Kind::ReturnExpired))
                .then(|| money(if was_seen { 8_900 } else { 10_150 })),
            credit: is_paid.then(|| ShownCredit {
                code: "A-4KX9-27QP".into(),
                amount: money(8_900),
                valid_until: say::date(date(2028, 11, 21), language),
            }),
        },
    }
}

/// The same letters where there is less to say.
#[test]
fn returns_of_little() {
    let mut over = return_letter(Kind::ReturnWithdrawn, Language::Fr);
    over.pass = None;
    over.returned.amount = None;
    over.returned.post_address = Vec::new();
    let written = write_of_return(&over).unwrap();
    assert!(written.text.contains("la commande est annulée") && !written.text.contains("407"));
    let mut set_off = return_letter(Kind::ReturnRefunded, Language::En);
    set_off.returned.amount = None;
    set_off.returned.credit = None;
    assert!(write_of_return(&set_off).unwrap().text.contains("nothing is left to pay back"));
    let mut gift = return_letter(Kind::ReturnRequested, Language::Fr);
    gift.name = None;
    gift.returned.amount = None;
    gift.returned.lines.iter_mut().for_each(|line| line.amount = None);
    let written = write_of_return(&gift).unwrap();
    assert!(!written.text.contains('€') && !written.html.contains('€') && !written.text.contains("Zoé"));
}

#[test]
fn letters() {
    let shown = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mails");
    fs::create_dir_all(&shown).unwrap();
    fs::write(shown.join("qr.png"), qr::png(TOKEN).unwrap()).unwrap();
    for kind in Kind::ALL {
        for language in Language::ALL {
            let written = match kind {
                Kind::SignIn
                | Kind::JoinAddress
                | Kind::AddressJoined
                | Kind::HandoffTaken
                | Kind::FavouriteBack
                | Kind::FavouritePrice => write_note(&note(kind, language)).unwrap(),
                Kind::Invoice | Kind::Collected | Kind::Receipt => {
                    write_note(&invoice_note(kind, language)).unwrap()
                }
                kind if kind.as_str().starts_with("return_") => {
                    write_of_return(&return_letter(kind, language)).unwrap()
                }
                _ => write(&letter(kind, language)).unwrap(),
            };
            let name = format!("{}.{}", kind.as_str(), language.tag());
            let html = written.html.replace("cid:pass", "qr.png");
            fs::write(shown.join(format!("{name}.html")), html).unwrap();
            insta::assert_snapshot!(name, format!("Subject: {}\n\n{}", written.subject, written.text));
        }
    }
}

#[test]
fn a_stranger_gets_a_credit_note_without_a_link() {
    let mut note = invoice_note(Kind::Invoice, Language::En);
    note.link = String::new();
    note.invoice = note.invoice.map(|invoice| ShownInvoice { is_credit_note: true, ..invoice });
    let written = write_note(&note).unwrap();
    assert_eq!(written.subject, "Your credit note TM-2026-000042");
    assert!(!written.text.contains("http") && !written.text.contains("See my purchase"));
    assert!(!written.html.contains("href=\"\"") && !written.html.contains("See my purchase"));
}

#[test]
fn little_is_needed() {
    let mut letter = letter(Kind::Ready, Language::Fr);
    letter.name = None;
    letter.legal = Legal {
        name: String::new(),
        address: String::new(),
        siren: String::new(),
        vat_number: String::new(),
        email: String::new(),
        phone: String::new(),
        host: String::new(),
    };
    letter.store.phone = None;
    letter.store.days = Vec::new();
    letter.pass = letter.pass.map(|pass| ShownPass { width: None, ..pass });
    let written = write(&letter).unwrap();
    assert!(written.text.contains("Bonjour,") && written.html.contains("Bonjour,"));
    assert!(!written.html.contains("<img") && written.html.contains("407\u{a0}391"));
    assert!(!written.text.contains("SIREN") && !written.text.contains("Une question"));
    assert!(written.text.trim_end().ends_with("Tournemidi"));
}
