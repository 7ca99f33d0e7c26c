//! What is said to a device: the words of `templates/push`, with the facts put in.

use std::{collections::BTreeMap, sync::LazyLock};

use anyhow::Context;
use contract::{language::Language, push::PushMessage};
use minijinja::{Environment, UndefinedBehavior, context};

use crate::{
    app::App,
    db::{self, Tx},
    domain::{
        clock::DAY,
        mail::{Happened, Kind, What, order_path, reservation_path, say},
    },
};

/// Kinds of letters to sentences.
type Words = BTreeMap<String, Sentences>;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    title: String,
    body: String,
}

static WORDS: LazyLock<Result<[Words; 2], toml::de::Error>> = LazyLock::new(|| {
    Ok([
        toml::from_str(include_str!("../../../templates/push/words.fr.toml"))?,
        toml::from_str(include_str!("../../../templates/push/words.en.toml"))?,
    ])
});

fn words(language: Language) -> anyhow::Result<&'static Words> {
    let [fr, en] = WORDS.as_ref().context("the words of news")?;
    Ok(match language {
        Language::Fr => fr,
        Language::En => en,
    })
}

/// News of one thing, for whoever may see it.
pub struct Note {
    kind: Kind,
    /// The order or the reservation.
    pub subject_id: String,
    number: String,
    store: String,
    zone: jiff::tz::TimeZone,
    from: i64,
    until: i64,
    now: i64,
}

impl Note {
    /// The news of what happened; `None` when it is worth none, or no longer true.
    pub async fn load(tx: &mut Tx, app: &App, happened: &Happened) -> db::Result<Option<Note>> {
        let now = app.clock.now();
        let (kind, subject_id, number, store_id, from, until) = match happened.what {
            What::Pickup(status, change) => {
                let Some(row) = db::pickup::find(tx, &happened.id).await? else { return Ok(None) };
                let Some(order) = db::order::find(tx, &row.order_id).await? else { return Ok(None) };
                let kind = Kind::of_pickup(status, change, &row);
                (kind, order.id, order.number, row.store_id, row.ready_by, row.collect_by)
            }
            What::Reservation(status, change) => {
                let Some(row) = db::reservation::find(tx, &happened.id).await? else { return Ok(None) };
                let kind = Kind::of_reservation(status, change, &row);
                (kind, row.id, row.number, row.store_id, row.slot_from, row.keep_until)
            }
            What::Purchase | What::Return(..) | What::Mailing(_) => return Ok(None),
        };
        let Some(kind) = kind.filter(|kind| is_news(*kind) && !happened.is_asked_for_again()) else {
            return Ok(None);
        };
        let Some(store) = db::store::find(tx, &store_id).await? else { return Ok(None) };
        let zone = store.zone();
        Ok(Some(Note { kind, subject_id, number, store: store.name, zone, from, until, now }))
    }

    pub fn say(&self, language: Language) -> anyhow::Result<PushMessage> {
        let sentences = words(language)?.get(self.kind.as_str());
        let sentences = sentences.with_context(|| format!("the words lack {}", self.kind.as_str()))?;
        let facts = context! {
            number => &self.number,
            store => &self.store,
            from => say::moment(self.from, &self.zone, language),
            until => say::moment(self.until, &self.zone, language),
        };
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        let url = match self.kind {
            Kind::Ready | Kind::CancelledByStore | Kind::PickupExpiring | Kind::StoreClosed => {
                order_path(language, &self.subject_id)
            }
            _ => reservation_path(language, &self.subject_id),
        };
        Ok(PushMessage {
            title: templates.render_str(&sentences.title, facts.clone())?,
            body: templates.render_str(&sentences.body, facts)?,
            url,
            tag: self.subject_id.clone(),
        })
    }

    /// How soon a device that sleeps should be woken, in the words of RFC 8030.
    pub fn urgency(&self) -> &'static str {
        if self.kind.is_live() { "high" } else { "normal" }
    }

    /// When it is no news any more.
    pub fn expires_at(&self) -> i64 {
        match self.kind {
            Kind::ReservationReminder => self.from,
            kind if kind.is_live() => self.until,
            _ => self.now + DAY,
        }
    }
}

/// What a shopper who asked to be told is told of. The rest they did themselves, or a letter is enough.
fn is_news(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Ready
            | Kind::CancelledByStore
            | Kind::PickupExpiring
            | Kind::ReservationReady
            | Kind::ReservationPieceMissing
            | Kind::ReservationStoreClosed
            | Kind::StoreClosed
            | Kind::ReservationDeclined
            | Kind::ReservationReminder
            | Kind::ReservationExpiring
            | Kind::ReservationExpired
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_words_for_all_news() {
        for language in Language::ALL {
            let known: Vec<&str> = words(language).expect("words").keys().map(String::as_str).collect();
            let mut news: Vec<&str> =
                Kind::ALL.into_iter().filter(|kind| is_news(*kind)).map(Kind::as_str).collect();
            news.sort_unstable();
            assert_eq!(known, news);
        }
    }
}
