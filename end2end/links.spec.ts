import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { expect, test } from './support/test';

for (const [what, path] of Object.entries({
  'a page': '/nowhere',
  'a product': '/products/no-such-product',
  'a store': '/stores/no-such-store',
})) {
  test(`an address of ${what} that does not exist says so and leads on`, async ({ page, shop }) => {
    await shop.open(path);
    await expect(page.locator('main').getByRole('link').first()).toBeVisible();
    await expect(page.locator('main')).not.toContainText('undefined');
    await expectAccessible(page);
  });
}

test('an address without a language is answered in the preferred one', async ({ page, lang }) => {
  await page.goto('/nowhere/at/all');
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a private link that was tampered with opens nothing', async ({ page, shop, lang }) => {
  const api = await Api.open(lang);
  const { order, link_token } = await api.order(await offer(api, `links ${lang}`));
  const tampered = (link_token[0] === 'a' ? 'b' : 'a') + link_token.slice(1);
  await shop.open(`/orders/${order.id}#${tampered}`);
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText(order.number);
  await expect(page.locator('main')).not.toContainText(order.pickups[0].pass?.digits ?? 'no pass');
  await expectAccessible(page);
});

test('an order is nobody’s business without its link', async ({ page, shop, lang }) => {
  const api = await Api.open(lang);
  const { order } = await api.order(await offer(api, `secret ${lang}`));
  await shop.open(`/orders/${order.id}`);
  await expect(page.locator('main')).not.toContainText(order.number);
  await expectAccessible(page);
});

test('a private link opens the order and leaves no secret in the address', async ({ page, shop, lang }) => {
  const api = await Api.open(lang);
  const { order, link_token } = await api.order(await offer(api, `link ${lang}`));
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  expect(page.url()).not.toContain(link_token);
});
