// What is changed while the network is there and the server is not reached all the same.
import { Api, offer } from './support/api';
import { stored } from './support/offline';
import { someone } from './support/shop';
import { expect, test } from './support/versions';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(120_000);

test('what failed at first is sent although the network was never gone, and outlives a sign-in', async ({ page, shop, say, lang, install, versions }, info) => {
  const goods = await offer(await Api.open(lang), `failed at first ${info.project.name}`, { units: 4 });
  const fails = (path: string, method: string) => (method === 'PUT' && path.startsWith('/api/cart/') ? 'gateway' : undefined);
  const more = page.getByRole('button', { name: say('quantity.more') });
  // As in browsers that do not send it by themselves.
  await page.addInitScript(() => Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined }));
  await install();
  await shop.addToCart(goods);
  await shop.open('/cart');
  // By now what looks after changes is there, and has found none.
  await page.waitForTimeout(6_000);
  versions.meddle = fails;
  await more.click();
  await expect.poll(() => stored(page, 'changes')).toMatchObject([{ quantity: 2 }]);
  versions.meddle = () => undefined;
  await expect.poll(() => stored(page, 'changes'), { timeout: 20_000 }).toHaveLength(0);
  await expect(page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 2 }));

  versions.meddle = fails;
  await more.click();
  await expect.poll(() => stored(page, 'changes')).toMatchObject([{ quantity: 3 }]);
  await shop.signIn(someone().email);
  expect(await stored(page, 'changes')).toMatchObject([{ quantity: 3 }]);
  versions.meddle = () => undefined;
  await expect.poll(() => stored(page, 'changes'), { timeout: 30_000 }).toHaveLength(0);
  await shop.open('/cart');
  await expect(page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 3 }));
});

test('a cart that may be old is not written over', async ({ page, shop, say, like, lang, install, versions }, info) => {
  const goods = await offer(await Api.open(lang), `old cart ${info.project.name}`, { units: 4 });
  const quantity = page.getByRole('textbox', { name: say('quantity.of', { name: goods.product.name }) });
  await install();
  await shop.addToCart(goods);
  await shop.open('/cart');
  await expect(quantity).toHaveValue('1');
  versions.meddle = (path, method) => (path === '/api/cart' && method === 'GET' ? 'gateway' : undefined);
  await page.reload();
  await expect(page.getByText(like('offline.seen'))).toBeVisible();
  // Meanwhile, from another tab.
  const line = `/api/cart/lines/${encodeURIComponent(goods.variant.sku)}?language=${lang}`;
  const put = (line: string) =>
    fetch(line, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"quantity":3}' }).then(({ ok }) => ok);
  expect(await page.evaluate(put, line)).toBe(true);
  versions.meddle = () => undefined;
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await expect(page.getByText(say('error.cart_changed'))).toBeVisible();
  await expect(quantity).toHaveValue('3');
});
