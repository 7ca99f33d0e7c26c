//! What a purchase is called, on its own page and in the list.

use contract::{
    invoice::PaymentMethod,
    order::Channel,
    purchase::{Purchase, PurchaseKind, PurchaseStatus},
    return_request::ReturnStatus,
};

use crate::{format, t};

pub fn title(purchase: &Purchase) -> String {
    match purchase.kind {
        PurchaseKind::Order => t!(purchases.order, number = purchase.number),
        PurchaseKind::Receipt => t!(purchases.receipt, number = purchase.number),
    }
}

pub fn channel_text(channel: Channel) -> String {
    match channel {
        Channel::Web => t!(channel.web),
        Channel::Mobile => t!(channel.mobile),
        Channel::App => t!(channel.app),
        Channel::Store => t!(channel.store),
        Channel::Phone => t!(channel.phone),
        Channel::Social => t!(channel.social),
    }
}

pub fn status_text(status: PurchaseStatus) -> String {
    match status {
        PurchaseStatus::Placed => t!(pickup.placed),
        PurchaseStatus::Preparing => t!(pickup.preparing),
        PurchaseStatus::Ready => t!(pickup.ready),
        PurchaseStatus::Collected => t!(pickup.collected),
        PurchaseStatus::Cancelled => t!(pickup.cancelled),
        PurchaseStatus::Expired => t!(pickup.expired),
        PurchaseStatus::Bought => t!(purchase.bought),
        PurchaseStatus::Voided => t!(purchase.voided),
    }
}

pub fn return_status_text(status: ReturnStatus) -> String {
    match status {
        ReturnStatus::Requested => t!(purchase.return_requested),
        ReturnStatus::Received => t!(purchase.return_received),
        ReturnStatus::Refunded => t!(purchase.return_refunded),
        ReturnStatus::Refused => t!(purchase.return_refused),
        ReturnStatus::Cancelled => t!(purchase.return_cancelled),
    }
}

pub fn method_text(method: PaymentMethod) -> String {
    match method {
        PaymentMethod::Cash => t!(payment.cash),
        PaymentMethod::Card => t!(payment.card),
        PaymentMethod::Cheque => t!(payment.cheque),
        PaymentMethod::GiftCard => t!(payment.gift_card),
        PaymentMethod::StoreCredit => t!(payment.store_credit),
        PaymentMethod::Other => t!(payment.other),
    }
}

/// « En ligne · Vitrine Bastille »
pub fn place_text(purchase: &Purchase) -> String {
    let store = purchase.store.as_ref().map(|store| store.name.clone());
    [Some(channel_text(purchase.channel)), store].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// « Commandé le 28 novembre 2026 »
pub fn when_text(purchase: &Purchase) -> String {
    let date = format::date_of(&purchase.bought_at);
    match purchase.kind {
        PurchaseKind::Order => t!(purchase.when_ordered, date = date),
        PurchaseKind::Receipt => t!(purchase.when_bought, date = date),
    }
}
