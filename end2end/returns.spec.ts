import { expectAccessible } from './support/accessible';
import { Api, offer, pair } from './support/api';
import { tabTo } from './support/keyboard';
import { mailAbout } from './support/mailbox';
import {
  announce, choosePiece, collected, findReturn, otherStore, piece, purchase, receive, refund, returnId, returnNumber,
} from './support/returns';
import { expect, test } from './support/test';

test('a piece goes back to another store, and the shopper follows it to the refund', async ({ page, shop, say, like, lang, elsewhere }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `return ${info.project.name}`, { units: 6 });
  const { order, link_token } = await collected(api, goods, 2);
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);

  await shop.open(`/purchases/${order.id}/return`);
  await expect(await shop.heading()).toHaveText(say('returns.form_title'));
  await expect(page.getByText(like('returns.until'))).toBeVisible();
  await expectAccessible(page);

  // What is missing is said beside its question, and nothing was sent.
  await shop.button('returns.send').click();
  await expect(page.getByText(say('returns.line_missing'))).toBeVisible();
  await piece(shop).getByRole('checkbox').check();
  await shop.button('returns.send').click();
  await expect(page.getByText(say('returns.reason_missing'))).toBeVisible();
  await expect(page.getByText(say('returns.condition_missing'))).toBeVisible();
  await expectAccessible(page);

  await choosePiece(shop);
  await page.reload();
  await expect(piece(shop).getByRole('radio', { name: say('returns.too_small'), exact: true })).toBeChecked();
  await shop.button('returns.send').click();
  const number = await returnNumber(shop);
  const id = returnId(shop);
  await expect(page.getByText(like('returns.bring_by'))).toBeVisible();
  const digits = await shop.digits();
  expect(digits).toMatch(/^\d{6}$/);
  await expectAccessible(page);

  const mail = await mailAbout(order.email, number);
  expect(mail.text.replace(/\s/g, '')).toContain(digits);
  const other = await elsewhere();
  await other.goto(mail.link ?? '');
  await expect(other.getByRole('heading', { level: 1 })).toContainText(number);
  expect(other.url()).not.toContain('#');
  await page.waitForTimeout(500);

  const store = await otherStore(api, goods.store);
  const before = await api.quantity(goods.variant.sku, store.id);
  const found = await findReturn(api, store, digits);
  expect(found.id).toBe(id);
  const inspected = await receive(api, found);
  await expect(page.getByText(like('returns.is_received'))).toBeVisible({ timeout: 2_000 });
  await expect(page.getByText(say('returns.decided_shelf'))).toBeVisible();
  await expect(page.getByRole('img', { name: say('pass.code') })).toHaveCount(0);
  await expect(page.locator('main').getByRole('link', { name: store.name })).toBeVisible();
  await expectAccessible(page);
  if (before !== null) expect(await api.quantity(goods.variant.sku, store.id)).toBe(before + 1);

  await refund(api, inspected);
  await expect(page.getByText(like('returns.is_refunded'))).toBeVisible({ timeout: 2_000 });
  await expect(page.getByText(like('returns.paid_at'))).toBeVisible();
  await expect(other.getByText(like('returns.is_refunded'))).toBeVisible();
  await expectAccessible(page);

  // One unit of two is left to go back.
  await shop.open(`/purchases/${order.id}/return`);
  await piece(shop).getByRole('checkbox').check();
  await expect(piece(shop).getByRole('button', { name: say('quantity.more') })).toHaveCount(0);
});

test('what may no longer go back is shown with the reason', async ({ page, shop, say, like, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `gone ${info.project.name}`);
  const { order, link_token } = await collected(api, goods);
  await announce(api, order.id);
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await shop.open(`/purchases/${order.id}/return`);
  await expect(piece(shop)).toContainText(say('returns.gone_already'));
  await expect(piece(shop).getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByText(like('returns.nothing_left'))).toBeVisible();
  await expectAccessible(page);
});

test('what is not collected yet can’t be returned', async ({ page, shop, say, like, lang }, info) => {
  const api = await Api.open(lang);
  const { order, link_token } = await api.order(await offer(api, `not yet ${info.project.name}`));
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await shop.open(`/purchases/${order.id}/return`);
  await expect(page.getByText(like('returns.not_yet'))).toBeVisible();
  await expect(page.getByRole('link', { name: say('returns.see_order') })).toBeVisible();
  await expectAccessible(page);
});

test('more units than were bought are refused, and nothing is lost', async ({ page, shop, like, lang }, info) => {
  const api = await Api.open(lang);
  const { order, link_token } = await collected(api, await offer(api, `too many ${info.project.name}`));
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await shop.open(`/purchases/${order.id}/return`);
  await choosePiece(shop);
  await page.route('**/api/returns', async (route) => {
    const request = route.request().postDataJSON();
    request.lines[0].quantity = 9;
    await route.continue({ postData: JSON.stringify(request) });
  });
  await shop.button('returns.send').click();
  await expect(page.locator('#return-failure')).toHaveText(like('error.not_returnable_left.one'));
  await expect(page.locator('#return-failure')).toBeFocused();
  await expectAccessible(page);
  await page.unroute('**/api/returns');
  await shop.button('returns.send').click();
  await returnNumber(shop);
});

test('an answer that is lost on the way gives one return when it is sent again', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { order, link_token } = await collected(api, await offer(api, `lost return ${info.project.name}`, { units: 4 }), 2);
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await shop.open(`/purchases/${order.id}/return`);
  await choosePiece(shop);
  await page.route('**/api/returns', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await shop.button('returns.send').click();
  await expect(page.locator('#return-failure')).toContainText(say('returns.safe_to_retry'));
  await page.unroute('**/api/returns');
  await shop.button('returns.send').click();
  await returnNumber(shop);
  expect((await purchase(api, order.id)).returns).toHaveLength(1);
});

