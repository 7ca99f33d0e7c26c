import { readFile } from 'node:fs/promises';
import type { Route } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer, pair } from './support/api';
import { mails } from './support/mailbox';
import {
  compareWith,
  escape,
  expectStock,
  fillVisitor,
  idOf,
  pieces,
  reservationNumber,
  send,
  startFromProduct,
  startingWith,
} from './support/reserve';
import { someone } from './support/shop';
import { expect, test } from './support/test';

test('a guest reserves two sizes, the store prepares them, and cancelling gives them back', async ({ page, shop, say, like, lang, elsewhere }, info) => {
  const api = await Api.open(lang);
  const goods = await pair(api, `reservations ${info.project.name}`);
  const shopper = someone();
  await startFromProduct(shop, goods);
  await compareWith(shop, goods.variants[1]);
  await expect(pieces(page)).toHaveCount(2);
  await expect(page.locator('.reserve-part .plate')).toContainText(goods.store.name);
  await expect(page.getByRole('group', { name: startingWith(say('reserve.day')) }).getByRole('radio').first()).toBeChecked();
  await expect(page.getByRole('group', { name: startingWith(say('reserve.slot')) }).getByRole('radio').first()).toBeChecked();
  await fillVisitor(shop, shopper);
  await expectAccessible(page);
  await send(shop).click();

  const number = await reservationNumber(shop);
  await expect(page.getByRole('img', { name: say('pass.code') })).toBeVisible();
  const digits = await shop.digits();
  expect(digits).toMatch(/^\d{6}$/);
  await expect(page.getByText(say('reservation.is_requested'))).toBeVisible();
  await expectAccessible(page);
  await expectStock(api, goods, -1);

  const [mail] = await mails(shopper.email);
  expect(mail.subject + mail.text).toContain(number);
  expect(mail.text.replace(/\s/g, '')).toContain(digits);
  expect(mail.link).toContain(`/${lang}/reservations/`);
  const other = await elsewhere();
  await other.goto(mail.link ?? '');
  await expect(other.getByRole('heading', { level: 1 })).toContainText(number);
  expect(other.url()).not.toContain('#');

  await api.signIn(goods.store.id);
  await api.attend(idOf(page), 'ready', { staging_place: 'B3' });
  await expect(page.getByText(like('reservation.is_ready'))).toBeVisible({ timeout: 2_000 });
  await expectAccessible(page);

  await page.getByRole('button', { name: say('reservation.cancel'), exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: say('reservation.cancel_confirm') }).click();
  await expect(page.getByText(say('reservation.is_cancelled'))).toBeVisible();
  await expect(page.getByRole('img', { name: say('pass.code') })).toHaveCount(0);
  await expectAccessible(page);
  await expectStock(api, goods, 0);
  await expect(other.getByText(say('reservation.is_cancelled'))).toBeVisible();

  await page.getByRole('link', { name: say('reservation.again'), exact: true }).click();
  await expect(pieces(page)).toHaveCount(2);
});

