import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page, Worker } from '@playwright/test';
import { Api, offer } from './support/api';
import { leaveChanges, stored } from './support/offline';
import { demoPages } from './support/pages.mjs';
import { traces } from './support/traces';
import { cacheNames, expect, installed, nextVersion, releaseOf, test, type Mischief } from './support/versions';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(120_000);

const workerOf = (context: BrowserContext): Worker => {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('no worker runs');
  return worker;
};

/** What the page is answered when it asks: the status, since when it is kept, and the text; nothing without a network. */
const asked = (page: Page, path: string) =>
  page.evaluate(async (path) => {
    try {
      const answer = await fetch(path);
      return { status: answer.status, since: answer.headers.get('Vitrine-Kept-Since'), text: await answer.text() };
    } catch {
      return null;
    }
  }, path);

const ofApi = (mischief: Mischief) => (path: string) => (path.startsWith('/api/') ? mischief : undefined);

test('every page of the shop opens without a network', async ({ page, shop, say, install, network, lang, versions }) => {
  await install();
  const { missing: neverSeen, ...pages } = await demoPages(versions.url, lang);
  const seen = [pages.home, pages.list, pages.product, pages.stores, pages.store, pages.cart];
  for (const path of seen) {
    await page.goto(path);
    await shop.heading();
  }
  await network.cut();
  for (const path of Object.values(pages) as string[]) {
    await page.goto(path);
    await shop.heading();
    expect(await releaseOf(page)).toBe(versions.release);
  }
  await page.goto(neverSeen);
  await expect(page.getByRole('alert')).toContainText(say('error.title_network'));
  await page.goto(pages.product);
  await expect(page.locator('.stock-row').first()).toBeVisible();
  const other = lang === 'fr' ? 'en' : 'fr';
  await page.goto(`/${other}/stores`);
  await expect(page.locator('html')).toHaveAttribute('lang', other);
  await shop.heading();
  // Not only what these pages asked for: every file of the release is there.
  const { files, missing } = await page.evaluate(async () => {
    const name = (await caches.keys()).find((name) => name.startsWith('app-')) ?? '';
    const urls = (await (await caches.open(name)).keys()).map(({ url }) => url).filter((url) => !url.endsWith('/'));
    const found = await Promise.all(urls.map((url) => fetch(url).then((answer) => answer.ok).catch(() => false)));
    return { files: urls.length, missing: urls.filter((_, index) => !found[index]) };
  });
  expect(missing).toEqual([]);
  expect(files).toBeGreaterThan(4);
});

test('the desk and the server’s own pages are not the worker’s', async ({ page, install, versions }) => {
  await install();
  await page.goto('/desk/');
  expect(await releaseOf(page).catch(() => null)).not.toBe(versions.release);
  const health = await page.goto('/health');
  expect(health?.fromServiceWorker()).toBe(false);
});

test('an answer that is kept says since when, by the server’s clock', async ({ page, context, install, network, shop }) => {
  await install('/stores');
  // A device whose clock is a year ahead.
  await workerOf(context).evaluate(() => {
    const ahead = Date.now() + 365 * 24 * 3_600_000;
    Date.now = () => ahead;
  });
  const [before, fresh] = [Date.now() - 2_000, await asked(page, '/api/stores')];
  expect([fresh?.status, fresh?.since]).toEqual([200, null]);
  await network.cut();
  const kept = await asked(page, '/api/stores');
  expect(kept?.text).toBe(fresh?.text);
  const since = Date.parse(kept?.since ?? '');
  expect(since).toBeGreaterThanOrEqual(before);
  expect(since).toBeLessThanOrEqual(Date.now());
  expect(await asked(page, '/api/stores/never-seen'), 'what was never seen is not there').toBeNull();
  await page.clock.setFixedTime(Date.now() - 365 * 24 * 3_600_000);
  await shop.open('/stores');
  await network.mend();
  expect((await asked(page, '/api/stores'))?.since).toBeNull();
});

