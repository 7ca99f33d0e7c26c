import { expectAccessible } from './support/accessible';
import { Api, offer, type Offer } from './support/api';
import { Desk } from './support/desk';
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