test('the page follows the store: a piece is missing, the shopper arrives, keeps one', async ({ page, shop, say, like, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await pair(api, `visit ${info.project.name}`);
  const { reservation, link_token } = await api.placeReservation(goods, goods.variants.map(({ sku }) => sku), 'Merci !');
  await shop.open(`/reservations/${reservation.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(reservation.number);
  await expect(page.getByText(like('reservation.note'))).toBeVisible();
  await page.waitForTimeout(500);

  await api.signIn(goods.store.id);
  await api.attend(reservation.id, 'prepare');
  await expect(page.getByText(say('reservation.is_preparing'))).toBeVisible({ timeout: 2_000 });
  await api.attend(reservation.id, 'missing', { line_id: reservation.lines[1].id });
  await expect(page.getByText(say('reservation.line_missing'))).toHaveCount(1, { timeout: 2_000 });
  await expectAccessible(page);

  await api.attend(reservation.id, 'ready', { staging_place: 'B3' });
  await api.attend(reservation.id, 'arrive');
  await expect(page.getByText(say('reservation.is_arrived'))).toBeVisible({ timeout: 2_000 });
  await expect(page.getByRole('button', { name: say('reservation.cancel'), exact: true })).toHaveCount(0);

  await api.attend(reservation.id, 'close', { bought: [reservation.lines[0].id] });
  await expect(page.getByText(say('reservation.is_closed_with.one', { count: 1 }))).toBeVisible({ timeout: 2_000 });
  await expect(page.getByText(say('reservation.line_bought'))).toBeVisible();
  await expectAccessible(page);
});

test('what happens while the page reads is not missed', async ({ page, shop, say, like, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await pair(api, `read twice ${info.project.name}`);
  const { reservation, link_token } = await api.placeReservation(goods, [goods.variants[0].sku]);
  await shop.open(`/reservations/${reservation.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(reservation.number);
  await page.waitForTimeout(500);
  await api.signIn(goods.store.id);

  let begun = () => {};
  const reading = new Promise<void>((resolve) => (begun = resolve));
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const hold = async (route: Route) => {
    const answer = await route.fetch();
    begun();
    await released;
    await route.fulfill({ response: answer });
  };
  await page.route(`**/api/reservations/${reservation.id}?**`, hold, { times: 1 });
  await api.attend(reservation.id, 'prepare');
  await reading;
  await api.attend(reservation.id, 'ready', { staging_place: 'B3' });
  await page.waitForTimeout(500);
  release();
  await expect(page.getByText(say('reservation.is_preparing'))).toHaveCount(0);
  await expect(page.getByText(like('reservation.is_ready'))).toBeVisible();
});

test('the visit goes into the calendar, in the time of everywhere', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await pair(api, `calendar ${info.project.name}`);
  const { reservation, link_token } = await api.placeReservation(goods, [goods.variants[0].sku]);
  await shop.open(`/reservations/${reservation.id}#${link_token}`);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: say('reservation.add_to_calendar') }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${reservation.number}.ics`);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  const utc = new Date(reservation.slot.from).toISOString().replace(/[-:]|\.000/g, '');
  expect(text).toContain(`DTSTART:${utc}\r\n`);
});

test('a form with mistakes says where and keeps what was typed', async ({ page, shop, say, lang }, info) => {
  const goods = await pair(await Api.open(lang), `reserve mistakes ${info.project.name}`);
  await startFromProduct(shop, goods);
  await fillVisitor(shop, { name: ' ', email: 'zoe at example', phone: 'call me' });
  await shop.field('reserve.note').fill('x'.repeat(301));
  await send(shop).click();
  await expect(page.getByRole('alert').filter({ hasText: say('checkout.mend') })).toBeVisible();
  await expect(shop.field('checkout.name')).toBeFocused();
  const reasons = {
    'checkout.name': 'required',
    'checkout.email': 'not_an_email',
    'checkout.phone': 'not_a_phone',
    'reserve.note': 'too_long',
  };
  for (const [field, reason] of Object.entries(reasons)) {
    await expect(shop.field(field)).toHaveAccessibleDescription(new RegExp(escape(say(`invalid.${reason}`))));
  }
  await expectAccessible(page);
  await page.reload();
  await expect(shop.field('checkout.email')).toHaveValue('zoe at example');
});

test('a lost answer and two clicks make one reservation', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await pair(api, `reserve twice ${info.project.name}`);
  await startFromProduct(shop, goods);
  await fillVisitor(shop, someone());
  let tries = 0;
  await page.route('**/api/reservations', async (route) => {
    tries += 1;
    if (tries > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await send(shop).dblclick();
  await expect(page.getByRole('alert').filter({ hasText: say('reserve.safe_to_retry') })).toBeVisible();
  expect(tries).toBe(1);
  await page.reload();
  await send(shop).click();
  await reservationNumber(shop);
  await expect.poll(() => api.quantity(goods.variants[0].sku, goods.store.id)).toBe(goods.quantities[0] - 1);
});

test('a piece that is sold meanwhile is said, and can be taken out', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await pair(api, `reserve sold ${info.project.name}`, { least: 1, most: 5 });
  await startFromProduct(shop, goods);
  await compareWith(shop, goods.variants[1]);
  await fillVisitor(shop, someone());
  await expect(send(shop)).toBeVisible();
  const stock = (await api.availability(goods.variants[1].sku)).find((item) => item.store_id === goods.store.id);
  if (!stock) throw new Error('the store has the piece');
  const sold = { product: goods.product, variant: goods.variants[1], store: goods.store, quantity: 0, price: stock.price };
  await api.order(sold, goods.quantities[1]);

  await expect(page.getByText(say('reserve.blocked'))).toBeVisible();
  await expect(send(shop)).toHaveCount(0);
  await expectAccessible(page);
  await pieces(page).nth(1).getByRole('button').click();
  await expect(pieces(page)).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 2, name: say('reserve.pieces') })).toBeFocused();
  await expect(send(shop)).toBeVisible();
});

test('the cart can be tried on first', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `reserve cart ${info.project.name}`);
  await shop.addToCart(goods);
  await shop.open('/cart');
  await page.getByRole('link', { name: say('cart.try_first'), exact: true }).click();
  await expect(await shop.heading()).toHaveText(say('reserve.title'));
  await expect(pieces(page)).toHaveCount(1);
  await expect(pieces(page)).toContainText(goods.product.name);
  await expect(page.locator('.reserve-part .plate')).toContainText(goods.store.name);
});

for (const [what, path] of Object.entries({
  'without a piece': '/reserve',
  'with what is no piece': '/reserve?piece=~&piece=robe&store=%25',
  'of a reservation that does not exist': '/reservations/nobody',
})) {
  test(`an address ${what} says what to do`, async ({ page, shop }) => {
    await shop.open(path);
    await expect(page.locator('main').getByRole('link').first()).toBeVisible();
    await expectAccessible(page);
  });
}

test('a made-up piece is said to be gone and can be taken out', async ({ page, shop, say }) => {
  await shop.open('/reserve?piece=no-such-product~NONE&store=NOWHERE');
  await expect(page.getByText(say('reserve.gone'))).toBeVisible();
  await expectAccessible(page);
  await pieces(page).getByRole('button').click();
  await expect(page.getByText(say('reserve.empty_title'))).toBeVisible();
});

test('a reservation is nobody’s business without its link', async ({ page, shop, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await pair(api, `reserve secret ${info.project.name}`);
  const { reservation, link_token } = await api.placeReservation(goods, [goods.variants[0].sku]);
  await shop.open(`/reservations/${reservation.id}`);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.locator('main')).not.toContainText(reservation.number);
  const tampered = (link_token[0] === 'a' ? 'b' : 'a') + link_token.slice(1);
  await shop.open(`/reservations/${reservation.id}#${tampered}`);
  await expect(page.locator('main')).not.toContainText(reservation.number);
  await expectAccessible(page);
});