for (const mischief of ['portal', 'torn', 'half', 'gateway'] as const) {
  test(`nothing is taken for the API’s that is not: ${mischief}`, async ({ page, install, versions }) => {
    await install('/stores');
    const fresh = await asked(page, '/api/stores');
    versions.meddle = ofApi(mischief);
    const kept = await asked(page, '/api/stores');
    expect([kept?.text, Boolean(kept?.since)]).toEqual([fresh?.text, true]);
    expect(await asked(page, '/api/categories?language=de'), 'what is not known is no network').toBeNull();
    versions.meddle = () => undefined;
    expect((await asked(page, '/api/stores'))?.since).toBeNull();
    expect(await traces(page)).not.toContain('<h1>');
  });
}

test('a server that says nothing is not waited for where something is kept', async ({ page, install, versions }) => {
  await install('/stores');
  await asked(page, '/api/stores');
  versions.meddle = ofApi('silent');
  const began = Date.now();
  expect((await asked(page, '/api/stores'))?.since).toBeTruthy();
  expect(Date.now() - began).toBeGreaterThan(3_500);
  expect(Date.now() - began).toBeLessThan(8_000);
});

test('what the server withholds is not kept', async ({ page, install, network }) => {
  await install('/stores');
  await page.evaluate(async () => {
    const cache = await caches.open('private');
    await cache.put('/api/orders/gone', new Response('{}', { headers: { 'Content-Type': 'application/json' } }));
  });
  expect((await asked(page, '/api/orders/gone'))?.status).toBeGreaterThan(400);
  await network.cut();
  expect(await asked(page, '/api/orders/gone')).toBeNull();
});

test('what the first page showed is kept too', async ({ page, shop, install, network }) => {
  await install('/products');
  await expect.poll(async () => (await cacheNames(page)).includes('pictures')).toBe(true);
  await expect.poll(() => traces(page)).toContain('/api/products?');
  await network.cut();
  await page.reload();
  await expect(shop.cards().first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.querySelector<HTMLImageElement>('.card img')?.naturalWidth ?? 0)).toBeGreaterThan(0);
});

test('pictures are kept within a limit, and only pictures', async ({ page, context, shop, install }) => {
  await install();
  await shop.open('/products');
  await expect.poll(() => page.evaluate(async () => (await (await caches.open('pictures')).keys()).length)).toBeGreaterThan(0);
  const kept = await workerOf(context).evaluate(async () => {
    const { keepPicture } = self as unknown as { keepPicture(url: string, answer: Response): Promise<void> };
    const picture = (size: number) => new Response(new Uint8Array(size), { headers: { 'Content-Type': 'image/avif' } });
    await keepPicture('/pictures/page', new Response('<h1>', { headers: { 'Content-Type': 'text/html' } }));
    await keepPicture('/pictures/missing', new Response('', { status: 404, headers: { 'Content-Type': 'image/avif' } }));
    for (let turn = 0; turn < 320; turn += 1) await keepPicture(`/pictures/small-${turn}`, picture(10));
    const small = (await (await caches.open('pictures')).keys()).map(({ url }) => new URL(url).pathname);
    for (let turn = 0; turn < 12; turn += 1) await keepPicture(`/pictures/large-${turn}`, picture(4_000_000));
    const large = (await (await caches.open('pictures')).keys()).map(({ url }) => new URL(url).pathname);
    return { small, large };
  });
  expect(kept.small.length).toBe(300);
  expect(kept.small.at(-1)).toBe('/pictures/small-319');
  expect(kept.small.filter((path) => /page|missing/.test(path))).toEqual([]);
  expect(kept.large.length).toBeLessThan(8);
  expect(kept.large.at(-1)).toBe('/pictures/large-11');
});

test('a full storage leaves the shop to the network', async ({ page, context, shop, versions }) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: versions.url, quotaSize: 200_000 });
  await shop.open();
  await expect.poll(() => versions.asked).toContain('/worker.js');
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.getRegistration().then(Boolean)), { timeout: 30_000 }).toBe(false);
  expect((await cacheNames(page)).filter((name) => name.startsWith('app-'))).toEqual([]);
  await shop.open('/stores');
  await shop.open('/products');
  await expect(shop.cards().first()).toBeVisible();
});

