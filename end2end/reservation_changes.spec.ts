// What a shopper may still change, and what the page says when the store can't give a piece.
import { expectAccessible, expectNoSideways } from './support/accessible';
import { Api, pair, type Pair, type Reservation } from './support/api';
import { Desk } from './support/desk';
import { tabTo } from './support/keyboard';
import { mails } from './support/mailbox';
import { serverSays } from './support/offline';
import {
  compareWith,
  expectStock,
  fillVisitor,
  reservationNumber,
  send,
  startFromProduct,
  startingWith,
} from './support/reserve';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';

const HALF_AN_HOUR = 30 * 60_000;

async function reserved(lang: 'fr' | 'en', name: string, pieces = 2) {
  const api = await Api.open(lang);
  const goods = await pair(api, name);
  const skus = goods.variants.slice(0, pieces).map(({ sku }) => sku);
  const { reservation, link_token } = await api.placeReservation(goods, skus);
  return { api, goods, reservation, path: `/reservations/${reservation.id}#${link_token}` };
}

async function readAgain(api: Api, { id }: Reservation) {
  return api.get<Reservation>(`/api/reservations/${id}`);
}

test('the visit moves to another slot', async ({ page, shop, say, like, lang }, info) => {
  const { api, goods, reservation, path } = await reserved(lang, `another slot ${info.project.name}`);
  const { items: days } = await api.get<{ items: { slots: { from: string }[] }[] }>(`/api/stores/${goods.store.slug}/slots`);
  const day = days.findLastIndex(({ slots }) => slots.length > 0);
  const wanted = days[day].slots.at(-1)?.from;
  expect(wanted).not.toBe(reservation.slot.from);
  await shop.open(path);
  await page.getByRole('button', { name: say('reservation.change_slot'), exact: true }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole('group', { name: startingWith(say('reserve.day')) }).getByRole('radio').last().check();
  await sheet.getByRole('group', { name: startingWith(say('reserve.slot')) }).getByRole('radio').last().check();
  await sheet.getByRole('button', { name: like('reservation.slot_confirm') }).dblclick();
  await expect(sheet).toBeHidden();
  await expect(page.locator('[role=status][aria-live=polite]')).toHaveText(like('reservation.slot_changed'));
  const changed = await readAgain(api, reservation);
  expect(Date.parse(changed.slot.from)).toBe(Date.parse(wanted ?? ''));
  await expectAccessible(page);
});

test('a piece is dropped, and the last one ends the visit', async ({ page, shop, say, like, lang }, info) => {
  const { api, goods, path } = await reserved(lang, `dropped ${info.project.name}`);
  await expectStock(api, goods, -1);
  await shop.open(path);
  const drop = page.getByRole('button', { name: like('reservation.drop_of') });
  await expect(drop).toHaveCount(2);
  await drop.nth(1).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText(like('reservation.drop_text'))).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole('button', { name: say('reservation.drop_keep'), exact: true }).click();
  await expect(sheet).toBeHidden();
  await expectStock(api, goods, -1);

  await drop.nth(1).click();
  await sheet.getByRole('button', { name: say('reservation.drop_confirm'), exact: true }).click();
  await expect(page.getByText(say('reservation.line_dropped'), { exact: true })).toBeVisible();
  await expect(drop).toHaveCount(1);
  await expect.poll(() => api.quantity(goods.variants[1].sku, goods.store.id)).toBe(goods.quantities[1]);
  expect(await api.quantity(goods.variants[0].sku, goods.store.id)).toBe(goods.quantities[0] - 1);

  await drop.click();
  await expect(sheet.getByText(like('reservation.drop_last'))).toBeVisible();
  await sheet.getByRole('button', { name: say('reservation.drop_confirm'), exact: true }).click();
  await expect(page.getByText(say('reservation.is_cancelled'))).toBeVisible();
  await expectStock(api, goods, 0);
  await expectAccessible(page);
});

test('a missing piece names the nearest store that has it, and the way to try it on there', async ({ page, shop, say, like, lang }, info) => {
  const { api, goods, reservation, path } = await missingElsewhere(lang, info.project.name);
  await shop.open(path);
  await expect(page.locator('main')).toContainText(reservation.number);
  await page.waitForTimeout(500);
  await api.signIn(goods.store.id);
  await api.attend(reservation.id, 'missing', { line_id: reservation.lines[1].id });
  const link = page.getByRole('link', { name: like('reservation.try_there') });
  await expect(link).toBeVisible({ timeout: 2_000 });
  const { lines } = await readAgain(api, reservation);
  const store = lines[1].elsewhere?.name ?? '';
  await expect(link).toHaveText(say('reservation.try_there', { store }));
  await expectAccessible(page);
  await link.click();
  await expect(await shop.heading()).toHaveText(say('reserve.title'));
  await expect(page.locator('.reserve-part .plate')).toContainText(store);
});

/** A visit whose second piece another store has too. */
async function missingElsewhere(lang: 'fr' | 'en', project: string) {
  const api = await Api.open(lang);
  for (let turn = 0; turn < 20; turn += 1) {
    const goods = await pair(api, `elsewhere ${project} ${turn}`);
    const stock = await api.availability(goods.variants[1].sku);
    const others = stock.filter(({ store_id }) => store_id !== goods.store.id);
    if (!others.some((item) => (item.quantity ?? 0) > 0 && item.pickup_method !== 'not_supported')) continue;
    const { reservation, link_token } = await api.placeReservation(goods, goods.variants.map(({ sku }) => sku));
    return { api, goods, reservation, path: `/reservations/${reservation.id}#${link_token}` };
  }
  throw new Error('the demo has no piece that two stores have');
}

