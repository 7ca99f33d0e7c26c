// The whole purchase, in every way of using a browser: narrow, zoomed, forced colours, dark.
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { someone } from './support/shop';
import { expect, test } from './support/test';

test('from the home page to a pass, without loss', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `journey ${info.project.name}`, { units: 4 });
  await shop.open();
  await expectAccessible(page);

  await shop.open('/products');
  await expect(shop.cards().first()).toBeVisible();
  await expectAccessible(page);

  await shop.openOffer(goods);
  await shop.showAllStores();
  await expectAccessible(page);
  await shop.chooseStore(goods.store.name);
  await page.getByRole('button', { name: say('buy.pick_up_at', { store: goods.store.name }) }).click();
  await page.getByRole('link', { name: say('buy.see_cart') }).click();
  await expect(await shop.heading()).toHaveText(say('cart.title'));
  await expectAccessible(page);

  await shop.fillCheckout(someone());
  await expectAccessible(page);
  await shop.send().click();
  await shop.orderNumber();
  await expect(page.getByRole('img', { name: say('pass.code') })).toBeVisible();
  expect(await shop.digits()).toMatch(/^\d{6}$/);
  await expectAccessible(page);
});
