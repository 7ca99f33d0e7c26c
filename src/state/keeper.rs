//! Something that is told before it is there: what pages tell a chunk that comes after them waits until it does.

use std::rc::Rc;

use leptos::prelude::*;

type Told<T> = Rc<dyn Fn(T)>;

pub struct Keeper<T: 'static> {
    told: StoredValue<Option<Told<T>>, LocalStorage>,
    waiting: StoredValue<Vec<T>, LocalStorage>,
    is_awaited: RwSignal<bool>,
}

impl<T> Clone for Keeper<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Keeper<T> {}

impl<T> Default for Keeper<T> {
    fn default() -> Self {
        Self {
            told: StoredValue::new_local(None),
            waiting: StoredValue::new_local(Vec::new()),
            is_awaited: RwSignal::new(false),
        }
    }
}

impl<T> Keeper<T> {
    pub fn tell(self, what: T) {
        match self.told.get_value() {
            Some(told) => told(what),
            None => {
                self.waiting.update_value(|waiting| waiting.push(what));
                self.is_awaited.set(true);
            }
        }
    }

    /// Whether something was said before it is there.
    pub fn is_awaited(self) -> bool {
        self.is_awaited.get()
    }

    /// It is there: it is told what was said before, and from now on everything at once.
    pub fn arrive(self, told: impl Fn(T) + 'static) {
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        waiting.into_iter().for_each(&told);
        self.told.set_value(Some(Rc::new(told)));
    }
}
