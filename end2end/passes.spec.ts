import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { stored } from './support/offline';
import { mails } from './support/mailbox';
import { readQr } from './support/qr';
import { idOf } from './support/reserve';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';

/** Counts how often the browser is asked to keep the screen lit. */
async function countAwake(page: Page) {
  await page.addInitScript(() => {
    const request = () => {
      document.documentElement.dataset.awake = String(Number(document.documentElement.dataset.awake ?? 0) + 1);
      return Promise.resolve({ release: () => Promise.resolve() });
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  return () => page.evaluate(() => Number(document.documentElement.dataset.awake ?? 0));
}

test('without any code the page says how to come to one', async ({ page, shop, say }) => {
  await shop.open('/passes');
  await expect(page.getByText(say('passes.empty_title'))).toBeVisible();
  await expectAccessible(page);
});

test('a code is shown large without a network, and goes with its order', async ({ page, context, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `passes ${info.project.name}`, { units: 4 });
  const lit = await countAwake(page);
  const number = await shop.order(goods, someone());
  const digits = await shop.digits();
  const { pickups } = await (await page.request.get(`/api/orders/${idOf(page)}`)).json();
  await expect.poll(() => stored(page, 'passes')).toHaveLength(1);

  await context.setOffline(true);
  await expect(page.getByText(say('offline.gone'))).toBeVisible();
  await page.getByText(say('offline.gone')).getByRole('link', { name: say('passes.title') }).click();
  await expect(await shop.heading()).toHaveText(say('passes.title'));
  const title = say('passes.order', { number });
  await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible();
  await expectAccessible(page);
  await shop.button('passes.show_of', { title, store: goods.store.name }).click();
  expect(await shop.digits()).toBe(digits);
  const code = page.getByRole('dialog').getByRole('img', { name: say('pass.code') });
  expect(await readQr(code)).toBe(pickups[0].pass.token);
  await expectAccessible(page);
  await expect.poll(lit).toBe(1);
  // Whoever comes back from another app finds that the screen may go dark.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect.poll(lit).toBe(2);
  await page.keyboard.press('Escape');

  await context.setOffline(false);
  await expect(page.getByText(say('offline.back'))).toBeVisible();
  await page.getByRole('link', { name: say('passes.see_of', { title }), exact: true }).click();
  await shop.button('order.cancel').click();
  await shop.button('order.cancel_confirm').click();
  await expect.poll(() => stored(page, 'passes')).toHaveLength(0);
  await shop.open('/passes');
  await expect(page.getByText(say('passes.empty_title'))).toBeVisible();
});

test('the codes are on the next device too, once somebody signs in there', async ({ shop, say, lang, elsewhere }, info) => {
  const goods = await offer(await Api.open(lang), `passes next ${info.project.name}`, { units: 4 });
  const shopper = someone();
  await shop.signIn(shopper.email);
  const number = await shop.order(goods, shopper);
  const there = new Shop(await elsewhere(), lang);
  await mails(shopper.email, 2);
  await there.signIn(shopper.email, 2);
  await expect.poll(() => stored(there.page, 'passes')).toHaveLength(1);
  await there.page.context().setOffline(true);
  await there.page.getByText(say('offline.gone')).getByRole('link', { name: say('passes.title') }).click();
  await expect(there.page.getByRole('heading', { level: 2, name: say('passes.order', { number }) })).toBeVisible();
});

test('a code that the browser has deleted is said to be in the e-mail', async ({ page, context, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `passes lost ${info.project.name}`, { units: 4 });
  await shop.order(goods, someone());
  await expect.poll(() => stored(page, 'passes')).toHaveLength(1);
  await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('vitrine').onsuccess = done)));
  // Another browser's visitor: the server shows this one nothing any more either.
  await context.clearCookies();
  await shop.open('/passes');
  await expect(page.getByText(say('passes.gone_title'))).toBeVisible();
  await expect(page.getByText(say('passes.gone_text'))).toBeVisible();
  await expectAccessible(page);
});

test('a code comes back from the server to a browser that had deleted it', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `passes again ${info.project.name}`, { units: 4 });
  const number = await shop.order(goods, someone());
  await expect.poll(() => stored(page, 'passes')).toHaveLength(1);
  await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('vitrine').onsuccess = done)));
  await shop.open('/passes');
  await expect(page.getByRole('heading', { level: 2, name: say('passes.order', { number }) })).toBeVisible();
  await expect.poll(() => stored(page, 'passes')).toHaveLength(1);
});

test('a browser that keeps nothing shows what the server has', async ({ page, shop, say, lang }, info) => {
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: null }));
  const goods = await offer(await Api.open(lang), `passes refused ${info.project.name}`, { units: 4 });
  const number = await shop.order(goods, someone());
  await shop.open('/passes');
  await expect(page.getByRole('heading', { level: 2, name: say('passes.order', { number }) })).toBeVisible();
});

test('who leaves this device leaves no code on it', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `passes left ${info.project.name}`, { units: 4 });
  await shop.order(goods, someone());
  await expect.poll(() => stored(page, 'passes')).toHaveLength(1);
  await shop.open('/account');
  await shop.button('account.forget').click();
  await shop.button('account.forget_confirm').click();
  await expect.poll(() => stored(page, 'passes')).toHaveLength(0);
  await shop.open('/passes');
  await expect(page.getByText(say('passes.empty_title'))).toBeVisible();
});
