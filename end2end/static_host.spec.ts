// The same files on a host of their own, and the API on another one of the same site.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Locator } from '@playwright/test';
import { Api, offer } from './support/api';
import { someone } from './support/shop';
import { StaticHost } from './support/static_host.mjs';
import { expect, test as base } from './support/test';
import { traces } from './support/traces';
import { installed } from './support/versions';

type Apart = { url: string; api: string };

function named(name: string) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

/** The API alone, for the pages of one origin. */
async function startApi(origin: string) {
  const settings = [
    ['--database', named('VITRINE_DATABASE')],
    ['--pictures', named('VITRINE_PICTURES')],
    ['--retailer', named('VITRINE_RETAILER')],
    ['--port', '0'],
    ['--allow-origin', origin],
    ['--public-url', origin],
  ];
  const server = spawn(named('VITRINE_BINARY'), ['serve', '--mailbox', ...settings.flat()], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface(server.stdout)) {
    const port = /^Listening on http:\/\/.*:(\d+)$/.exec(line)?.[1];
    if (port) return { server, api: `http://localhost:${port}` };
  }
  throw new Error('the server said no address');
}

const test = base.extend<object, { apart: Apart }>({
  apart: [
    // Playwright reads from the pattern which fixtures are needed.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const dist = named('VITRINE_DIST');
      const host = new StaticHost(dist);
      await host.open();
      const { server, api } = await startApi(host.url);
      host.serve(api, execFileSync(named('VITRINE_BINARY'), ['headers', '--dist', dist, '--api', api]).toString());
      await use({ url: host.url, api });
      server.kill();
      await once(server, 'exit');
      await host.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ apart }, use) => use(apart.url),
});

test('a shopper browses, orders, hears of it and has the invoice', async ({ page, shop, apart, say, like, lang }, info) => {
  const strayed: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin === apart.url && /^\/(api|pictures)\//.test(pathname)) strayed.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });

  await shop.open('/products');
  const picture = shop.cards().first().locator('img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  expect(await picture.evaluate((image: HTMLImageElement) => image.currentSrc)).toContain(`${apart.api}/pictures/`);

  const api = await Api.open(lang);
  const goods = await offer(api, `static host ${info.project.name}`, { units: 6 });
  await shop.openOffer(goods);
  await shop.showAllStores();
  const count = shop.stockOf(goods.store.name).locator('.stock-count');
  await expect(count).toContainText(String(goods.quantity));
  await page.waitForTimeout(500);
  // By another process on the same database.
  await api.order(goods, 1);
  await expect(count).toContainText(String(goods.quantity - 1), { timeout: 5_000 });

  await shop.order(goods, someone());
  const id = new URL(page.url()).pathname.split('/').pop() ?? '';
  const order = (await page.evaluate(
    async (url) => (await fetch(url, { credentials: 'include' })).json(),
    `${apart.api}/api/orders/${id}`,
  )) as { pickups: { id: string }[] };
  await api.signIn(goods.store.id);
  await api.makeReady(order.pickups[0].id);
  await api.collect(order.pickups[0].id);
  await shop.open(`/purchases/${id}`);
  const link = page.getByRole('link', { name: like('purchase.download_of', { download: say('purchase.download') }) });
  await expect(link).toHaveAttribute('href', new RegExp(`^${apart.api}/api/invoices/`));
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);

  expect(strayed, 'asked of the host of the files').toEqual([]);
  expect(complaints, 'said in the console').toEqual([]);
});

test.describe('with the worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('what was seen is there without a network, with its pictures', async ({ page, context, shop, apart, like }) => {
    /** The picture is drawn, and it is one that the worker keeps. */
    const expectKept = async (picture: Locator) => {
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
      const source = await picture.evaluate((image: HTMLImageElement) => image.currentSrc);
      expect(source).toContain(`${apart.api}/pictures/`);
      await expect.poll(() => page.evaluate((url) => caches.match(url).then(Boolean), source)).toBe(true);
    };
    const onCard = shop.cards().first().locator('img');
    const large = page.locator('.product-pictures img').first();

    await shop.open('/products');
    await installed(page);
    // What was loaded before there was a worker, and what comes through it.
    await expectKept(onCard);
    await expect.poll(() => traces(page)).toContain(`${apart.api}/api/products?`);
    await shop.cards().first().locator('.card-link').click();
    await expectKept(large);
    await expect.poll(() => traces(page)).toContain(`${apart.api}/api${new URL(page.url()).pathname.slice(3)}`);

    await context.setOffline(true);
    // What the browser itself remembers of answers would show pictures too.
    await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
    await page.reload();
    await expectKept(large);
    await shop.open('/products');
    await expectKept(onCard);
    await expect(page.getByText(like('offline.seen'))).toBeVisible();
  });
});

test('a page of another site gets nothing from the API', async ({ page, apart }) => {
  const other = new StaticHost(named('VITRINE_DIST'));
  await other.open();
  await page.goto(`${other.url}/icon.svg`);
  const read = (url: string) => page.evaluate((at) => fetch(at, { credentials: 'include' }).then(() => 'read', () => 'refused'), url);
  expect(await read(`${apart.api}/api/stores`)).toBe('refused');
  await other.close();
});
