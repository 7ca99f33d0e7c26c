import { expectAccessible } from './support/accessible';
import { Api, offer, type Offer } from './support/api';
import { Desk } from './support/desk';
import { mails } from './support/mailbox';
import { serverSays } from './support/offline';
import { Shop } from './support/shop';
import { expect, test } from './support/test';

// Lists of other tests stay out of these stores.
const storeOf = (project: string) => (project.startsWith('phone') ? 'REN01' : 'MRS06');

/** Pieces of one store, no SKU twice, that no other test takes. */
async function pieces(lang: 'fr' | 'en', name: string, project: string, count: number) {
  const api = await Api.open(lang);
  const found: Offer[] = [];
  for (let turn = 0; found.length < count; turn += 1) {
    const next = await offer(api, `${name} ${project} ${turn}`, { store: storeOf(project) });
    if (!found.some((other) => other.variant.sku === next.variant.sku)) found.push(next);
  }
  const { store } = found[0];
  const skus = found.map((goods) => goods.variant.sku);
  const stock = () => Promise.all(skus.map(async (sku) => (await api.quantity(sku, store.id)) ?? NaN));
  return { api, store, skus, stock };
}

test('an associate prepares, says one piece missing, welcomes by six digits and closes with one bought', async ({ page, desk, lang, elsewhere }, info) => {
  const { api, store, skus, stock } = await pieces(lang, 'try on', info.project.name, 3);
  const [bought, returned, missing] = skus;
  const before = await stock();
  const held = before.map((units) => units - 1);
  await desk.signIn(store);
  const colleague = new Desk(await elsewhere(), lang);
  await colleague.signIn(store);

  const note = 'Je viens avec ma sœur.';
  const { reservation } = await api.placeReservation({ store }, skus, note);
  expect(await stock(), 'all three are held').toEqual(held);
  const card = desk.card(reservation.number);
  const seen = colleague.card(reservation.number);
  await expect(card, 'the reservation comes in by itself').toBeVisible({ timeout: 3_000 });
  await expect(card).toContainText(note);
  await expect(seen).toContainText(desk.say('reservation.requested'), { timeout: 3_000 });
  await expectAccessible(page);

  await desk.prepare(card);
  await expect(seen).toContainText(desk.say('reservation.preparing'), { timeout: 3_000 });
  await desk.sayMissing(desk.piece(missing, card));
  await expect(desk.piece(missing, card)).toHaveClass(/piece-missing/);
  await expect(colleague.piece(missing, seen)).toHaveClass(/piece-missing/, { timeout: 3_000 });
  expect(await stock(), 'what is missing is not promised to another').toEqual(held);
  await expectAccessible(page);

  await desk.makeReady(card, 'cabine 2');
  await expect(card).toContainText('cabine 2');
  await expect(seen).toContainText('cabine 2', { timeout: 3_000 });

  await desk.find(reservation.pass?.digits ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(reservation.number);
  await expect(page.locator('.staging-place')).toHaveText('cabine 2');
  await expect(desk.button('try_on.close')).toHaveCount(0);
  await expectAccessible(page);

  await desk.arrive();
  await expect(seen).toContainText(desk.say('reservation.arrived'), { timeout: 3_000 });
  await expect(desk.piece(returned).getByRole('radio', { name: desk.say('piece.returned'), exact: true })).toBeChecked();
  await desk.choose(desk.piece(bought), 'bought');
  await expectAccessible(page);
  expect(await stock(), 'nothing moves before the end').toEqual(held);

  await desk.closeTryOn();
  await expect(desk.piece(bought)).toContainText(desk.say('piece.bought'));
  await expect(desk.piece(returned)).toContainText(desk.say('piece.returned'));
  expect(await stock(), 'only what went back can be promised again').toEqual([held[0], before[1], held[2]]);
  await expect(seen).toContainText(desk.say('reservation.closed'), { timeout: 3_000 });
  await expectAccessible(page);

  await desk.find(reservation.pass?.digits ?? '');
  await expect(page.getByText(desk.say('verdict.closed_title'), { exact: true })).toBeVisible();
  await expect(desk.button('try_on.close')).toHaveCount(0);
  await expectAccessible(page);
});

test('a reservation of which nothing is found is declined', async ({ page, desk, lang }, info) => {
  const { api, store, skus, stock } = await pieces(lang, 'declined', info.project.name, 1);
  const { reservation } = await api.placeReservation({ store }, skus);
  const held = await stock();
  await desk.signIn(store);
  const card = desk.card(reservation.number);
  await card.getByRole('button', { name: desk.like('piece.missing_of') }).click();
  await expect(card).toContainText(desk.say('piece.missing_last'));
  // What nobody could have read yet cannot be answered.
  await page.waitForTimeout(700);
  await card.getByRole('button', { name: desk.say('piece.missing_cancel'), exact: true }).click();
  await desk.sayMissing(desk.piece(skus[0], card));
  await expect(card).toContainText(desk.say('reservation.declined'));
  expect(await stock()).toEqual(held);

  await card.getByRole('link', { name: 'Camille Autre' }).click();
  await expect(page.getByText(desk.say('verdict.declined_title'), { exact: true })).toBeVisible();
  await expect(desk.button('action.arrive')).toHaveCount(0);
  await expectAccessible(page);
});

test('closing before arrival is refused', async ({ page, desk, lang }, info) => {
  const { api, store, skus, stock } = await pieces(lang, 'too early', info.project.name, 1);
  const { reservation } = await api.placeReservation({ store }, skus);
  const held = await stock();
  await api.signIn(store.id);
  const close = api.post(`/api/desk/reservations/${reservation.id}/close`, { bought: [reservation.lines[0].id] });
  await expect(close).rejects.toThrow(/409/);
  expect(await stock()).toEqual(held);

  await desk.signIn(store);
  await desk.find(reservation.pass?.digits ?? '');
  await expect(page.getByText(desk.say('verdict.early_title'), { exact: true })).toBeVisible();
  await expect(desk.button('try_on.close')).toHaveCount(0);
  await expectAccessible(page);
});

test('a double tap on the arrival ends nothing', async ({ page, desk, lang }, info) => {
  const { api, store, skus } = await pieces(lang, 'arrival', info.project.name, 1);
  const { reservation } = await api.placeReservation({ store }, skus);
  await desk.signIn(store);
  await desk.find(reservation.pass?.digits ?? '');
  await desk.button('action.arrive').dblclick();
  await expect(desk.button('try_on.close')).toBeVisible();
  await page.reload();
  await expect(desk.button('try_on.close')).toBeVisible();
});

test('« Je suis là » and « J’ai du retard » reach the desk', async ({ page, desk, lang, elsewhere }, info) => {
  const { api, store, skus } = await pieces(lang, 'here', info.project.name, 1);
  const { reservation, link_token } = await api.placeReservation({ store }, skus);
  await desk.signIn(store);
  const card = desk.card(reservation.number);
  await expect(card).toBeVisible();

  const shop = new Shop(await elsewhere(), lang);
  const near = new Date(Date.parse(reservation.slot.from) - 30 * 60_000);
  await shop.page.clock.install({ time: near });
  await serverSays(shop.page, near);
  await shop.open(`/reservations/${reservation.id}#${link_token}`);
  await shop.page.getByRole('button', { name: shop.say('reservation.late_by_read', { minutes: 15 }) }).dblclick();
  await expect(shop.page.getByText(shop.like('reservation.late_said'))).toBeVisible();
  await expect(card.getByText(desk.like('reservation.late_until'))).toBeVisible({ timeout: 3_000 });
  await expectAccessible(page);

  await shop.page.getByRole('button', { name: shop.say('reservation.here'), exact: true }).dblclick();
  await expect(shop.page.getByText(shop.say('reservation.here_said'))).toBeVisible();
  await expect(card.getByText(desk.like('reservation.here'))).toBeVisible({ timeout: 3_000 });
  await expectAccessible(shop.page);
  await expectAccessible(page);
  await page.locator(`.here-line a[href*="${reservation.id}"]`).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(reservation.number);
  await desk.arrive();
  await page.goto('/desk/');
  await expect(card).toContainText(desk.say('reservation.arrived'));
  await expect(page.locator(`.here-line a[href*="${reservation.id}"]`)).toHaveCount(0);
});

test('a slip of the finger is taken back, and the shopper’s page follows', async ({ page, desk, lang, elsewhere }, info) => {
  const { api, store, skus, stock } = await pieces(lang, 'slip', info.project.name, 2);
  const before = await stock();
  const { reservation, link_token } = await api.placeReservation({ store }, skus);
  const shop = new Shop(await elsewhere(), lang);
  await shop.open(`/reservations/${reservation.id}#${link_token}`);
  await expect(shop.page.locator('main')).toContainText(reservation.number);
  await desk.signIn(store);
  const card = desk.card(reservation.number);

  await desk.sayMissing(desk.piece(skus[1], card));
  await expect(shop.page.getByText(shop.say('reservation.line_missing'))).toBeVisible({ timeout: 3_000 });
  await expect(card.getByText(desk.like('undo.last', { step: desk.say('undo.missing') }))).toBeVisible();
  await expectAccessible(page);
  await desk.undo(card);
  await expect(desk.piece(skus[1], card)).not.toHaveClass(/piece-missing/);
  await expect(shop.page.getByText(shop.say('reservation.line_missing'))).toHaveCount(0, { timeout: 3_000 });
  expect(await stock(), 'both are held again').toEqual(before.map((units) => units - 1));

  await desk.makeReady(card, 'B4');
  await expect(shop.page.getByText(shop.like('reservation.is_ready'))).toBeVisible({ timeout: 3_000 });
  await desk.undo(card);
  await expect(shop.page.getByText(shop.like('reservation.is_ready'))).toHaveCount(0, { timeout: 3_000 });
  await expect(card.getByRole('button', { name: desk.like('action.make_ready_of') })).toBeVisible();
  await expectAccessible(page);
});

test('that nobody came is said in two steps', async ({ page, desk, lang }, info) => {
  const { api, store, skus } = await pieces(lang, 'nobody came', info.project.name, 1);
  const { reservation } = await api.placeReservation({ store }, skus);
  await api.signIn(store.id);
  await api.attend(reservation.id, 'ready', { staging_place: 'B5' });
  // The server's clock can't be moved: what it would answer an hour after the slot began is put in its place.
  await page.clock.install({ time: new Date(Date.parse(reservation.slot.from) + 60 * 60_000) });
  const list = await api.get<{ items: { id: string }[]; cursor: number }>('/api/desk/reservations');
  const known = list.items.find(({ id }) => id === reservation.id);
  const over = { ...known, status: 'no_show', ended_at: reservation.slot.until, undo: null };
  await page.route(`**/api/desk/reservations/${reservation.id}/no-show`, async (route) => {
    await page.route('**/api/desk/reservations', (read) => read.fulfill({ json: { ...list, items: [over] } }));
    await route.fulfill({ json: over });
  });
  await desk.signIn(store);
  const card = desk.card(reservation.number);
  await desk.openMore(card);
  await card.getByRole('button', { name: desk.like('more.no_show_of') }).dblclick();
  await expect(card.getByText(desk.say('more.no_show_question'))).toBeVisible();
  await expectAccessible(page);
  await page.waitForTimeout(700);
  await card.getByRole('button', { name: desk.say('more.no_show_confirm'), exact: true }).click();
  await expect(card).toContainText(desk.say('reservation.no_show'));
});

test('without a code, a number or a name finds, and an e-mail is sent again', async ({ page, desk, lang }, info) => {
  const { api, store, skus } = await pieces(lang, 'without a code', info.project.name, 1);
  const { reservation } = await api.placeReservation({ store }, skus);
  await mails(reservation.email, 1);
  await desk.signIn(store);
  await desk.openFind();
  const field = page.getByLabel(desk.say('search.label'), { exact: true });
  await field.fill('camïlle AUTRE');
  await expect(page.locator('.found-line').first()).toBeVisible();
  await field.fill(reservation.number.toLowerCase());
  await expect(page.locator('.found-line')).toHaveCount(1);
  await expectAccessible(page);
  await page.locator('.found-line').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(reservation.number);
  await desk.openMore(page);
  await page.getByRole('button', { name: desk.like('more.resend_of') }).click();
  await expect(page.locator('.more').getByText(desk.say('more.resent'))).toBeVisible();
  await mails(reservation.email, 2);
  await expectAccessible(page);
});
