// Without a network: what this device keeps, and what it sends later.
import { expect, type Page, type Route } from '@playwright/test';

/** Has the shop's worker stand behind the page, as it does from the second visit on. */
export async function withWorker(page: Page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
  });
  const isThere = () => page.evaluate(() => Boolean(navigator.serviceWorker.controller));
  await expect
    .poll(async () => (await isThere()) || (await page.reload().then(isThere)), { timeout: 30_000 })
    .toBe(true);
}

/** What a table of the browser's database holds. */
export async function stored(page: Page, table: 'passes' | 'changes'): Promise<Record<string, unknown>[]> {
  return page.evaluate(
    (name) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('vitrine');
        // Nobody has made the tables yet: neither does this.
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => resolve([]);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction(name).objectStore(name).getAll();
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => reject(reading.error);
          database.close();
        };
      }),
    table,
  );
}

/** Writes changes that wait for the network, as a page does; the worker sends them. */
export async function leaveChanges(page: Page, waiting: { key: string; at: number; url: string; body: object; contract?: number }[]) {
  await page.evaluate(async (waiting) => {
    const opening = indexedDB.open('vitrine', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('passes', { keyPath: 'id' });
      opening.result.createObjectStore('changes', { keyPath: 'key' });
    };
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const changes = opening.result.transaction('changes', 'readwrite').objectStore('changes');
    for (const change of waiting) changes.put({ method: 'PUT', ...change });
    await new Promise((resolve) => (changes.transaction.oncomplete = resolve));
    opening.result.close();
  }, waiting);
}

/** Lets the server's clock say another time, which a page believes more than the device's. */
export async function serverSays(page: Page, now: Date) {
  // The stream of events never ends, so it can't be answered anew.
  await page.route(/\/api\/(?!events)/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), date: now.toUTCString() } });
  });
}

/** Answers as the worker does from what it kept: the same, and since when. */
export function keptSince(moment: string) {
  return async (route: Route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'Vitrine-Kept-Since': moment } });
  };
}
