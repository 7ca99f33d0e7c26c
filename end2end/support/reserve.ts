// Reserving to try on, as a shopper does it.
import { expect, type Page } from '@playwright/test';
import type { Api, Pair, Variant } from './api';
import type { Shop, Shopper } from './shop';

/** From the product's page, in the store that has both, to the page where one reserves. */
export async function startFromProduct(shop: Shop, { product, variants, store }: Pair) {
  await shop.open(`/products/${product.slug}?sku=${encodeURIComponent(variants[0].sku)}`);
  await shop.showAllStores();
  await shop.chooseStore(store.name);
  const link = shop.page.getByRole('link', { name: shop.say('buy.try_on'), exact: true });
  await expect(link).toHaveAttribute('href', new RegExp(`store=${store.id}`));
  await link.click();
  await expect(await shop.heading()).toHaveText(shop.say('reserve.title'));
  await expect(pieces(shop.page)).toHaveCount(1);
}

/** Adds another size or colour. */
export async function compareWith(shop: Shop, { colour, size }: Variant) {
  await shop.page.getByText(shop.say('reserve.compare')).click();
  const label = [colour, size].filter(Boolean).join(', ');
  await shop.page.locator('.reserve-others').getByRole('button', { name: label, exact: true }).click();
}

export function pieces(page: Page) {
  return page.locator('.reserve-product .cart-line');
}

export async function fillVisitor(shop: Shop, { name, email, phone }: Shopper) {
  await shop.field('checkout.name').fill(name);
  await shop.field('checkout.email').fill(email);
  if (phone) await shop.field('checkout.phone').fill(phone);
}

export function send(shop: Shop) {
  return shop.page.getByRole('button', { name: shop.say('reserve.send') });
}

/** The number of the reservation on screen. */
export async function reservationNumber(shop: Shop) {
  await expect(shop.page).toHaveURL(/\/reservations\//);
  const heading = await shop.heading();
  await expect(heading).toHaveText(shop.like('reservation.title'));
  const number = /E-[0-9A-Z]+-[0-9A-Z]+/.exec(await heading.innerText());
  if (!number) throw new Error(`no reservation number in ${await heading.innerText()}`);
  return number[0];
}

export function idOf(page: Page) {
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Both pieces have this many units more than at first. */
export async function expectStock(api: Api, { variants, store, quantities }: Pair, change: number) {
  for (const [index, { sku }] of variants.entries()) {
    await expect.poll(() => api.quantity(sku, store.id)).toBe(quantities[index] + change);
  }
}

export function startingWith(text: string) {
  return new RegExp(`^\\s*${escape(text)}`);
}

export function escape(text: string) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
