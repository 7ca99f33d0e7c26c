import { Api, offer } from './support/api';
import { expect, test } from './support/test';

test('a sale elsewhere changes the count on an open page within a second', async ({ page, shop, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `availability ${info.project.name}`, { units: 6 });
  await shop.openOffer(goods);
  await shop.showAllStores();
  const count = shop.stockOf(goods.store.name).locator('.stock-count');
  await expect(count).toContainText(String(goods.quantity));
  // The page listens from here on.
  await page.waitForTimeout(500);

  await api.order(goods, 1);
  const sold = Date.now();
  await expect(count).toContainText(String(goods.quantity - 1), { timeout: 5_000 });
  expect(Date.now() - sold, 'milliseconds until the page knew').toBeLessThan(1_000);
  await expect(page.locator('[role=status][aria-live=polite]')).toContainText(goods.store.name);
});

test('a store that never counted says so, and cannot be ordered from', async ({ shop, lang, say }) => {
  const api = await Api.open(lang);
  for (const { slug } of await api.products()) {
    const product = await api.product(slug);
    for (const variant of product.variants) {
      const unknown = (await api.availability(variant.sku)).find((item) => item.status === 'unknown');
      if (!unknown) continue;
      await shop.open(`/products/${slug}?sku=${encodeURIComponent(variant.sku)}`);
      await shop.showAllStores();
      await expect(shop.stockOf(unknown.store.name)).toContainText(say('stock.unknown'));
      return;
    }
  }
  throw new Error('the demo has a stock that was never counted');
});