test('a shopper who changes their mind cancels, and may return it another day', async ({ page, shop, like, lang }, info) => {
  const api = await Api.open(lang);
  const { order } = await collected(api, await offer(api, `cancel return ${info.project.name}`));
  const { return_request, link_token } = await announce(api, order.id);
  await shop.open(`/returns/${return_request.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(return_request.number);
  await shop.button('returns.cancel').click();
  await expectAccessible(page);
  await shop.button('returns.cancel_confirm').click();
  await expect(page.getByText(like('returns.is_cancelled'))).toBeVisible();
  await expect(page.locator('#return-status')).toBeFocused();
  await expectAccessible(page);
  const [line] = (await purchase(api, order.id)).lines;
  expect(line).toMatchObject({ returned: 0, returnable: 1 });
});

test('a refused piece says why, and nothing is paid back', async ({ page, shop, say, like, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `refused ${info.project.name}`);
  const { order } = await collected(api, goods);
  const { return_request, link_token } = await announce(api, order.id);
  await shop.open(`/returns/${return_request.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(return_request.number);
  await page.waitForTimeout(500);
  const found = await findReturn(api, goods.store, return_request.pass.digits);
  await receive(api, found, { decision: 'refused', refusal: 'used' });
  await expect(page.getByText(like('returns.is_refused'))).toBeVisible({ timeout: 2_000 });
  const why = say('returns.decided_refused_for', { reason: say('returns.refusal_used') });
  await expect(page.getByText(why)).toBeVisible();
  await expectAccessible(page);
});

test('a return by post has a label to print', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { order, link_token } = await collected(api, await offer(api, `post ${info.project.name}`));
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await shop.open(`/purchases/${order.id}/return`);
  await choosePiece(shop);
  await page.getByRole('radio', { name: say('returns.by_post'), exact: true }).check();
  await expect(page.getByText(say('returns.next_post'))).toBeVisible();
  await shop.button('returns.send').click();
  const number = await returnNumber(shop);
  await page.getByRole('link', { name: say('returns.see_label') }).click();
  await expect(page).toHaveURL(/\/label$/);
  const label = page.locator('.label');
  await expect(label).toContainText(number);
  await expect(label.getByRole('img', { name: say('returns.label_code') })).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.site-header')).toBeHidden();
  await expect(shop.button('returns.print')).toBeHidden();
  await expect(label).toBeVisible();
});

test('another size is wanted instead, with what my store has of it', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { product, variants, store, quantities } = await pair(api, `exchange wish ${info.project.name}`);
  const here = (await api.availability(variants[0].sku)).find((item) => item.store_id === store.id);
  if (!here) throw new Error(`${store.name} has nothing of ${variants[0].sku}`);
  const goods = { product, variant: variants[0], store, quantity: quantities[0], price: here.price };
  const { order, link_token } = await collected(api, goods);
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await shop.open(`/purchases/${order.id}/return`);
  await choosePiece(shop);
  await piece(shop).getByText(say('returns.exchange'), { exact: true }).click();
  const wishes = piece(shop).locator('.exchange').getByRole('radio');
  await expect(wishes.first()).toBeChecked();
  await wishes.nth(1).check();
  await expect(page.getByText(say('returns.next_exchange'))).toBeVisible();
  await expectAccessible(page);
  await shop.button('returns.send').click();
  await returnNumber(shop);
  await expect(page.getByText(shop.like('returns.exchanged_for'))).toBeVisible();
});

test('a shopper returns a piece with the keyboard alone', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { order, link_token } = await collected(api, await offer(api, `return keys ${info.project.name}`));
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await shop.open(`/purchases/${order.id}/return`);
  await tabTo(page, piece(shop).getByRole('checkbox'));
  await page.keyboard.press('Space');
  for (const key of ['returns.too_small', 'returns.unused']) {
    await tabTo(page, piece(shop).getByRole('radio', { name: say(key), exact: true }));
    await page.keyboard.press('Space');
  }
  await tabTo(page, shop.button('returns.send'));
  await page.keyboard.press('Enter');
  await returnNumber(shop);
  await expect(await shop.heading()).toBeFocused();
});

test('a return is nobody’s business without its link', async ({ page, shop, like, lang }, info) => {
  const api = await Api.open(lang);
  const { order } = await collected(api, await offer(api, `secret return ${info.project.name}`));
  const { return_request } = await announce(api, order.id);
  await shop.open(`/returns/${return_request.id}`);
  await expect(page.getByText(like('returns.closed_text'))).toBeVisible();
  await expect(page.locator('main')).not.toContainText(return_request.number);
  await shop.open(`/purchases/${order.id}/return`);
  await expect(page.getByText(like('returns.no_purchase_text'))).toBeVisible();
  await expectAccessible(page);
});

test('how it may go back is said before it is bought', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `terms ${info.project.name}`);
  const terms = page.locator('.terms-line');
  // The days are the demo retailer's own, beside what the law gives.
  const own = say('terms.goodwill_or_post.other', { count: 30 });
  await shop.addToCart(goods);
  await expect(terms).toContainText(say('terms.withdrawal'));
  for (const path of ['/cart', '/checkout']) {
    await shop.open(path);
    await expect(terms).toContainText(own);
    await expect(terms).toContainText(say('terms.withdrawal'));
    await expect(terms).toContainText(say('terms.guarantee'));
  }
  await terms.getByRole('link').click();
  await expect(page.getByRole('heading', { name: say('legal.withdrawal_title') })).toBeVisible();
  await expect(page.getByRole('heading', { name: say('legal.returns_title') })).toBeVisible();
  await expectAccessible(page);
});
