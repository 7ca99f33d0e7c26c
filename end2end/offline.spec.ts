import { Api, offer } from './support/api';
import { mails } from './support/mailbox';
import { keptSince } from './support/offline';
import { someone } from './support/shop';
import { expect, test } from './support/test';

test('an answer that is lost on the way gives one order when it is sent again', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `lost answer ${info.project.name}`, { units: 4 });
  const shopper = someone();
  await shop.addToCart(goods);
  await shop.fillCheckout(shopper);

  // The server takes the order, but its answer never arrives.
  await page.route('**/api/orders', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await shop.send().click();
  await expect(page.locator('#checkout-failure')).toContainText(say('checkout.safe_to_retry'));
  await page.unroute('**/api/orders');

  await shop.send().click();
  const number = await shop.orderNumber();
  const [mail] = await mails(shopper.email, 1);
  expect(mail.subject + mail.text).toContain(number);
  expect(await api.quantity(goods.variant.sku, goods.store.id)).toBe(goods.quantity - 1);
});

test('a reload between the lost answer and the next try is still one order', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `lost and reloaded ${info.project.name}`, { units: 4 });
  const shopper = someone();
  await shop.addToCart(goods);
  await shop.fillCheckout(shopper);
  await page.route('**/api/orders', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await shop.send().click();
  await expect(page.locator('#checkout-failure')).toBeVisible();
  await page.unroute('**/api/orders');
  await page.reload();
  await expect(page.getByText(say('checkout.safe_to_retry'))).toBeVisible();
  await shop.send().click();
  await shop.orderNumber();
  await mails(shopper.email, 1);
});

test('a dead network loses nothing of a checkout', async ({ page, context, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `offline ${info.project.name}`, { units: 4 });
  const shopper = someone();
  await shop.addToCart(goods);
  await shop.fillCheckout(shopper);
  await context.setOffline(true);
  await expect(page.getByText(say('offline.gone'))).toBeVisible();
  await shop.send().click();
  await expect(page.locator('#checkout-failure')).toContainText(say('offline.later'));
  await expect(shop.field('checkout.name')).toHaveValue(shopper.name);
  await context.setOffline(false);
  await expect(page.getByText(say('offline.gone'))).toHaveCount(0);
  await shop.send().click();
  await shop.orderNumber();
  await mails(shopper.email, 1);
});

test('a page that could not be sent says so, and comes when asked again', async ({ page, shop, say, lang }) => {
  await page.route(/split_pocket-.*\.wasm$/, (route) => route.abort());
  await page.goto(`/${lang}/stores`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(say('error.title_network'));
  await page.unroute(/split_pocket-.*\.wasm$/);
  await alert.getByRole('button', { name: say('error.retry') }).click();
  await expect(await shop.heading()).toHaveText(say('store.title'));
});

test('a page that the server has no more says that the shop was updated', async ({ page, say, lang }) => {
  await page.route(/split_pocket-.*\.wasm$/, (route) => route.abort());
  await page.goto(`/${lang}/stores`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(say('error.title_network'));
  await alert.getByRole('button', { name: say('error.retry') }).click();
  await expect(alert).toContainText(say('error.title_outdated'));
});

test('what was kept says since when, and counts nothing as if it were of now', async ({ page, shop, say, like, lang }, info) => {
  const goods = await offer(await Api.open(lang), `kept ${info.project.name}`, { units: 4 });
  const at = new Date('2026-11-20T18:05:00+01:00');
  const day = at.toLocaleDateString(lang, { day: 'numeric', month: 'long' });
  const moment = say('offline.moment', { day, time: say('time.hour_minute', { hour: 18, minute: '05' }) });
  await page.route(/\/api\/(products|availability)/, keptSince(at.toISOString()));
  await page.route('**/health', (route) => route.abort());
  await shop.openOffer(goods);
  await expect(page.getByText(say('offline.seen', { moment }))).toBeVisible();
  await expect(page.getByText(say('offline.gone'))).toBeVisible();
  await expect(page.locator('.stock-count').first()).toHaveText(say('stock.to_confirm'));
  await shop.open('/products');
  await expect(page.locator('.card-store', { hasText: like('card.to_confirm') }).first()).toBeVisible();

  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await expect(page.getByText(say('offline.seen', { moment }))).toHaveCount(0);
  await expect(page.locator('.card-store').filter({ hasText: like('card.to_confirm') })).toHaveCount(0);
});

test('one address that fails is not the network', async ({ page, shop, say }) => {
  await shop.open();
  await page.route('**/api/purchases*', (route) => route.abort());
  const asked = page.waitForResponse('**/health');
  await page.locator('footer').getByRole('link', { name: say('purchases.title') }).click();
  const alert = page.getByRole('alert').filter({ hasText: say('error.title_network') });
  await expect(alert).toBeVisible();
  await asked;
  await page.waitForTimeout(500);
  await expect(page.getByText(say('offline.gone'))).toHaveCount(0);
  await expect(alert).toContainText(say('error.network'));
});

test('a network that carries nothing is said, and its return too', async ({ page, shop, say }) => {
  const everything = /\/(api\/|health$)/;
  await shop.open();
  await page.route(everything, (route) => route.abort());
  await page.locator('footer').getByRole('link', { name: say('purchases.title') }).click();
  const alert = page.getByRole('alert').filter({ hasText: say('error.title_network') });
  await expect(alert).toBeVisible();
  await expect(page.getByText(say('offline.gone'))).toBeVisible();
  await page.waitForTimeout(1_500);
  await page.unroute(everything);
  await alert.getByRole('button', { name: say('error.retry') }).click();
  await expect(page.getByText(say('offline.back'))).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('a network that comes back haltingly is said to be back', async ({ page, context, shop, say }) => {
  await shop.open();
  await context.setOffline(true);
  await expect(page.getByText(say('offline.gone'))).toBeVisible();
  await page.waitForTimeout(1_500);
  await context.setOffline(false);
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(page.getByText(say('offline.back'))).toBeVisible();
});

for (const years of [-1, 1]) {
  test(`a clock that is off by a year (${years}) tells the same days and ages`, async ({ page, shop, lang }, info) => {
    const goods = await offer(await Api.open(lang), `clock ${years} ${info.project.name}`, { units: 4 });
    await shop.openOffer(goods);
    const facts = page.locator('.stock-facts').first();
    const before = await facts.innerText();
    await page.addInitScript((ahead) => {
      const Right = Date;
      const shifted = class extends Right {
        constructor(...parts: unknown[]) {
          super(...((parts.length ? parts : [Right.now() + ahead]) as [number]));
        }
        static now() {
          return Right.now() + ahead;
        }
      };
      window.Date = shifted as DateConstructor;
    }, years * 365 * 24 * 3_600_000);
    await page.reload();
    await expect(facts).toHaveText(before);
  });
}
