use contract::invoice::ArchiveProgress;
use leptos::{prelude::*, task::spawn_local};

use crate::{api, browser::download, pages::failure::failure_text, plural, state::announcer::Announcer, t};

#[derive(Clone, PartialEq)]
enum Step {
    Idle,
    Working(Option<ArchiveProgress>),
    Stopped,
    /// So many are in the file.
    Ready(u32),
    Failed(String),
}

/// All invoices of a year in one file: the server writes them some at a time, then the browser fetches the file.
#[derive(Clone, Copy)]
struct Job {
    year: i32,
    step: RwSignal<Step>,
    /// Counts beginnings and stops: an answer to what was stopped says nothing any more.
    turn: StoredValue<u32>,
    announcer: Announcer,
}

impl Job {
    fn begin_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }

    fn start(self) {
        if self.step.with_untracked(|step| matches!(step, Step::Working(_))) {
            return;
        }
        let turn = self.begin_turn();
        self.step.set(Step::Working(None));
        self.announcer.say(t!(purchases.archive_starting, year = self.year));
        spawn_local(async move {
            loop {
                let answer = api::invoices::write_archive(self.year).await;
                // The page may have been left meanwhile.
                if self.turn.try_get_value() != Some(turn) || !self.take(answer) {
                    return;
                }
            }
        });
    }

    /// Whether there is more to write.
    fn take(self, answer: Result<ArchiveProgress, api::ApiError>) -> bool {
        let progress = match answer {
            Ok(progress) => progress,
            Err(error) if error.is_not_found() => ArchiveProgress { done: 0, total: 0 },
            Err(error) => {
                self.step.set(Step::Failed(failure_text(&error)));
                return false;
            }
        };
        if progress.done < progress.total {
            let goes_on = self.step.with_untracked(|step| match step {
                Step::Working(Some(before)) => progress.done > before.done,
                _ => true,
            });
            // A server that gets no further is not asked for ever.
            let stuck = || Step::Failed(t!(error.internal));
            self.step.set(if goes_on { Step::Working(Some(progress)) } else { stuck() });
            return goes_on;
        }
        self.step.set(Step::Ready(progress.total));
        self.announcer.say(ready_text(self.year, progress.total));
        if progress.total > 0 {
            download::start(&api::invoices::archive(self.year));
        }
        false
    }

    fn stop(self) {
        self.begin_turn();
        self.step.set(Step::Stopped);
        self.announcer.say(t!(purchases.archive_stopped));
    }
}

fn ready_text(year: i32, total: u32) -> String {
    match total {
        0 => t!(purchases.archive_none, year = year),
        total => t!(purchases.archive_ready, invoices = plural!(total, purchases.invoices), year = year),
    }
}

#[component]
pub fn Archive(year: i32) -> impl IntoView {
    let step = RwSignal::new(Step::Idle);
    let job = Job { year, step, turn: StoredValue::new(0), announcer: Announcer::expect() };
    let is_working = Memo::new(move |_| step.with(|step| matches!(step, Step::Working(_))));
    // One button all along, so that the focus stays on it.
    let press = move |_| if is_working.get_untracked() { job.stop() } else { job.start() };
    let label = move || {
        step.with(|step| match step {
            Step::Idle => t!(purchases.archive, year = year),
            Step::Working(_) => t!(purchases.archive_stop),
            Step::Stopped | Step::Failed(_) => t!(purchases.archive_go_on),
            Step::Ready(_) => t!(purchases.archive_again),
        })
    };
    let said = move || match step.get() {
        Step::Idle => ().into_any(),
        Step::Working(progress) => view! { <Progress year=year progress=progress /> }.into_any(),
        Step::Stopped => view! { <p class="muted">{t!(purchases.archive_stopped)}</p> }.into_any(),
        Step::Ready(total) => view! { <p class="muted">{ready_text(year, total)}</p> }.into_any(),
        Step::Failed(text) => {
            view! { <p class="field-error" role="alert">{text} " " {t!(purchases.archive_kept)}</p> }
                .into_any()
        }
    };
    view! {
        <div class="archive">
            <button type="button" class="text-link" on:click=press>{label}</button>
            {said}
        </div>
    }
}

#[component]
fn Progress(year: i32, progress: Option<ArchiveProgress>) -> impl IntoView {
    let text = match progress {
        Some(ArchiveProgress { done, total }) => {
            t!(purchases.archive_progress, year = year, done = done, total = total)
        }
        None => t!(purchases.archive_starting, year = year),
    };
    let (done, total) = progress.map_or((None, None), |now| (Some(now.done), Some(now.total)));
    view! {
        <p class="archive-progress">
            <progress aria-label=text.clone() value=done max=total></progress>
            <span aria-hidden="true">{text}</span>
        </p>
    }
}
