//! What the shop does in the pocket beside its pages: it comes after the first page is painted, and no page waits for it.

mod replay;
mod standalone;
mod update;

use leptos::prelude::*;

use super::passes::{keep, read};
use crate::state::passes::PassesState;
use replay::ReplayNotice;
use standalone::StandaloneBar;
use update::UpdateNotice;

#[component]
pub fn PocketNotices() -> impl IntoView {
    let passes = PassesState::expect();
    keep::start(passes);
    keep::follow(passes);
    read::for_account(passes);
    view! {
        <StandaloneBar />
        <UpdateNotice />
        <ReplayNotice />
    }
}
