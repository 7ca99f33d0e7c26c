// What comes back: found by its code in any store, decided line by line, paid back once.
import { randomUUID } from 'node:crypto';
import { expectAccessible } from './support/accessible';
import { Api, pair, type Variant } from './support/api';
import { announced, bought, keptInBoth, storeCalled, type Returned } from './support/bought';
import { Desk } from './support/desk';
import { expect, test } from './support/test';

// Where it was bought, and where it comes back.
const storesOf = (project: string) => (project.startsWith('phone') ? ['TLS01', 'STR01'] : ['STR01', 'TLS01']);

async function bringing(lang: 'fr' | 'en', name: string, project: string, count = 1) {
  const [from, to] = storesOf(project);
  const api = await Api.open(lang);
  const goods = await keptInBoth(api, `${name} ${project}`, from, to, count);
  const store = await storeCalled(api, to);
  const stock = async (sku: string) => (await api.quantity(sku, store.id)) ?? NaN;
  return { api, goods, store, stock, purchase: await bought(api, goods) };
}

test('two pieces bought elsewhere come back: one on the shelf and paid back, one refused', async ({ page, desk, lang }, info) => {
  const { api, goods, store, stock, purchase } = await bringing(lang, 'return', info.project.name, 2);
  const [kept, refused] = goods.map((piece) => piece.variant.sku);
  const said = { reason: 'too_small', condition: 'unused' };
  const placed = await announced(api, purchase, purchase.lines.map((line) => ({ line_id: line.id, ...said })));
  const before = [await stock(kept), await stock(refused)];

  await desk.signIn(store);
  await desk.find(placed.pass?.digits ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(placed.number);
  await expect(page.locator('.found-head')).toContainText(purchase.order.number);
  await expect(desk.piece(kept)).toContainText(desk.say('reason.too_small'));
  await expect(page.locator('main').getByRole('radio', { checked: true }), 'nothing is decided beforehand').toHaveCount(0);
  await expect(desk.button('inspect.receive')).toHaveCount(0);
  await expectAccessible(page);

  await desk.decide(desk.piece(kept), 'shelf');
  await desk.decide(desk.piece(refused), 'refused');
  await expect(page.locator('.inspect-left'), 'a refusal needs its reason').toContainText('1');
  await desk.piece(refused).getByRole('radio', { name: desk.say('refusal.used'), exact: true }).check();
  await expectAccessible(page);
  await desk.receive();

  const paid = purchase.lines.find((line) => line.sku === kept)?.total ?? purchase.order.total;
  const amount = desk.money(paid);
  await expect(page.getByRole('heading', { name: desk.like('refund.due', { amount }) })).toBeFocused();
  await expect(desk.piece(kept)).toContainText(desk.say('outcome.shelf'));
  await expect(desk.piece(refused)).toContainText(desk.say('refusal.used'));
  // Nobody wrote down how an order was paid in the store.
  await expect(page.getByText(desk.say('refund.original'), { exact: true })).toBeVisible();
  expect([await stock(kept), await stock(refused)], 'only one is on the shelf').toEqual([before[0] + 1, before[1]]);
  await expectAccessible(page);
  await desk.refund(amount);
  await expectAccessible(page);

  await desk.openReturns();
  const line = page.locator('.found-line').filter({ hasText: placed.number });
  await expect(line).toContainText(desk.say('returns.refunded'));
  await expectAccessible(page);
  await line.getByRole('link').click();
  await expect(page.getByRole('heading', { name: desk.say('ended.refunded_title') })).toBeVisible();
});

test('a piece is exchanged for another size in one go', async ({ page, desk, lang }, info) => {
  const api = await Api.open(lang);
  const { variants, store } = await pair(api, `exchange ${info.project.name}`);
  const price = async ({ sku }: Variant) =>
    (await api.availability(sku)).find((item) => item.store_id === store.id)?.price ?? variants[0].price.current;
  const [old, wanted] = variants;
  const purchase = await bought(api, [{ variant: old, store, price: await price(old) }]);
  const line = { line_id: purchase.lines[0].id, reason: 'too_small', condition: 'opened', exchange_sku: wanted.sku };
  const placed = await announced(api, purchase, [line]);
  const [before, left] = [await api.quantity(old.sku, store.id), await api.quantity(wanted.sku, store.id)];

  await desk.signIn(store);
  await desk.find(placed.pass?.digits ?? '');
  const piece = desk.piece(old.sku);
  await expect(piece.getByText(desk.like('inspect.wish'))).toBeVisible();
  await desk.decide(piece, 'shelf');
  await expect(page.locator('.inspect-left'), 'whether it is exchanged has to be said').toBeVisible();
  await piece.getByRole('combobox').selectOption(wanted.sku);
  await expectAccessible(page);
  await desk.receive();

  const due = (await price(old)).amount - (await price(wanted)).amount;
  const shown = desk.money({ ...(await price(old)), amount: Math.abs(due) });
  if (due > 0) await desk.refund(shown);
  await expect(page.getByRole('heading', { name: desk.say('ended.refunded_title') })).toBeVisible();
  if (due < 0) await expect(page.getByText(desk.like('refund.to_pay', { amount: shown }))).toBeVisible();
  await expect(piece.getByText(desk.like('outcome.taken_along', { count: 1 }))).toBeVisible();
  expect(await api.quantity(old.sku, store.id)).toBe((before ?? NaN) + 1);
  expect(await api.quantity(wanted.sku, store.id)).toBe((left ?? NaN) - 1);
  await expectAccessible(page);
});

test('without a code the number of the order finds what was bought', async ({ page, desk, lang }, info) => {
  const { goods, store, stock, purchase } = await bringing(lang, 'without a code', info.project.name);
  const [{ variant }] = goods;
  const before = await stock(variant.sku);
  await desk.signIn(store);
  await desk.openReturns();
  await expectAccessible(page);
  await desk.findPurchase('V-0000-0000');
  await expect(desk.refusal().filter({ hasText: desk.say('without_code.unknown') })).toBeVisible();
  await desk.findPurchase(` ${purchase.order.number.toLowerCase()} `);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(purchase.order.number);
  await expect(page.locator('.found-name')).toHaveText('Camille Autre');
  await expectAccessible(page);

  const piece = desk.piece(variant.sku);
  await desk.button('purchase.place').click();
  await expect(desk.refusal().filter({ hasText: desk.say('purchase.none') })).toBeVisible();
  await expect(piece.getByRole('checkbox')).toBeFocused();
  await piece.getByRole('checkbox').check();
  await desk.button('purchase.place').click();
  const reason = piece.getByLabel(desk.say('purchase.reason'), { exact: true });
  await expect(reason).toBeFocused();
  await expect(piece.getByText(desk.say('purchase.required'), { exact: true })).toHaveCount(2);
  await expectAccessible(page);
  await reason.selectOption('defective');
  await piece.getByLabel(desk.say('purchase.condition'), { exact: true }).selectOption('damaged');
  await page.getByRole('radio', { name: desk.say('refund.store_credit'), exact: true }).check();
  await desk.button('purchase.place').dblclick();
  await expect(page.getByRole('heading', { level: 1, name: desk.like('returns.title_of') })).toBeFocused();

  await desk.decide(desk.piece(variant.sku), 'damaged');
  await desk.receive();
  const amount = desk.money(purchase.lines[0].total);
  const write = page.getByRole('button', { name: desk.like('refund.write_credit', { amount }) });
  await desk.inTwoSteps(write, 'refund.confirm');
  await expect(page.locator('.staging-place')).toHaveText(/^A-/);
  expect(await stock(variant.sku), 'what is damaged is not for sale').toBe(before);
  await expectAccessible(page);

  await desk.openFind();
  await desk.findPurchase(purchase.order.number);
  await expect(desk.piece(variant.sku)).toContainText(desk.say('purchase.returned.one', { count: 1 }));
  await expect(desk.button('purchase.place')).toHaveCount(0);
  await expectAccessible(page);
});

test('a withdrawal is refused only for what is not there, and its refund is not forgotten', async ({ page, desk, lang }, info) => {
  const { api, goods, store, purchase } = await bringing(lang, 'withdrawal', info.project.name);
  const { number, email } = purchase.order;
  const lines = purchase.lines.map(({ id }) => ({ line_id: id, quantity: 1 }));
  const { return_request: declared } = await api.post<{ return_request: Returned }>(
    '/api/withdrawals',
    { number, email, name: 'Camille Autre', lines, language: lang },
    { 'Idempotency-Key': randomUUID() },
  );
  let days = 1;
  await page.route('**/api/desk/returns', async (route) => {
    const answer = await route.fetch();
    const list = await answer.json();
    const due = new Date(Date.now() + days * 86_400_000).toISOString();
    for (const { return_request } of list.items) if (return_request.refund) return_request.refund.due_by = due;
    await route.fulfill({ response: answer, json: list });
  });

  await desk.signIn(store);
  await desk.find(declared.pass?.digits ?? '');
  await expect(page.getByText(desk.say('inspect.withdrawal'))).toBeVisible();
  const piece = desk.piece(goods[0].variant.sku);
  await desk.decide(piece, 'refused');
  await expect(piece.getByRole('radio', { name: desk.say('refusal.not_brought'), exact: true })).toBeVisible();
  await expect(piece.getByRole('radio', { name: desk.say('refusal.used'), exact: true })).toHaveCount(0);
  await expect(piece.getByRole('radio', { name: desk.say('refusal.too_late'), exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await desk.decide(piece, 'damaged');
  await desk.receive();

  await desk.openReturns();
  const line = page.locator('.found-line').filter({ hasText: declared.number });
  await expect(line.getByText(desk.like('refund.due_soon'))).toBeVisible();
  await expectAccessible(page);
  days = -1;
  await page.reload();
  await expect(line.getByText(desk.like('refund.overdue'))).toBeVisible();
  await expectAccessible(page);
});

test('of two desks one pays back', async ({ page, desk, lang, elsewhere }, info) => {
  const { api, store, purchase } = await bringing(lang, 'twice', info.project.name);
  const line = { line_id: purchase.lines[0].id, reason: 'changed_mind', condition: 'unused' };
  const placed = await announced(api, purchase, [line]);
  await api.signIn(store.id);
  const lines = placed.lines.map(({ id }) => ({ line_id: id, decision: 'shelf' }));
  await api.post(`/api/desk/returns/${placed.id}/receive`, { lines });

  const colleague = new Desk(await elsewhere(), lang);
  // It hears of nothing: what it shows is what it showed.
  await colleague.page.route('**/api/events*', (route) => route.abort());
  await colleague.signIn(store);
  await colleague.openReturns();
  await colleague.page.locator('.found-line').filter({ hasText: placed.number }).getByRole('link').click();
  const amount = desk.money(purchase.lines[0].total);
  const pay = colleague.page.getByRole('button', { name: colleague.like('refund.pay', { amount }) });
  await expect(pay).toBeVisible();

  await desk.signIn(store);
  await desk.openReturns();
  await page.locator('.found-line').filter({ hasText: placed.number }).getByRole('link').click();
  await desk.refund(amount);

  await colleague.inTwoSteps(pay, 'refund.confirm');
  await expect(colleague.refusal().filter({ hasText: /\S/ })).toBeVisible();
  await expect(colleague.page.getByRole('heading', { name: colleague.say('ended.refunded_title') })).toBeVisible();
  await expect(pay).toHaveCount(0);
  await expectAccessible(colleague.page);
});
