// Takes a picture of every page of both apps: a phone and a desktop, both languages, light and dark, and some without the
// browser's bars. The stage's shopper has a store, a cart, an order, a purchase and a reservation; an associate is signed
// in at the desk.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { chromium as engine } from '@playwright/test';
import { chromium, flags } from './support/browser.mjs';
import { demoPages } from './support/pages.mjs';
import { ask, goods, placeOrder, settle, store } from './support/stage.mjs';

const url = process.env.VITRINE_URL;
const folder = process.argv[2];
const screens = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 } },
};

const browser = await engine.launch({ executablePath: chromium, args: flags });
for (const lang of ['fr', 'en']) {
  for (const [screen, size] of Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark']) {
      const options = {
        viewport: size.viewport,
        baseURL: url,
        colorScheme,
        locale: lang === 'fr' ? 'fr-FR' : 'en-GB',
        timezoneId: 'Europe/Paris',
        reducedMotion: 'reduce',
      };
      const context = await browser.newContext({ ...size, ...options });
      const page = await context.newPage();
      const end = `${screen}-${lang}-${colorScheme}.png`;
      const addresses = await pages(page, lang);
      for (const [name, path] of Object.entries(addresses)) await take(page, path, `${name}-${end}`);
      const installed = await withoutBars(options, lang, await context.cookies());
      const shown = installed.pages()[0] ?? (await installed.waitForEvent('page'));
      for (const name of ['home', 'product', 'order', 'passes']) await take(shown, addresses[name], `installed-${name}-${end}`);
      await installed.close();
      await context.close();
      console.log(`   ${lang}, ${screen}, ${colorScheme}`);
    }
  }
}
await browser.close();

async function take(page, path, file) {
  const [address, number] = path.split('#number=');
  await page.goto(address);
  // What an associate finds by its number is kept in no address.
  if (number) {
    await page.locator('#purchase-number').fill(number);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/purchases/*');
  }
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settle(page);
  // Its way back comes after the first paint.
  if (await page.evaluate(() => matchMedia('(display-mode: standalone)').matches)) await page.locator('.standalone-bar').waitFor();
  await page.screenshot({ path: join(folder, file) });
}

/** The display of the installed shop, for the same shopper: a window of its own, which a phone's emulation would undo. */
async function withoutBars(options, lang, cookies) {
  const args = [...flags, `--app=${url}/${lang}`];
  const context = await engine.launchPersistentContext('', { ...options, executablePath: chromium, args });
  await context.addCookies(cookies);
  return context;
}

async function pages(page, lang) {
  const lines = await goods(page, lang);
  const order = await placeOrder(page, lang, lines[0]);
  const { purchase, number, back } = await bringBack(page, lang, lines[1]);
  const reservation = await reserve(page, lang, lines);
  await ask(page, 'put', '/api/cart/store', { store_id: store });
  for (const { sku } of lines) await ask(page, 'put', `/api/cart/lines/${encodeURIComponent(sku)}`, { quantity: 1 });
  await ask(page, 'post', '/api/desk/session', { store_id: store, pin: process.env.VITRINE_PIN });
  const bought = await buy(page, lang, lines[1]);
  return {
    ...(await demoPages(url, lang)),
    purchase: `/${lang}/purchases/${bought.id}`,
    invoice: `/${lang}/invoices/${bought.invoices[0].id}`,
    order: `/${lang}/orders/${order.id}`,
    reservation: `/${lang}/reservations/${reservation.id}`,
    'desk-reservation': `/desk/reservations/${reservation.id}`,
    'desk-prepare': '/desk',
    'desk-find': '/desk/find',
    'desk-returns': '/desk/returns',
    'desk-order': '/desk/order',
    'desk-store': '/desk/store',
    'desk-journal': '/desk/journal',
    'desk-pickup': `/desk/pickups/${order.pickups[0].id}`,
    'return-form': `/${lang}/purchases/${purchase}/return`,
    return: `/${lang}/returns/${back}`,
    'return-label': `/${lang}/returns/${back}/label`,
    'gift-form': `/${lang}/purchases/${purchase}/gift`,
    'sign-in-again': `/${lang}/sign-in?again=1`,
    'desk-purchase': `/desk/returns#number=${number}`,
    'desk-gift': `/desk/returns#number=${await gift(page, purchase)}`,
    'desk-return': `/desk/returns/${back}`,
    'desk-refund': `/desk/returns/${await received(page, lang, lines[2] ?? lines[0])}`,
  };
}

/** An order that is handed over, as a purchase with its invoice. */
async function buy(page, lang, line) {
  const { id, pickups } = await placeOrder(page, lang, line);
  await ask(page, 'post', `/api/desk/pickups/${pickups[0].id}/ready`, { staging_place: 'B3' });
  await ask(page, 'post', `/api/desk/pickups/${pickups[0].id}/collect`, {});
  return ask(page, 'get', `/api/purchases/${id}`);
}

async function reserve(page, lang, lines) {
  const { items: stores } = await ask(page, 'get', '/api/stores');
  const { slug } = stores.find(({ id }) => id === store);
  const { items: days } = await ask(page, 'get', `/api/stores/${slug}/slots`);
  const request = {
    name: 'Camille Exemple',
    email: `camille.${randomUUID()}@example.com`,
    store_id: store,
    slot: days[0].slots[0].from,
    skus: lines.map(({ sku }) => sku),
    note: lang === 'fr' ? 'Je viens avec ma sœur.' : 'I am coming with my sister.',
    language: lang,
  };
  return (await ask(page, 'post', '/api/reservations', request, { 'Idempotency-Key': randomUUID() })).reservation;
}

/** An order that was collected, and a return by post of one of its two units. */
async function bringBack(page, lang, { sku, price }) {
  await ask(page, 'post', '/api/desk/session', { store_id: store, pin: process.env.VITRINE_PIN });
  const total = { ...price, amount: price.amount * 2 };
  const order = await placeOrder(page, lang, { sku, price: total }, 2);
  const [pickup] = order.pickups;
  await ask(page, 'post', `/api/desk/pickups/${pickup.id}/ready`, { staging_place: 'B3' });
  await ask(page, 'post', `/api/desk/pickups/${pickup.id}/collect`);
  const { lines } = await ask(page, 'get', `/api/purchases/${order.id}`);
  const line = { line_id: lines[0].id, quantity: 1, reason: 'too_small', condition: 'unused' };
  const request = { purchase_id: order.id, lines: [line], by: 'post', way: 'original', language: lang };
  const { return_request } = await ask(page, 'post', '/api/returns', request, { 'Idempotency-Key': randomUUID() });
  return { purchase: order.id, number: order.number, back: return_request.id };
}

/** The number of a gift receipt of a purchase. */
async function gift(page, purchase) {
  const { lines } = await ask(page, 'get', `/api/purchases/${purchase}`);
  const request = { line_ids: [lines[0].id] };
  return (await ask(page, 'post', `/api/purchases/${purchase}/gift-receipts`, request, { 'Idempotency-Key': randomUUID() })).number;
}

/** A return that the store has, and has not paid back yet. */
async function received(page, lang, line) {
  const { back } = await bringBack(page, lang, line);
  const { lines } = await ask(page, 'get', `/api/returns/${back}`);
  const inspected = lines.map(({ id }) => ({ line_id: id, decision: 'shelf' }));
  await ask(page, 'post', `/api/desk/returns/${back}/receive`, { lines: inspected });
  return back;
}