test('storage that fills up later costs only what is kept', async ({ page, context, shop, install, versions }) => {
  await install();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: versions.url, quotaSize: 1_000 });
  await shop.open('/products');
  await expect(shop.cards().first()).toBeVisible();
  await page.reload();
  await expect(shop.cards().first()).toBeVisible();
});

test('a private window that refuses every storage shows the shop', async ({ page, shop }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    for (const name of ['caches', 'indexedDB', 'localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('refused', 'SecurityError'));
  });
  await shop.open('/products');
  await expect(shop.cards().first()).toBeVisible();
  await shop.open('/stores');
  // By now the worker was asked for, and refused.
  await page.waitForTimeout(4_000);
  expect(errors).toEqual([]);
});

test('an app that arrived by half says so, and is whole after a reload', async ({ page, shop, lang, versions }) => {
  const said = lang === 'fr' ? 'La boutique ne s’est pas chargée en entier.' : 'The shop did not load completely.';
  versions.meddle = (path) => (path.endsWith('_bg.wasm') ? 'torn' : undefined);
  await page.goto(`/${lang}/products`);
  const alert = page.getByRole('alert').filter({ hasText: said });
  await expect(alert).toBeVisible();
  await alert.getByRole('button').click();
  await expect(alert).toBeVisible();
  versions.meddle = () => undefined;
  await alert.getByRole('button').click();
  await expect(await shop.heading()).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('with a worker the network’s halves do not reach the app', async ({ page, shop, install, versions }) => {
  await install();
  for (const mischief of ['torn', 'portal', 'gateway'] as const) {
    versions.meddle = (path) => (/\.\w+$/.test(path) ? mischief : undefined);
    await shop.open('/products');
    await expect(shop.cards().first()).toBeVisible();
  }
});

test('a shop that the browser has kept in part mends itself at the second reload', async ({ page, shop, install, lang, versions }) => {
  await install();
  await page.evaluate(async () => {
    const [name] = (await caches.keys()).filter((name) => name.startsWith('app-'));
    const cache = await caches.open(name);
    const wasm = (await cache.keys()).find(({ url }) => url.endsWith('_bg.wasm'));
    if (wasm) await cache.put(wasm, new Response('<h1>', { headers: { 'Content-Type': 'application/wasm' } }));
  });
  await page.goto(`/${lang}/products`);
  const alert = page.getByRole('alert');
  await alert.getByRole('button').click();
  await expect(alert).toBeVisible();
  await alert.getByRole('button').click();
  await expect(shop.cards().first()).toBeVisible();
  await installed(page);
  expect(await cacheNames(page)).toContain(`app-${versions.release}`);
});

test('an API on another host is found by the page’s own word', async ({ page, context, install, versions }, info) => {
  versions.dist = nextVersion(versions.dist, info.outputPath('elsewhere'));
  const shell = join(versions.dist, 'index.html');
  // Who runs the shop writes this into what was built.
  writeFileSync(shell, readFileSync(shell, 'utf8').replace('</title>', '</title><meta name="api" content="http://api.localhost:1">'));
  await install();
  expect(await cacheNames(page)).toContain(`app-${versions.release}`);
  const found = await workerOf(context).evaluate(() => (self as unknown as { whereApiIs(): Promise<string> }).whereApiIs());
  expect(found).toBe('http://api.localhost:1');
});

test('who runs the shop may change its page in the same release', async ({ page, install, versions }, info) => {
  versions.dist = nextVersion(versions.dist, info.outputPath('moved'));
  await install();
  const shell = join(versions.dist, 'index.html');
  writeFileSync(shell, readFileSync(shell, 'utf8').replace('</title>', '</title><meta name="moved" content="yes">'));
  await expect.poll(async () => (await page.reload(), page.locator('meta[name="moved"]').count())).toBe(1);
  expect(await releaseOf(page)).toBe(versions.release);
});

/** Notes in the page what the worker tells of changes. */
const listen = (page: Page) =>
  page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    new BroadcastChannel('vitrine-worker').onmessage = ({ data }) => heard.push([data.type, data.key, data.status]);
  });

