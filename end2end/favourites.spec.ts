import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';

test('without favourites the page says how to keep one', async ({ page, shop, say }) => {
  await shop.open('/favourites');
  await expect(page.getByText(say('favourite.empty_title'))).toBeVisible();
  await expectAccessible(page);
});

test('a guest keeps a favourite, takes it out and back, and puts it into the cart', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `favourites ${info.project.name}`, { units: 4 });
  const { name } = goods.product;
  await shop.openOffer(goods);
  await shop.showAllStores();
  await shop.chooseStore(goods.store.name);
  await expect(shop.heart(name)).toHaveAttribute('aria-pressed', 'false');
  await shop.heart(name).click();
  await expect(shop.heart(name)).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText(say('favourite.kept', { name }))).toBeAttached();
  await expectAccessible(page);
  await page.reload();
  await expect(shop.heart(name)).toHaveAttribute('aria-pressed', 'true');

  await shop.open('/favourites');
  const favourite = shop.favourite(name);
  await expect(favourite).toContainText(goods.store.name);
  await expectAccessible(page);
  await shop.button('favourite.drop_of', { name }).click();
  await expect(page.getByText(say('favourite.empty_title'))).toBeVisible();
  await shop.button('cart.undo').click();
  await expect(favourite).toBeVisible();

  await shop.button('favourite.pick_up_of', { store: goods.store.name, name }).click();
  await favourite.getByRole('link', { name: say('buy.see_cart') }).click();
  await expect(page.locator('.cart-line')).toContainText(name);
});

test('favourites follow the account to another device', async ({ page, shop, say, lang, elsewhere }, info) => {
  const goods = await offer(await Api.open(lang), `favourites follow ${info.project.name}`);
  const { name } = goods.product;
  const { email } = someone();
  await shop.openOffer(goods);
  await shop.heart(name).click();
  await expect(page.getByText(say('favourite.kept', { name }))).toBeAttached();
  await shop.signIn(email);
  await shop.open('/favourites');
  await expect(shop.favourite(name)).toBeVisible();

  const other = new Shop(await elsewhere(), lang);
  await other.signIn(email, 1);
  await other.openOffer(goods);
  await expect(other.heart(name)).toHaveAttribute('aria-pressed', 'true');
  await other.heart(name).click();
  // The list on the first device changes by itself.
  await expect(page.getByText(say('favourite.empty_title'))).toBeVisible();
});
