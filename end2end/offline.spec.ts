import { Api, offer } from './support/api';
import { mails } from './support/mailbox';
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
  await expect(page.getByText(say('frame.offline'))).toBeVisible();
  await shop.send().click();
  await expect(page.locator('#checkout-failure')).toContainText(say('error.network'));
  await expect(shop.field('checkout.name')).toHaveValue(shopper.name);
  await context.setOffline(false);
  await expect(page.getByText(say('frame.offline'))).toHaveCount(0);
  await shop.send().click();
  await shop.orderNumber();
  await mails(shopper.email, 1);
});

test('a page that could not be sent says so, and comes when asked again', async ({ page, shop, say, lang }) => {
  await page.route(/split_store-.*\.wasm$/, (route) => route.abort());
  await page.goto(`/${lang}/stores`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(say('error.title_network'));
  await page.unroute(/split_store-.*\.wasm$/);
  await alert.getByRole('button', { name: say('error.retry') }).click();
  await expect(await shop.heading()).toHaveText(say('store.title'));
});
