import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { expect, test } from './support/test';

test('an empty cart says what to do next', async ({ page, shop, say }) => {
  await shop.open('/cart');
  await expect(page.getByText(say('cart.empty_title'))).toBeVisible();
  await expectAccessible(page);
  await page.locator('main').getByRole('link', { name: say('not_found.products') }).click();
  await expect(shop.cards().first()).toBeVisible();
});

test('quantities change, a line goes and comes back, and a reload keeps it all', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `cart ${info.project.name}`, { units: 4 });
  await shop.addToCart(goods);
  await shop.open('/cart');
  await expect(page.getByText(say('cart.pick_up_at', { store: goods.store.name }))).toBeVisible();
  await expectAccessible(page);

  const quantity = page.getByRole('textbox', { name: say('quantity.of', { name: goods.product.name }) });
  await expect(quantity).toHaveValue('1');
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await expect(quantity).toHaveValue('2');
  await expect(page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 2 }));
  await page.reload();
  await expect(quantity).toHaveValue('2');

  await page.getByRole('button', { name: say('cart.remove_of', { name: goods.product.name }) }).click();
  await expect(page.getByText(say('cart.empty_title'))).toBeVisible();
  await page.getByRole('button', { name: say('cart.undo') }).click();
  await expect(quantity).toHaveValue('2');
});

test('a cart asks for no more than the retailer gives to one person', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `cart cap ${info.project.name}`, { units: 4 });
  await shop.addToCart(goods);
  await shop.open('/cart');
  const quantity = page.getByRole('textbox', { name: say('quantity.of', { name: goods.product.name }) });
  await quantity.fill('99');
  await quantity.press('Enter');
  await quantity.blur();
  await expect(quantity).toHaveValue('5');
});
