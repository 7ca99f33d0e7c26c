//! A pickup: the part of an order that one store hands over.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PickupStatus {
    Placed,
    Preparing,
    Ready,
    Collected,
    Cancelled,
    Expired,
}

impl PickupStatus {
    pub const ALL: [PickupStatus; 6] =
        [Self::Placed, Self::Preparing, Self::Ready, Self::Collected, Self::Cancelled, Self::Expired];

    pub fn can_prepare(self) -> bool {
        self == Self::Placed
    }

    /// A small store may go straight from placed to ready.
    pub fn can_make_ready(self) -> bool {
        matches!(self, Self::Placed | Self::Preparing)
    }

    pub fn can_collect(self) -> bool {
        self == Self::Ready
    }

    pub fn can_cancel(self) -> bool {
        self.is_live()
    }

    pub fn can_expire(self) -> bool {
        self.is_live()
    }

    /// It still holds stock, and its pass is still worth showing.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Placed | Self::Preparing | Self::Ready)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Collected => "collected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What happened to a pickup; beside `status`, its status is what it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PickupChange {
    #[default]
    Status,
    /// The store had to close: it is kept for longer.
    StoreClosed,
    /// It is ready, nobody came, and its time is nearly over.
    Expiring,
    /// The desk asked for the last e-mail again.
    Resent,
}

/// What became of a line: one missing piece of three does not end the other two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LineOutcome {
    Found,
    Missing,
    Collected,
    Dropped,
}

impl LineOutcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Missing => "missing",
            Self::Collected => "collected",
            Self::Dropped => "dropped",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Found, Self::Missing, Self::Collected, Self::Dropped]
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
    }
}

/// Who ended a pickup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CancelledBy {
    Shopper,
    Store,
    System,
}

impl CancelledBy {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shopper => "shopper",
            Self::Store => "store",
            Self::System => "system",
        }
    }

    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Shopper, Self::Store, Self::System].into_iter().find(|who| who.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::PickupStatus as Status;

    #[test]
    fn what_is_over_stays_over() {
        for status in [Status::Collected, Status::Cancelled, Status::Expired] {
            assert!(!status.can_prepare() && !status.can_make_ready() && !status.can_collect());
            assert!(!status.can_cancel() && !status.can_expire() && !status.is_live());
        }
    }

    #[test]
    fn nothing_is_handed_over_before_it_is_ready() {
        assert!(
            !Status::Placed.can_collect() && !Status::Preparing.can_collect() && Status::Ready.can_collect()
        );
    }

    #[test]
    fn every_status_reads_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_text(status.as_str()), Some(status));
        }
        assert_eq!(Status::from_text("shipped"), None);
    }
}
