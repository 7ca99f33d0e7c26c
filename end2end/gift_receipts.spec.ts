import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { mailAbout } from './support/mailbox';
import { choosePiece, collected, findReturn, otherStore, piece, purchase, receive, refund, returnNumber } from './support/returns';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';

/** No amount of money is on the page. */
async function expectNoPrice(page: Page) {
  await expect(page.locator('main')).not.toContainText('€');
}

test('whoever was given a present brings it back for store credit, and the buyer is not told', async ({ page, shop, say, like, lang, elsewhere }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `gift ${info.project.name}`);
  const { order, link_token } = await collected(api, goods);
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);

  await shop.open(`/purchases/${order.id}/gift`);
  await expect(await shop.heading()).toHaveText(say('gift.make_title'));
  await expectNoPrice(page);
  await expectAccessible(page);
  await shop.button('gift.make').click();
  await expect(page.locator('#gift-failure')).toHaveText(say('gift.line_missing'));
  await piece(shop).getByRole('checkbox').check();
  const made = page.waitForResponse((answer) => answer.url().endsWith('/gift-receipts'));
  await shop.button('gift.make').click();
  const { token, number } = await (await made).json();
  await expect(page.locator('#gift-made')).toBeFocused();
  await expect(page.locator('.gift-paper')).toContainText(number);
  await expect(page.getByRole('img', { name: say('gift.code') })).toBeVisible();
  await expectNoPrice(page);
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.gift-paper')).toBeVisible();
  await expect(shop.button('gift.copy')).toBeHidden();

  const other = await elsewhere();
  const bearer = new Shop(other, lang);
  const answered = other.waitForResponse('**/api/gift-receipts/open');
  await bearer.open(`/gift#${token}`);
  expect(await (await answered).text()).not.toContain('amount');
  await expect(other.locator('main')).toContainText(number);
  await expect(other.getByText(like('gift.until'))).toBeVisible();
  expect(other.url()).not.toContain(token);
  await expectNoPrice(other);
  await expectAccessible(other);

  // The token is kept, though the address no longer shows it.
  await other.reload();
  await expect(other.locator('main')).toContainText(number);
  await choosePiece(bearer);
  await bearer.button('returns.send').click();
  await expect(bearer.field('checkout.email')).toBeFocused();
  const { email } = someone();
  await bearer.field('checkout.email').fill(email);
  await bearer.button('returns.send').click();
  const returned = await returnNumber(bearer);
  await expectNoPrice(other);
  await expectAccessible(other);
  const mail = await mailAbout(email, returned);
  expect(mail.text).not.toContain('€');
  expect(mail.text).not.toContain('Camille');

  const bought = await purchase(api, order.id);
  expect(bought.returns, 'the buyer sees no return').toHaveLength(0);
  expect(bought.lines[0].returnable).toBe(0);
  await other.waitForTimeout(500);

  const found = await findReturn(api, await otherStore(api, goods.store), await bearer.digits());
  await refund(api, await receive(api, found));
  await expect(other.getByText(like('returns.is_refunded'))).toBeVisible({ timeout: 2_000 });
  await expect(other.locator('.store-credit-code')).toHaveText(/^A-[0-9A-Z]+-[0-9A-Z]+$/);
  await expect(other.getByRole('img', { name: say('returns.credit_code') })).toBeVisible();
  await expectAccessible(other);
});

test('with the paper alone the desk takes a present back', async ({ page, desk, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `gift desk ${info.project.name}`);
  const { order } = await collected(api, goods);
  const { lines } = await purchase(api, order.id);
  const path = `/api/purchases/${order.id}/gift-receipts`;
  const key = { 'Idempotency-Key': randomUUID() };
  const { number } = await api.post<{ number: string }>(path, { line_ids: [lines[0].id] }, key);

  await desk.signIn(await otherStore(api, goods.store));
  await desk.openReturns();
  await desk.findPurchase(number);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
  await expect(page.locator('.found-name')).toHaveText(desk.say('returns.bearer'));
  await expectNoPrice(page);
  const line = page.locator('.pickup-line');
  await line.getByRole('checkbox').check();
  await line.getByLabel(desk.say('purchase.reason'), { exact: true }).selectOption('gift');
  await line.getByLabel(desk.say('purchase.condition'), { exact: true }).selectOption('unused');
  await expect(page.getByText(desk.say('gift.way'))).toBeVisible();
  await expectNoPrice(page);
  await expectAccessible(page);
  await desk.button('purchase.place').click();
  await expect(page.getByRole('heading', { level: 1, name: desk.like('returns.title_of') })).toBeFocused();

  await desk.decide(line, 'shelf');
  await desk.receive();
  const write = page.getByRole('button', { name: desk.like('refund.write_credit', { amount: desk.money(goods.price) }) });
  await desk.inTwoSteps(write, 'refund.confirm');
  await expect(page.locator('.staging-place')).toHaveText(/^A-/);
  expect((await purchase(api, order.id)).returns, 'the buyer sees no return').toHaveLength(0);
});

test('a gift receipt that nobody signed opens nothing', async ({ page, shop, say }) => {
  await shop.open('/gift#NOTATOKEN');
  await expect(page.getByText(say('gift.not_opened'))).toBeVisible();
  await expect(page.getByText(say('error.receipt_not_genuine'))).toBeVisible();
  await expectAccessible(page);
});

test('without a token the page says where to find it', async ({ page, shop, say }) => {
  await shop.open('/gift');
  await expect(page.getByText(say('gift.no_token_text'))).toBeVisible();
  await expectAccessible(page);
});

test('a dead network keeps the token of the gift', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { order, link_token } = await collected(api, await offer(api, `gift offline ${info.project.name}`));
  await shop.open(`/orders/${order.id}#${link_token}`);
  await shop.open(`/purchases/${order.id}/gift`);
  await piece(shop).getByRole('checkbox').check();
  const made = page.waitForResponse((answer) => answer.url().endsWith('/gift-receipts'));
  await shop.button('gift.make').click();
  const { token, number } = await (await made).json();
  await page.route('**/api/gift-receipts/open', (route) => route.abort('internetdisconnected'));
  await shop.open(`/gift#${token}`);
  await expect(page.getByText(say('error.network'))).toBeVisible();
  await page.unroute('**/api/gift-receipts/open');
  await shop.button('error.retry').click();
  await expect(page.locator('main')).toContainText(number);
});
