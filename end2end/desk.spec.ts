import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { mails } from './support/mailbox';
import { someone } from './support/shop';
import { expect, test } from './support/test';

// Each project works in stores of its own, so that lists and wrong PINs do not mix.
const stores = (project: string) => (project.startsWith('phone') ? ['LYO02', 'NAN01'] : ['BDX01', 'LIL01']);

async function goodsIn(lang: 'fr' | 'en', name: string, project: string, which = 0) {
  const api = await Api.open(lang);
  const store = stores(project)[which];
  return { api, goods: await offer(api, `${name} ${project}`, { store }) };
}

test('an associate prepares, makes ready, finds by six digits and hands over once', async ({ page, desk, lang, elsewhere }, info) => {
  const { api, goods } = await goodsIn(lang, 'desk', info.project.name);
  await desk.signIn(goods.store);
  await expectAccessible(page);

  const { order, link_token } = await api.order(goods);
  const pass = order.pickups[0].pass;
  const card = desk.card(order.number);
  await expect(card, 'the order comes in by itself').toBeVisible({ timeout: 3_000 });
  await card.getByRole('button', { name: desk.like('action.prepare_of') }).click();
  await card.getByRole('button', { name: desk.like('action.make_ready_of') }).click();
  await page.getByLabel(desk.say('action.place_label')).fill('casier B3');
  await expectAccessible(page);
  await desk.button('action.confirm_ready').click();
  await expect(card).toContainText('casier B3');
  await expectAccessible(page);

  const shopper = await elsewhere();
  await shopper.goto(`/${lang}/orders/${order.id}#${link_token}`);
  await expect(shopper.locator('main')).toContainText(order.number);

  await desk.find(pass?.digits ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(order.number);
  await expect(page.locator('.staging-place')).toHaveText('casier B3');
  await expectAccessible(page);
  await desk.handOver();
  await expect(page.getByRole('heading', { name: desk.like('hand_over.done_title') })).toBeVisible();
  await expectAccessible(page);
  await expect(shopper.locator('main')).not.toContainText(pass?.digits ?? 'no pass', { timeout: 3_000 });

  await desk.find(pass?.digits ?? '');
  await expect(page.getByText(desk.say('hand_over.collected_title'))).toBeVisible();
  await expect(desk.button('hand_over.submit')).toHaveCount(0);
  await expectAccessible(page);
});

test('ready is told by e-mail, with the code', async ({ shop, desk, lang, elsewhere }, info) => {
  const { goods } = await goodsIn(lang, 'desk mail', info.project.name);
  const shopper = someone();
  const number = await shop.order(goods, shopper);
  const digits = await shop.digits();
  await mails(shopper.email, 1);

  const counter = await elsewhere();
  const other = new (desk.constructor as typeof import('./support/desk').Desk)(counter, lang);
  await other.signIn(goods.store);
  await other.card(number).getByRole('button', { name: other.like('action.make_ready_of') }).click();
  await other.button('action.confirm_ready').click();
  const [ready] = await mails(shopper.email, 2);
  expect(ready.text.replace(/\s/g, '')).toContain(digits);
});

test('too early is refused with a sentence that helps', async ({ page, desk, lang }, info) => {
  const { api, goods } = await goodsIn(lang, 'early', info.project.name);
  const { order } = await api.order(goods);
  await desk.signIn(goods.store);
  await desk.find(order.pickups[0].pass?.digits ?? '');
  await expect(page.getByText(desk.say('hand_over.early_title'))).toBeVisible();
  await expect(desk.button('hand_over.submit')).toHaveCount(0);
});

test('a cancelled order is not handed over', async ({ page, desk, lang }, info) => {
  const { api, goods } = await goodsIn(lang, 'cancelled', info.project.name);
  const { order } = await api.order(goods);
  await api.post(`/api/orders/${order.id}/cancel`);
  await desk.signIn(goods.store);
  await desk.find(order.pickups[0].pass?.digits ?? '');
  await expect(desk.refusal().or(page.getByText(desk.say('hand_over.cancelled_title'))).first()).toBeVisible();
  await expect(desk.button('hand_over.submit')).toHaveCount(0);
});

test('another store’s code is not found here', async ({ page, desk, lang }, info) => {
  const here = await goodsIn(lang, 'here', info.project.name);
  const there = await goodsIn(lang, 'there', info.project.name, 1);
  const { order } = await there.api.order(there.goods);
  await desk.signIn(here.goods.store);
  await desk.find(order.pickups[0].pass?.digits ?? '');
  await expect(desk.refusal().filter({ hasText: /\S/ }).first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: desk.say('find.title') })).toBeVisible();
  await expect(page.locator('main')).not.toContainText(order.number);
});

test('a wrong PIN is refused, and digits that are no code are asked for again', async ({ page, desk, lang }, info) => {
  const { goods } = await goodsIn(lang, 'pin', info.project.name, 1);
  await page.goto('/desk/');
  await desk.tryPin(goods.store, '999999');
  await expect(desk.refusal().filter({ hasText: desk.say('error.wrong_pin') })).toBeVisible();
  await expectAccessible(page);
  await desk.signIn(goods.store);
  await desk.find('12');
  await expect(desk.refusal().filter({ hasText: desk.say('find.not_six') })).toBeVisible();
});
