import { expectAccessible } from './support/accessible';
import { Api, offer, type Offer } from './support/api';
import { stored, withWorker } from './support/offline';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';

test.use({ serviceWorkers: 'allow' });

const quantityOf = (shop: Shop, { product }: Offer) =>
  shop.page.getByRole('textbox', { name: shop.say('quantity.of', { name: product.name }) });

/** The page hears of the network before the worker has one: what was tried too early is tried again, ever more rarely. */
const soon = { timeout: 30_000 };

/** The cart on screen with the worker behind it. */
async function openCart(shop: Shop, goods: Offer) {
  await shop.addToCart(goods);
  await withWorker(shop.page);
  await shop.open('/cart');
  await expect(quantityOf(shop, goods)).toHaveValue('1');
  // The chunk that keeps changes comes after the page.
  await shop.page.waitForTimeout(4_000);
}

test('a cart changed without a network says so, and is sent once when it is back', async ({ page, context, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `cart offline ${info.project.name}`, { units: 4 });
  await openCart(shop, goods);
  await context.setOffline(true);
  await expect(page.getByText(say('offline.gone'))).toBeVisible();
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await expect(quantityOf(shop, goods)).toHaveValue('2');
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await expect(quantityOf(shop, goods)).toHaveValue('3');
  const waiting = page.getByRole('region', { name: say('offline.waiting') });
  await expect(waiting).toContainText(say('offline.will_change'));
  await expect(page.locator('.cart-summary')).toContainText(say('offline.no_total'));
  await expect(page.locator('.cart-summary').getByRole('link', { name: say('cart.checkout') })).toHaveCount(0);
  await expectAccessible(page);
  await expect.poll(() => stored(page, 'changes')).toHaveLength(1);
  expect(await stored(page, 'changes')).toMatchObject([{ quantity: 3, was: 1, method: 'PUT', contract: 1 }]);

  await context.setOffline(false);
  await expect(page.getByText(say('offline.sent.one', { count: 1 }))).toBeVisible(soon);
  await expect(waiting).toHaveCount(0);
  await expect(page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 3 }));
  await expect.poll(() => stored(page, 'changes')).toHaveLength(0);
});

test('what was changed without a network is taken back', async ({ page, context, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `cart undone ${info.project.name}`, { units: 4 });
  await openCart(shop, goods);
  await context.setOffline(true);
  await page.getByRole('button', { name: say('cart.remove_of', { name: goods.product.name }) }).click();
  const waiting = page.getByRole('region', { name: say('offline.waiting') });
  await expect(waiting).toContainText(say('offline.will_remove'));
  await expect(quantityOf(shop, goods)).toHaveCount(0);
  await waiting.getByRole('button').click();
  await expect(waiting).toHaveCount(0);
  await expect(quantityOf(shop, goods)).toHaveValue('1');
  await expect.poll(() => stored(page, 'changes')).toHaveLength(0);
});

test('what was changed before the page was closed is sent at the next visit', async ({ page, context, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `cart closed ${info.project.name}`, { units: 4 });
  await openCart(shop, goods);
  await context.setOffline(true);
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await expect.poll(() => stored(page, 'changes')).toHaveLength(1);
  await page.goto('about:blank');
  await context.setOffline(false);
  await shop.open('/cart');
  await expect(quantityOf(shop, goods)).toHaveValue('2', soon);
  await expect(page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 2 }));
  await expect.poll(() => stored(page, 'changes')).toHaveLength(0);
});

test('the same cart changed on two devices is told to the second', async ({ page, context, shop, say, lang, elsewhere }, info) => {
  const goods = await offer(await Api.open(lang), `cart twice ${info.project.name}`, { units: 4 });
  const { email } = someone();
  await shop.signIn(email);
  await openCart(shop, goods);
  const other = new Shop(await elsewhere(), lang);
  await other.signIn(email, 1);
  await other.open('/cart');
  await expect(quantityOf(other, goods)).toHaveValue('1');

  await context.setOffline(true);
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await expect.poll(() => stored(page, 'changes')).toMatchObject([{ quantity: 3 }]);
  await quantityOf(other, goods).fill('5');
  await quantityOf(other, goods).press('Enter');
  await expect(other.page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 5 }));

  await context.setOffline(false);
  const told = page.getByRole('region', { name: say('offline.refused_title') });
  await expect(told).toContainText(goods.product.name, soon);
  await expect(told.getByRole('button', { name: say('offline.keep', { count: 5 }) })).toBeVisible();
  await expect(quantityOf(shop, goods)).toHaveValue('5');
  await expectAccessible(page);
  await page.reload();
  await told.getByRole('button', { name: say('offline.put', { count: 3 }) }).click();
  await expect(told).toHaveCount(0);
  await expect(page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 3 }));
  await expect.poll(() => stored(page, 'changes')).toHaveLength(0);
});

test('a favourite kept without a network is kept', async ({ page, context, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `favourite offline ${info.project.name}`, { units: 4 });
  await shop.openOffer(goods);
  await withWorker(page);
  await shop.openOffer(goods);
  await page.waitForTimeout(4_000);
  await context.setOffline(true);
  await shop.heart(goods.product.name).click();
  await expect(shop.heart(goods.product.name)).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => stored(page, 'changes')).toHaveLength(1);
  await context.setOffline(false);
  await expect.poll(() => stored(page, 'changes'), soon).toHaveLength(0);
  await page.reload();
  await expect(shop.heart(goods.product.name)).toHaveAttribute('aria-pressed', 'true');
});