const heardIn = (page: Page) => page.evaluate(() => (window as unknown as { heard: [string, string, number][] }).heard);

const change = (key: string, at: number, sku: string) => ({ key, at, url: `/api/cart/lines/${sku}`, body: { quantity: 1 } });

test('a change of an app that the server no longer understands stays, and holds up no other', async ({ page, context, install }) => {
  await install('/stores');
  const [old, ours] = ['of-another-contract', 'of-this-contract-1'];
  await listen(page);
  await leaveChanges(page, [{ ...change(old, 1, 'NO-SUCH'), contract: 99 }, { ...change(ours, 2, 'NO-SUCH'), contract: 1 }]);
  await workerOf(context).evaluate(() => (self as unknown as { replay(): Promise<void> }).replay());
  await expect.poll(async () => (await heardIn(page)).map(([, key]) => key)).toEqual([ours]);
  expect((await stored(page, 'changes')).filter(({ refused }) => !refused)).toMatchObject([{ key: old }]);
});

test('changes wait in their order, and each is sent once', async ({ page, context, install, versions }, info) => {
  await install('/stores');
  const sent: string[] = [];
  versions.meddle = (path, method) => {
    if (method === 'PUT') sent.push(path);
    return path.endsWith('/TORN') ? 'gateway' : undefined;
  };
  const waits = (at: number, sku: string) => change(`${info.title} ${at}`, at, sku);
  await leaveChanges(page, [waits(3, 'TORN'), waits(1, 'NO-SUCH'), waits(2, 'NO-SUCH'), waits(4, 'AFTER')]);
  await listen(page);
  await page.evaluate(() => {
    for (let turn = 0; turn < 3; turn += 1) navigator.serviceWorker.controller?.postMessage({ type: 'replay' });
  });
  const heard = () => heardIn(page);
  await expect.poll(async () => (await heard()).length).toBe(2);
  // What the gateway failed stays, and so does what comes after it; calls that come together try it together.
  await expect.poll(() => sent.length).toBeGreaterThanOrEqual(3);
  await page.waitForTimeout(1_000);
  const names = sent.map((path) => path.split('/').at(-1));
  expect([names.slice(0, 2), [...new Set(names.slice(2))]]).toEqual([['NO-SUCH', 'NO-SUCH'], ['TORN']]);
  expect((await heard()).map(([type, key, status]) => [type, key, status >= 400 && status < 500])).toEqual([
    ['replayed', `${info.title} 1`, true],
    ['replayed', `${info.title} 2`, true],
  ]);
  versions.meddle = () => undefined;
  const worker = workerOf(context);
  await worker.evaluate(() => (self as unknown as { replay(): Promise<void> }).replay());
  await expect.poll(async () => (await heard()).length).toBe(4);
});

test('with no page open the browser has the worker send what waits, once', async ({ page, context, install, versions, lang }, info) => {
  const { variant, store } = await offer(await Api.open(lang), `sync ${info.project.name}`, { units: 4 });
  await install('/stores');
  await context.request.put('/api/cart/store', { data: { store_id: store.id } });
  const sent: string[] = [];
  versions.meddle = (path, method) => void (method === 'PUT' && sent.push(path));
  const url = `/api/cart/lines/${encodeURIComponent(variant.sku)}`;
  await leaveChanges(page, [{ key: randomUUID(), at: 1, url, body: { quantity: 2, was: 0 } }]);
  const nowhere = await context.newPage();
  await page.close();

  const devtools = await context.newCDPSession(nowhere);
  const registrationId = new Promise<string>((found) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${versions.url}/`);
      if (ours) found(ours.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const event = { origin: versions.url, registrationId: await registrationId, tag: 'changes', lastChance: false };
  expect(sent).toEqual([]);
  await devtools.send('ServiceWorker.dispatchSyncEvent', event);
  const units = async () => (await (await context.request.get('/api/cart')).json()).units;
  await expect.poll(units).toBe(2);
  await devtools.send('ServiceWorker.dispatchSyncEvent', event);
  await nowhere.waitForTimeout(1_000);
  expect(sent).toEqual([`/api/cart/lines/${variant.sku}`]);
});
