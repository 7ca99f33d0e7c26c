// What a shopper bought, in the list and made: an order that was handed over.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, type Download, type Page } from '@playwright/test';
import { Api, type Offer, type Order } from './api';
import { someone, type Shop } from './shop';

/** The list of purchases: a purchase in it, by its heading. */
export function card(page: Page, title: string) {
  return page.locator('.purchase-card').filter({ has: page.getByRole('heading', { level: 2, name: title, exact: true }) });
}

/** The first letters of a file, which tell its kind. */
export async function startOf(download: Download) {
  const bytes = await readFile(await download.path());
  return bytes.subarray(0, 4).toString('latin1');
}

/** The text with one plain blank for every run of blanks, whether a line may break there or not. */
export function plain(text: string) {
  return text.replace(/\s+/g, ' ').trim();
}

/** What one reads in a PDF. */
export async function textOf(download: Download) {
  return plain(execFileSync('pdftotext', ['-layout', await download.path(), '-'], { encoding: 'utf8' }));
}

/** An associate prepares the order and hands it over. */
async function handOver(goods: Offer, order: Pick<Order, 'pickups'>) {
  const desk = await Api.open();
  await desk.signIn(goods.store.id);
  await desk.makeReady(order.pickups[0].id);
  await desk.collect(order.pickups[0].id);
}

/** The id in the address of the order on screen. */
function idOf(page: Page) {
  const id = /\/orders\/([^/?#]+)/.exec(page.url())?.[1];
  if (!id) throw new Error(`no order at ${page.url()}`);
  return id;
}

/** Orders as a guest and has it handed over; the page shows the order then. */
export async function buyOnline(page: Page, shop: Shop, goods: Offer, shopper = someone()) {
  const number = await shop.order(goods, shopper);
  const id = idOf(page);
  const order = await page.request.get(`/api/orders/${id}`);
  await handOver(goods, await order.json());
  await expect(page.getByText(shop.like('order.collected_at'))).toBeVisible();
  return { id, number, shopper };
}