test('the link of the e-mail leads straight to the question, once', async ({ page, shop, say, lang }, info) => {
  const { api, goods, reservation, path } = await reserved(lang, `cancel link ${info.project.name}`);
  await shop.open(path.replace('#', '?cancel=1#'));
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText(say('reservation.cancel_text'))).toBeVisible();
  await expect(page).not.toHaveURL(/cancel|#/);
  await sheet.getByRole('button', { name: say('reservation.keep') }).click();
  await page.reload();
  await expect(page.locator('main')).toContainText(reservation.number);
  await expect(sheet).toBeHidden();
  await page.goto('about:blank');
  await shop.open(path.replace('#', '?cancel=1#'));
  await sheet.getByRole('button', { name: say('reservation.cancel_confirm') }).click();
  await expect(page.getByText(say('reservation.is_cancelled'))).toBeVisible();
  await expectStock(api, goods, 0);
});

test('a visit takes no more than a keyboard and 320 pixels', async ({ page, shop, say, like, lang }, info) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const { reservation, path } = await reserved(lang, `narrow visit ${info.project.name}`);
  const near = new Date(Date.parse(reservation.slot.from) - HALF_AN_HOUR);
  await serverSays(page, near);
  await page.clock.install({ time: near });
  await shop.open(path);
  const here = page.getByRole('button', { name: say('reservation.here'), exact: true });
  await tabTo(page, here);
  await expectAccessible(page);
  const sheet = page.getByRole('dialog');

  const change = page.getByRole('button', { name: say('reservation.change_slot'), exact: true });
  await tabTo(page, change);
  await page.keyboard.press('Enter');
  await expect(sheet.getByRole('radio').first()).toBeVisible();
  await expectNoSideways(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(change).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: like('reservation.drop_of') }).last());
  await page.keyboard.press('Enter');
  await tabTo(page, sheet.getByRole('button', { name: say('reservation.drop_confirm'), exact: true }));
  await expectNoSideways(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: say('reserve.pieces') })).toBeFocused();

  await page.getByRole('heading', { level: 1 }).focus();
  await tabTo(page, here);
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('reservation.here_said'))).toBeVisible();
  await expect(here).toHaveCount(0);
  await expectAccessible(page);
});

test('two sizes on a phone, an associate, and a third page that is right at each step', async ({ page, shop, say, like, lang, elsewhere }, info) => {
  test.setTimeout(120_000);
  const api = await Api.open(lang);
  const goods = await pair(api, `whole visit ${info.project.name}`, { least: 4 });
  const { store, variants, quantities } = goods;
  const watching = await elsewhere();
  const others = [watching, await watching.context().newPage()];
  const counts = await Promise.all(others.map((other, index) => count(new Shop(other, lang), goods, index)));
  const expectCounts = async (...changes: [number, number]) => {
    for (const [index, change] of changes.entries()) {
      await expect(counts[index]).toHaveText(new RegExp(`(^|\\D)${quantities[index] + change}(\\D|$)`), { timeout: 5_000 });
    }
    for (const [index, { sku }] of variants.entries()) {
      expect(await api.quantity(sku, store.id)).toBe(quantities[index] + changes[index]);
    }
  };
  await expectCounts(0, 0);

  const shopper = someone();
  await startFromProduct(shop, goods);
  await compareWith(shop, variants[1]);
  await fillVisitor(shop, shopper);
  await send(shop).click();
  const number = await reservationNumber(shop);
  const digits = await shop.digits();
  const [requested] = await mails(shopper.email, 1);
  expect(requested.subject + requested.text).toContain(number);
  await expectCounts(-1, -1);

  const desk = new Desk(await elsewhere(), lang);
  await desk.signIn(store);
  const card = desk.card(number);
  await desk.prepare(card);
  await expect(page.getByText(say('reservation.is_preparing'))).toBeVisible({ timeout: 3_000 });
  for (const { sku } of variants) await desk.sayFound(desk.piece(sku, card));
  await expect(page.getByText(say('reservation.line_found'), { exact: true })).toHaveCount(2, { timeout: 3_000 });
  await desk.makeReady(card, 'B3');
  await expect(page.getByText(like('reservation.is_ready'))).toBeVisible({ timeout: 3_000 });
  const [ready] = await mails(shopper.email, 2);
  expect(ready.text.replace(/\s/g, '')).toContain(digits);
  await expectCounts(-1, -1);

  await desk.find(digits);
  await desk.arrive();
  await expect(page.getByText(say('reservation.is_arrived'))).toBeVisible({ timeout: 3_000 });
  await desk.choose(desk.piece(variants[0].sku), 'bought');
  await expectCounts(-1, -1);
  await desk.closeTryOn();
  await expect(page.getByText(say('reservation.is_closed_with.one', { count: 1 }))).toBeVisible({ timeout: 3_000 });
  await expect(page.getByText(say('reservation.line_returned'), { exact: true })).toBeVisible();
  await expectCounts(-1, 0);
  await expectAccessible(page);
});

/** What a product's page says the store has of a variant. */
async function count(shop: Shop, { product, variants, store }: Pair, index: number) {
  await shop.open(`/products/${product.slug}?sku=${encodeURIComponent(variants[index].sku)}`);
  await shop.showAllStores();
  const shown = shop.stockOf(store.name).locator('.stock-count');
  await expect(shown).toHaveText(/\S/);
  return shown;
}
