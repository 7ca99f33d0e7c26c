import { expectAccessible } from './support/accessible';
import { Api } from './support/api';
import { expect, test } from './support/test';

test('a shopper browses from the home page to a category and a product', async ({ page, shop, say }) => {
  await shop.open();
  await expectAccessible(page);
  await page.getByRole('link', { name: say('frame.products') }).or(page.getByRole('link', { name: say('frame.search') })).first().click();
  await expect(await shop.heading()).toHaveText(say('list.title'));
  await expect(shop.cards().first()).toBeVisible();
  await expectAccessible(page);

  const category = page.getByRole('navigation', { name: say('list.categories') }).getByRole('link').first();
  const name = (await category.innerText()).replace(/\s*\d+$/, '');
  await category.click();
  await expect(await shop.heading()).toHaveText(name);
  await expect(page).toHaveTitle(new RegExp(name));

  const card = shop.cards().first();
  const product = await card.locator('.card-name').innerText();
  await card.getByRole('link').click();
  await expect(await shop.heading()).toHaveText(product);
  await expect(page).toHaveTitle(new RegExp(product));
  await expectAccessible(page);
});

test('search forgives a typo and missing accents', async ({ shop, lang, page }) => {
  const api = await Api.open(lang);
  const accents = /\p{Diacritic}/gu;
  const fold = (text: string) => text.normalize('NFD').replace(accents, '');
  const names = (await api.products()).map((product) => product.name);
  const target = names.find((name) => fold(name) !== name) ?? names[0];

  await shop.open('/products');
  await shop.search(fold(target).toLowerCase());
  await expect(shop.cards().filter({ hasText: target })).toBeVisible();

  const word = fold(target).split(' ').sort((a, b) => b.length - a.length)[0].toLowerCase();
  const typo = word.slice(0, 2) + word[3] + word[2] + word.slice(4);
  await shop.search(typo);
  await expect(shop.cards().filter({ hasText: target })).toBeVisible();
  await expectAccessible(page);
});

test('a search without results says what to do next', async ({ page, shop, say }) => {
  await shop.open('/products?q=zzzzqqqq');
  await expect(page.getByText(say('list.empty_title'))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: say('list.everything') }).click();
  await expect(shop.cards().first()).toBeVisible();
});

test('a filter narrows the list, is in the address and survives a reload', async ({ page, shop, say }) => {
  await shop.open('/products');
  await expect(shop.cards().first()).toBeVisible();
  const colour = page.getByLabel(say('list.colour'), { exact: true });
  const option = colour.locator('option').nth(1);
  const label = (await option.innerText()).trim();
  const count = Number(/\((\d+)\)\s*$/.exec(label)?.[1]);
  await colour.selectOption({ index: 1 });
  await expect(page).toHaveURL(/colour=/);
  await expect(page.locator('.list-count')).toHaveText(new RegExp(`^${count}\\s`));
  await expectAccessible(page);
  await page.reload();
  await expect(page.locator('.list-count')).toHaveText(new RegExp(`^${count}\\s`));
  await page.goBack();
  await expect(page).not.toHaveURL(/colour=/);
});

test('back returns to the same place of the list', async ({ page, shop }) => {
  await shop.open('/products');
  const card = shop.cards().nth(12);
  await card.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(200);
  await card.getByRole('link').click();
  await expect(page).toHaveURL(/\/products\/[^?]/);
  await shop.heading();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await expect(card).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
});

test('the language switch stays on the page and is remembered', async ({ page, shop, say, lang }) => {
  const other = lang === 'fr' ? 'en' : 'fr';
  await shop.open('/products?sort=price');
  await page.getByRole('link', { name: say('frame.other_language') }).click();
  await expect(page).toHaveURL(new RegExp(`/${other}/products\\?sort=price$`));
  await expect(page.locator('html')).toHaveAttribute('lang', other);
  await page.goto('/');
  await expect(page).toHaveURL(new RegExp(`/${other}$`));
});
