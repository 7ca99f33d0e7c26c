//! Progress bars of the command line.

use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use crate::domain::import::Progress;

/// One bar at a time: each step's takes the place of the one before.
#[derive(Default)]
pub struct Bars {
    current: Mutex<Option<(String, ProgressBar)>>,
}

impl Bars {
    pub fn clear(&self) {
        if let Some((_, bar)) = self.current.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bars {
    fn at(&self, what: &str, done: u64, total: u64) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match current.as_ref().filter(|(step, _)| step == what) {
            Some((_, bar)) => bar.set_position(done),
            None => {
                if let Some((_, bar)) = current.take() {
                    bar.finish_and_clear();
                }
                let bar = ProgressBar::new(total).with_message(what.to_string());
                let style = ProgressStyle::with_template("{msg:24} {wide_bar} {percent:>3} % {elapsed}");
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar.set_position(done);
                *current = Some((what.to_string(), bar));
            }
        }
    }
}
