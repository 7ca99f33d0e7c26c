// What a browser has kept, wherever it keeps anything.
import { expect, type Page } from '@playwright/test';

/** Everything that the page's browser keeps: caches, databases, storages, cookies. */
export async function traces(page: Page): Promise<string> {
  const kept = await page.evaluate(async () => {
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      if (name.startsWith('app-')) continue;
      const cache = await caches.open(name);
      for (const key of await cache.keys()) {
        const answer = await cache.match(key);
        const isText = answer?.headers.get('Content-Type')?.includes('json');
        cached.push(`${name} ${key.url} ${isText ? await answer?.text() : ''}`);
      }
    }
    const rows: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? '');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        rows.push(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result))));
      }
      database.close();
    }
    return JSON.stringify({ cached, rows, local: { ...localStorage }, session: { ...sessionStorage } });
  });
  return kept + JSON.stringify(await page.context().cookies());
}

/** None of these is found anywhere. */
export async function expectNoTraces(page: Page, secrets: string[]) {
  const found = await traces(page);
  for (const secret of secrets) expect(found, `what the browser keeps, without ${secret}`).not.toContain(secret);
}
