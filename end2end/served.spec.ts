// What the server sends with the apps, as a browser takes it, and an app that is older than its server.
import type { Page, Request, Route } from '@playwright/test';
import { demoPages } from './support/pages.mjs';
import { expect, test } from './support/test';

const PRODUCTS = /\/api\/products[/?]/;

/** Chromium says that a preload was not used some seconds after the page has loaded. */
const UNTIL_IT_COMPLAINS = 6_000;

/** Warnings and errors, from now on. */
function complaints(page: Page) {
  const all: string[] = [];
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) all.push(message.text());
  });
  page.on('pageerror', (error) => all.push(error.message));
  return all;
}

test.describe('with its worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a first visit gives the console nothing to say', async ({ elsewhere, baseURL, lang }) => {
    const pages = await demoPages(baseURL, lang);
    const visit = async (path: string) => {
      const page = await elsewhere();
      const said = complaints(page);
      const answer = await page.goto(path);
      expect(answer?.headers()['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval' 'sha256-");
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
      await page.waitForTimeout(UNTIL_IT_COMPLAINS);
      return said;
    };
    const [home, list, product, desk] = await Promise.all([pages.home, pages.list, pages.product, '/desk/'].map(visit));
    expect({ home, list, product }).toEqual({ home: [], list: [], product: [] });
    // Nobody has signed in there, which the browser tells of by itself.
    expect(desk.filter((text) => !text.includes('401'))).toEqual([]);
  });
});

for (const store of ['no store', 'a store'] as const) {
  test(`what a page begins with is asked for once, before the app is there: ${store}`, async ({ page, shop, lang, baseURL }) => {
    const pages = await demoPages(baseURL, lang);
    if (store === 'a store') {
      await page.goto(pages.product);
      await shop.showAllStores();
      await page.getByRole('button', { name: shop.like('store.make_mine_of') }).first().click();
    }
    for (const path of [pages.home, pages.list, pages.product]) {
      const asked: string[] = [];
      const note = (request: Request) => asked.push(request.url());
      let come = () => {};
      const appMayCome = new Promise<void>((resolve) => (come = resolve));
      await page.route(/storefront-.*\.wasm$/, (route) => appMayCome.then(() => route.continue()));
      page.on('request', note);
      await page.goto(path);
      await expect.poll(() => asked.filter((one) => PRODUCTS.test(one))).toHaveLength(1);
      come();
      await shop.heading();
      await expect(page.locator('.card, .stock-row').first()).toBeVisible();
      await page.unrouteAll({ behavior: 'wait' });
      page.off('request', note);
      const once = asked.filter((one) => PRODUCTS.test(one) || one.endsWith('.wasm'));
      expect(once.sort()).toEqual([...new Set(once)]);
    }
  });
}

const outdated = (route: Route) =>
  route.fulfill({
    status: 426,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'urn:vitrine:problem:outdated_app',
      code: 'outdated_app',
      status: 426,
      title: 'the app is of another version',
    }),
  });

/** What a newer server may say that this app can't read. */
const unknown = (route: Route) => route.fulfill({ json: { everything: 'is different' } });

for (const [name, answer] of [
  ['refuses it', outdated],
  ['speaks another language', unknown],
] as const) {
  test(`an old app whose server ${name} says so, and loads again`, async ({ page, shop, say, lang }) => {
    await page.route(PRODUCTS, answer);
    await page.goto(`/${lang}/products`);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(say('error.outdated_app'));
    await page.unroute(PRODUCTS);
    await Promise.all([page.waitForEvent('load'), alert.getByRole('button', { name: say('error.reload') }).click()]);
    await expect(shop.cards().first()).toBeVisible();
  });
}

test('a page in place of an answer is a network that does not let us through', async ({ page, say, lang }) => {
  await page.route(PRODUCTS, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Wi-Fi</h1>' }));
  await page.goto(`/${lang}/products`);
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText(say('error.network'));
});
