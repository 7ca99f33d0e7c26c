// The network goes at each step: what is promised works, and what is not says so.
import { Api, offer, pair } from './support/api';
import { stored, withWorker } from './support/offline';
import { card } from './support/purchases';
import { readQr } from './support/qr';
import { fillVisitor, idOf, reservationNumber, send, startFromProduct } from './support/reserve';
import { someone } from './support/shop';
import { expect, test } from './support/test';
import { Till } from './support/till';

test.use({ serviceWorkers: 'allow' });

test('what was seen is browsed without a network, and what was not says so', async ({ page, context, shop, say, like, lang }, info) => {
  const goods = await offer(await Api.open(lang), `steps ${info.project.name}`, { units: 4 });
  await shop.open('/stores');
  await withWorker(page);
  await shop.openOffer(goods);
  await expect(page.locator('.stock-row').first()).toBeVisible();
  await shop.open(`/stores/${goods.store.slug}`);
  await context.setOffline(true);
  await shop.openOffer(goods);
  await expect(await shop.heading()).toHaveText(goods.product.name);
  await expect(page.getByText(like('offline.seen'))).toBeVisible();
  await expect(page.locator('.stock-count').first()).toHaveText(say('stock.to_confirm'));
  await shop.open(`/stores/${goods.store.slug}`);
  await expect(page.getByText(say('opening.week'))).toBeVisible();
  await shop.open('/products?q=zzzzqqqq');
  await expect(page.getByRole('alert').filter({ hasText: say('error.title_network') })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(say('list.empty_title'))).toBeVisible();
});

test('an order and its code are there without a network', async ({ page, context, shop, say, like, lang }, info) => {
  const goods = await offer(await Api.open(lang), `steps order ${info.project.name}`, { units: 4 });
  await shop.order(goods, someone());
  const [address, digits] = [page.url(), await shop.digits()];
  await withWorker(page);
  await page.goto(address);
  expect(await shop.digits()).toBe(digits);
  await context.setOffline(true);
  await page.goto(address);
  expect(await shop.digits()).toBe(digits);
  await expect(page.getByText(like('offline.seen'))).toBeVisible();
  await shop.button('order.cancel').click();
  await shop.button('order.cancel_confirm').click();
  await expect(page.getByRole('dialog').getByText(say('offline.later'))).toBeVisible();
  await page.keyboard.press('Escape');
  await shop.open('/passes');
  await page.locator('.pass-line').getByRole('button').click();
  expect(await shop.digits()).toBe(digits);
});

test('purchases and invoices that were opened are there without a network', async ({ page, context, shop, say, like, lang }, info) => {
  const sold = await offer(await Api.open(lang), `steps invoice ${info.project.name}`, { units: 4 });
  const { url, number } = await Till.of(sold.store, `steps ${info.project.name}`, lang).sell(sold);
  const title = say('purchases.receipt', { number });
  await page.goto(url);
  await expect(await shop.heading()).toHaveText(say('receipt.title_done'));
  await withWorker(page);
  await shop.open('/purchases');
  await card(page, title).getByRole('link', { name: title, exact: true }).click();
  await expect(await shop.heading()).toHaveText(title);
  const purchase = page.url();
  await page.locator('.purchase-invoice').getByRole('link', { name: like('purchase.read_of') }).click();
  await expect(page.locator('.invoice')).toContainText(sold.product.name);
  await expect(page.getByText(say('offline.pdf'))).toHaveCount(0);

  await context.setOffline(true);
  const seen = page.getByText(like('offline.seen'));
  await page.reload();
  await expect(page.locator('.invoice')).toContainText(sold.product.name);
  await expect(page.getByText(say('offline.pdf'))).toBeVisible();
  await expect(seen).toBeVisible();
  await page.goto(purchase);
  await expect(page.locator('.purchase-lines')).toContainText(sold.product.name);
  await expect(seen).toBeVisible();
  await shop.open('/purchases');
  await expect(card(page, title)).toBeVisible();
  await expect(seen).toBeVisible();
});

test('a reservation waits for the network with all that was typed', async ({ page, context, shop, say, lang }, info) => {
  const both = await pair(await Api.open(lang), `steps reserve ${info.project.name}`);
  const shopper = someone();
  const keys: string[] = [];
  page.on('request', (request) => {
    const isSent = request.method() === 'POST' && new URL(request.url()).pathname === '/api/reservations';
    if (isSent) keys.push(request.headers()['idempotency-key']);
  });
  await shop.open();
  await withWorker(page);
  await startFromProduct(shop, both);
  await fillVisitor(shop, shopper);
  await context.setOffline(true);
  await send(shop).click();
  await expect(page.locator('#reserve-failure')).toContainText(say('offline.later'));
  await expect(shop.field('checkout.name')).toHaveValue(shopper.name);
  // What is away for a moment only is no news.
  await page.waitForTimeout(1_500);
  await context.setOffline(false);
  await expect(page.getByText(say('offline.back'))).toBeVisible();
  // Nothing is sent by itself, and what is sent again is the same.
  await expect(page.locator('#reserve-failure')).toHaveText(say('offline.send_now'));
  await expect(page.locator('#reserve-failure')).not.toHaveAttribute('role', 'alert');
  expect(keys).toHaveLength(1);
  await send(shop).click();
  await reservationNumber(shop);
  expect(keys).toEqual([keys[0], keys[0]]);

  // Its code is there when the network is gone again, drawn by the device alone.
  const { pass } = await (await page.request.get(`/api/reservations/${idOf(page)}`)).json();
  await expect.poll(() => stored(page, 'passes')).toHaveLength(1);
  await context.setOffline(true);
  await shop.open('/passes');
  await page.locator('.pass-line').getByRole('button').click();
  expect(await shop.digits()).toBe(pass.digits);
  expect(await readQr(page.getByRole('dialog').getByRole('img', { name: say('pass.code') }))).toBe(pass.token);
});
