import { expectAccessible } from './support/accessible';
import { Api } from './support/api';
import { expect, test } from './support/test';

test('a shopper chooses their store, and the whole shop knows it', async ({ page, shop, say, lang }) => {
  const [store] = await (await Api.open(lang)).stores();
  await shop.open('/stores');
  await expect(await shop.heading()).toHaveText(say('store.title'));
  await expectAccessible(page);
  await shop.chooseStore(store.name);
  await expect(page.locator('.store-plate')).toContainText(store.name);
  await page.reload();
  await expect(page.locator('.store-plate')).toContainText(store.name);

  await shop.open('/products');
  await page.getByLabel(say('list.in_my_store', { store: store.name })).check();
  await expect(page).toHaveURL(/in_store/);
  await expect(shop.cards().first()).toContainText(store.name);
  await expectAccessible(page);
});

test('the nearest store comes first once the place is known', async ({ page, context, shop, say }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 45.764, longitude: 4.8357 });
  await shop.open('/stores');
  await page.getByRole('button', { name: say('store.near_me') }).click();
  await expect(page.getByText(say('store.sorted_near'))).toBeVisible();
  await expect(page.locator('.store-line').first()).toContainText('Lyon');
});

test('who refuses to give their place still gets every store', async ({ page, shop, say, lang }) => {
  const stores = await (await Api.open(lang)).stores();
  await shop.open('/stores');
  await page.getByRole('button', { name: say('store.near_me') }).click();
  await expect(page.getByText(say('store.refused'))).toBeVisible();
  await expect(page.locator('.store-line')).toHaveCount(stores.length);
});

test('a store has a page with its address and its hours', async ({ page, shop, say, lang }) => {
  const [store] = await (await Api.open(lang)).stores();
  await shop.open(`/stores/${store.slug}`);
  await expect(await shop.heading()).toHaveText(store.name);
  await expect(page.getByText(say('store.address'), { exact: true }).or(page.locator('address')).first()).toBeVisible();
  await expect(page.getByText(say('store.hours')).or(page.getByText(say('opening.week'))).first()).toBeVisible();
  await expectAccessible(page);
});
