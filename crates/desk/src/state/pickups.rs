//! The store's pickups, and what is done to them.

use contract::{
    desk::{DeskPickup, MakeReady},
    pickup::PickupStatus,
};
use storefront::{api::ApiError, format};

use super::{desk::Desk, listing::Listed, places};
use crate::api;

/// What an associate does to a pickup.
pub enum PickupAction {
    Prepare,
    MakeReady(Option<String>),
    Collect,
}

impl Listed for DeskPickup {
    fn id(&self) -> &str {
        &self.id
    }

    async fn read() -> Result<(Vec<Self>, i64), ApiError> {
        let list = api::pickups().await?;
        Ok((list.items, list.cursor))
    }

    fn news(before: &[Self], now: &[Self]) -> Option<String> {
        let known = |pickup: &DeskPickup| before.iter().find(|other| other.id == pickup.id);
        let new: Vec<_> =
            now.iter().filter(|p| p.status == PickupStatus::Placed && known(p).is_none()).collect();
        let gone = now.iter().find(|pickup| {
            pickup.status == PickupStatus::Cancelled
                && known(pickup).is_some_and(|before| before.status.is_live())
        });
        match (new.as_slice(), gone) {
            ([], None) => None,
            ([], Some(gone)) => Some(t!(prepare.gone, name = gone.name)),
            ([one], _) => {
                let moment = format::moment(&one.ready_by);
                Some(t!(prepare.new.one, name = one.name, moment = moment))
            }
            (many, _) => Some(t!(prepare.new.other, count = many.len())),
        }
    }
}

impl Desk {
    /// `done` is told when it succeeded.
    pub fn act_on_pickup(self, id: &str, action: PickupAction, done: impl FnOnce(&DeskPickup) + 'static) {
        self.act(self.pickups, id, send(id.to_string(), action), move |pickup| {
            self.announcer.say(done_text(pickup));
            done(pickup);
        });
    }
}

async fn send(id: String, action: PickupAction) -> Result<DeskPickup, ApiError> {
    match action {
        PickupAction::Prepare => api::prepare_pickup(&id).await,
        PickupAction::Collect => api::collect_pickup(&id).await,
        PickupAction::MakeReady(staging_place) => {
            let pickup = api::make_pickup_ready(&id, &MakeReady { staging_place }).await?;
            if let Some(place) = &pickup.staging_place {
                places::remember(place);
            }
            Ok(pickup)
        }
    }
}

fn done_text(pickup: &DeskPickup) -> String {
    match pickup.status {
        PickupStatus::Ready => t!(done.ready, name = pickup.name),
        PickupStatus::Collected => t!(done.collected, name = pickup.name),
        _ => t!(done.preparing, name = pickup.name),
    }
}
