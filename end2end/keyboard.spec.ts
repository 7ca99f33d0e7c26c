// The whole purchase with the keyboard alone; the focus is always to be seen.
import { Api, offer } from './support/api';
import { tabTo } from './support/keyboard';
import { someone } from './support/shop';
import { expect, test } from './support/test';

test('a shopper orders with the keyboard alone', async ({ page, shop, say, lang }) => {
  const goods = await offer(await Api.open(lang), 'keyboard', { units: 4 });
  await shop.open();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: say('frame.skip') })).toBeFocused();

  await tabTo(page, page.getByRole('searchbox', { name: say('search.label') }));
  await page.keyboard.type(goods.product.name);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?q=/);
  await expect(await shop.heading()).toBeFocused();

  await tabTo(page, shop.cards().filter({ hasText: goods.product.name }).first().getByRole('link'));
  await page.keyboard.press('Enter');
  await expect(await shop.heading()).toHaveText(goods.product.name);
  await expect(await shop.heading()).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: say('buy.pick_up'), exact: true }));
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('button', { name: say('buy.pick_up'), exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, sheet.getByRole('listitem').getByRole('button').first());
  await page.keyboard.press('Enter');
  await expect(page.locator('.buy-done')).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: say('buy.see_cart') }));
  await page.keyboard.press('Enter');
  await expect(await shop.heading()).toHaveText(say('cart.title'));
  await tabTo(page, page.getByRole('link', { name: say('cart.checkout'), exact: true }));
  await page.keyboard.press('Enter');
  await expect(await shop.heading()).toHaveText(say('checkout.title'));

  const shopper = someone();
  await tabTo(page, shop.field('checkout.name'));
  await page.keyboard.type(shopper.name);
  await tabTo(page, shop.field('checkout.email'));
  await page.keyboard.type(shopper.email);
  await page.keyboard.press('Enter');
  await shop.orderNumber();
  await expect(await shop.heading()).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: say('order.cancel'), exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: say('order.cancel_confirm') }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('order.cancelled_by_you'))).toBeVisible();
});
