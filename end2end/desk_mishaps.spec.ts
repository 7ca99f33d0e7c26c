// What goes wrong at a counter: a session that ends, a network that goes, two associates at once, no mouse.
import { expectAccessible, expectNoSideways } from './support/accessible';
import { Api, offer } from './support/api';
import { Desk } from './support/desk';
import { expect, test } from './support/test';

// Wrong PINs and lists of other tests stay out of these stores.
const storeOf = (project: string) => (project.startsWith('phone') ? 'STR01' : 'TLS01');

async function readyOrder(lang: 'fr' | 'en', name: string, project: string) {
  const api = await Api.open(lang);
  const goods = await offer(api, `${name} ${project}`, { store: storeOf(project) });
  const { order } = await api.order(goods);
  await api.signIn(goods.store.id);
  await api.makeReady(order.pickups[0].id);
  return { api, goods, order, digits: order.pickups[0].pass?.digits ?? '' };
}

test('a session that ends brings the sign-in, and what was typed is there after it', async ({ page, desk, lang }, info) => {
  const { goods, order, digits } = await readyOrder(lang, 'session', info.project.name);
  const grouped = `${digits.slice(0, 3)} ${digits.slice(3)}`;
  const field = page.getByLabel(desk.say('find.digits'), { exact: true });
  await desk.signIn(goods.store);
  await desk.openFind();
  await field.fill(grouped);
  await page.context().clearCookies();
  await desk.button('find.submit').click();
  await expect(page.getByText(desk.say('sign_in.ended'))).toBeVisible();
  await expectAccessible(page);
  await desk.tryPin(goods.store, process.env.VITRINE_PIN ?? '');
  await expect(field).toHaveValue(grouped);
  await desk.button('find.submit').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(order.number);
});

test('a hand-over in a dead network is neither lost nor done twice', async ({ page, desk, lang }, info) => {
  const { api, goods, digits } = await readyOrder(lang, 'dead network', info.project.name);
  await desk.signIn(goods.store);
  await desk.find(digits);
  await desk.button('hand_over.submit').click();
  await page.waitForTimeout(700);
  await page.context().setOffline(true);
  await desk.button('hand_over.confirm').click();
  await expect(desk.refusal().filter({ hasText: desk.say('error.network_action') })).toBeVisible();
  await expectAccessible(page);
  await page.context().setOffline(false);
  await expect(page.locator('.offline')).toHaveCount(0);
  const before = await api.quantity(goods.variant.sku, goods.store.id);
  await desk.button('hand_over.confirm').dblclick();
  await expect(page.getByRole('heading', { name: desk.like('hand_over.done_title') })).toBeVisible();
  // What is handed over was held already: no more can be promised than before, and no less.
  expect(await api.quantity(goods.variant.sku, goods.store.id)).toBe(before);
});

test('of two associates with the same pickup one hands over, the other reads that it is done', async ({ page, desk, lang, elsewhere }, info) => {
  const { goods, digits } = await readyOrder(lang, 'two associates', info.project.name);
  const slow = new Desk(await elsewhere(), lang);
  // This screen hears of nothing by itself.
  await slow.page.route('**/api/events*', (route) => route.abort());
  await slow.signIn(goods.store);
  await slow.find(digits);
  await slow.button('hand_over.submit').click();

  await desk.signIn(goods.store);
  await desk.find(digits);
  await desk.handOver();
  await expect(page.getByRole('heading', { name: desk.like('hand_over.done_title') })).toBeFocused();

  await slow.button('hand_over.confirm').click();
  await expect(slow.page.getByText(slow.like('hand_over.collected_text'))).toBeVisible();
  await expect(slow.button('hand_over.confirm')).toHaveCount(0);
  await expectAccessible(slow.page);
});

test('a double tap asks, and hands nothing over', async ({ page, desk, lang }, info) => {
  const { goods, digits } = await readyOrder(lang, 'double tap', info.project.name);
  const [submit, confirm, notYet] = ['submit', 'confirm', 'not_yet'].map((key) => desk.button(`hand_over.${key}`));
  await page.clock.install();
  await desk.signIn(goods.store);
  await desk.find(digits);
  await expect(submit).toBeVisible();
  // From here on only that much time passes as is let pass, however slow the machine.
  await page.clock.pauseAt(Date.now() + 60_000);
  await submit.dblclick();
  await expect(confirm).toBeVisible();
  await page.clock.runFor(100);
  await expect(confirm).toBeFocused();
  // Wherever the second half lands.
  const question = page.getByText(desk.like('hand_over.question'));
  for (const place of [question, notYet, confirm, page.getByRole('heading', { level: 1 })]) {
    await place.click();
    await page.clock.runFor(100);
    await expect(confirm).toBeFocused();
  }
  await page.clock.runFor(200);
  await notYet.click();
  await page.clock.runFor(100);
  await expect(submit).toBeFocused();
  await page.clock.resume();
  await page.reload();
  await expect(submit).toBeVisible();
});

test('a hand-over takes no more than a keyboard and 320 pixels', async ({ page, desk, lang }, info) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const { goods, order, digits } = await readyOrder(lang, 'keyboard', info.project.name);
  await desk.signIn(goods.store);
  await expectNoSideways(page);
  await page.getByRole('link', { name: desk.say('frame.find'), exact: true }).press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(desk.say('find.title'));
  await expect(heading).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type(digits);
  await page.keyboard.press('Enter');
  await expect(heading).toContainText(order.number);
  await expect(heading).toBeFocused();
  await expectNoSideways(page);
  await page.keyboard.press('Tab');
  await expect(desk.button('hand_over.submit')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(desk.button('hand_over.confirm')).toBeFocused();
  await expectNoSideways(page);
  await page.waitForTimeout(700);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: desk.like('hand_over.done_title') })).toBeFocused();
  await expectNoSideways(page);
});

test('the desk remembers its language and its store', async ({ page, desk, lang }, info) => {
  const { store } = await offer(await Api.open(lang), 'language', { store: storeOf(info.project.name) });
  const other = new Desk(page, lang === 'fr' ? 'en' : 'fr');
  await page.goto('/desk/');
  await desk.button('frame.other_language').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other.say('sign_in.title'));
  await other.tryPin(store, process.env.VITRINE_PIN ?? '');
  await other.button('frame.sign_out').click();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other.say('sign_in.title'));
  await expect(page.getByLabel(other.say('sign_in.store'), { exact: true })).toHaveValue(store.id);
});
