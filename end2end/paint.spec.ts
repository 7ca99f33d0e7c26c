import type { Page } from '@playwright/test';
import { Api, offer } from './support/api';
import { expect, test } from './support/test';

/** Keeps the app from arriving until it is let go. */
async function holdTheApp(page: Page) {
  let letGo = () => {};
  const waiting = new Promise<void>((done) => (letGo = done));
  await page.route(/\/storefront-[^/]*_bg\.wasm$/, async (route) => {
    await waiting;
    await route.continue();
  });
  return letGo;
}

async function boxes(page: Page, inside: string, thing: string) {
  const found = page.locator(`${inside} ${thing}`);
  const all = await found.evaluateAll((elements) =>
    elements.slice(0, 4).map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    }),
  );
  return all;
}

for (const name of ['home', 'list', 'product'] as const) {
  test(`the ${name} page shows its pictures before the app is there, where they stay`, async ({ page, lang }, info) => {
    const { product, variant } = await offer(await Api.open(lang), `paint ${info.project.name}`);
    const query = new URLSearchParams({ sku: variant.sku });
    const path = { home: '', list: '/products', product: `/products/${product.slug}?${query}` }[name];
    const thing = { home: '.window-star .picture', list: '.card .picture', product: '.product-pictures .picture' }[name];
    const letGo = await holdTheApp(page);
    await page.goto(`/${lang}${path}`, { waitUntil: 'commit' });
    const first = page.locator(`#painted ${thing} img`).first();
    await expect.poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await page.evaluate(() => document.fonts.ready);
    const painted = await boxes(page, '#painted', thing);
    // What can't be used yet is not read out either.
    await expect(page.getByRole('main')).toHaveCount(0);
    await expect(page.locator('#painted')).toHaveAttribute('aria-hidden', 'true');

    letGo();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
    await expect(page.locator('#painted')).toHaveCount(0);
    expect(await boxes(page, 'main', thing)).toEqual(painted);
  });
}

test('each picture comes once', async ({ page, lang }) => {
  await page.goto(`/${lang}/products`);
  await expect(page.locator('main .card').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  const twice = await page.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const sent = entries.filter(({ name, transferSize }) => name.includes('/pictures/') && transferSize > 0);
    const names = sent.map(({ name }) => name);
    return names.filter((name, index) => names.indexOf(name) !== index);
  });
  expect(twice).toEqual([]);
});

test('an address that the server knows nothing of is the app’s to tell', async ({ page, lang, say }) => {
  await page.goto(`/${lang}/products/no-such-product`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('not_found.title'));
  await expect(page.locator('#painted')).toHaveCount(0);
});
