//! Which door this browser is.

use contract::order::Channel;

use crate::browser::{install, screen};

pub fn channel() -> Channel {
    match () {
        () if install::is_standalone() => Channel::App,
        () if screen::is_phone() => Channel::Mobile,
        () => Channel::Web,
    }
}
