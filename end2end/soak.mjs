// One page for a long visit: navigations by its own links, changes of the cart, the network gone and back. Prints what the
// page holds in memory as JSON, and everything that its console complained of.
import { chromium as engine } from '@playwright/test';
import { chromium, flags } from './support/browser.mjs';

const url = process.env.VITRINE_URL;
const navigations = Number(process.argv[2] ?? 1000);
/** What a page builds up once, caches and chunks, is there by then. */
const warmUp = Math.min(300, Math.floor(navigations / 3));
const readings = 4;

const browser = await engine.launch({ executablePath: chromium, args: flags });
const context = await browser.newContext({ baseURL: url, viewport: { width: 390, height: 844 }, locale: 'fr-FR' });
const page = await context.newPage();
const complaints = [];
page.on('pageerror', (error) => complaints.push(`${error}`));
page.on('console', (message) => {
  // That a cut network failed a request is what the cut is for.
  const expected = /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|NETWORK_IO_SUSPENDED|FAILED)/.test(message.text());
  if (message.type() === 'error' && !expected) complaints.push(message.text());
});
await page.addInitScript(() => {
  addEventListener('TrunkApplicationStarted', ({ detail }) => (window.started = detail.wasm));
});
const devtools = await context.newCDPSession(page);
await devtools.send('Performance.enable');

await fillCart();
await page.goto('/fr/products');
await page.locator('.card').first().waitFor();
const cards = await page.locator('.card').count();
const started = Date.now();
const memory = [await read(0)];
for (let done = 1; done <= navigations; done += 1) {
  await visit(done);
  const due = done === warmUp || (done > warmUp && (done - warmUp) % Math.floor((navigations - warmUp) / readings) === 0);
  if (due) memory.push(await read(done));
}
await browser.close();
console.log(JSON.stringify({ navigations, seconds: Math.round((Date.now() - started) / 1000), warmUp, memory, complaints }));

/** One navigation, and now and then what else a shopper does. */
async function visit(number) {
  const turn = number % 6;
  if (turn === 1) await open(`.card >> nth=${number % cards} >> .card-link`, '/products/');
  if (turn === 2) await back('/products');
  if (turn === 3) await open('.bottom-bar a[href$="/stores"]', '/stores');
  if (turn === 4) await open('main a[href*="/stores/"] >> nth=0', '/stores/');
  if (turn === 5) {
    await open('.bottom-bar a[href$="/cart"]', '/cart');
    await change(number);
  }
  if (turn === 0) await open('.bottom-bar a[href$="/products"]', '/products');
  if (number % 25 === 0) {
    await context.setOffline(true);
    await page.waitForTimeout(50);
    await context.setOffline(false);
  }
}

async function open(link, path) {
  await page.locator(link).first().click();
  await arrive(path);
}

async function back(path) {
  await page.goBack();
  await arrive(path);
}

async function arrive(path) {
  await page.waitForURL((address) => address.pathname.includes(path));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** One unit more of what is in the cart, or one less. */
async function change(number) {
  const [more, less] = ['Un de plus', 'Un de moins'].map((name) => page.getByRole('button', { name }).first());
  const button = number % 12 === 5 ? more : less;
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
  await button.click();
  await saved;
}

/** A cart of three units, in a store that has them. */
async function fillCart() {
  const store = 'PAR11';
  const list = await context.request.get(`/api/products?language=fr&store=${store}&in_store=true`);
  const { items } = await list.json();
  const { sku } = items.flatMap(({ colourways }) => colourways)[0];
  await context.request.put('/api/cart/store?language=fr', { data: { store_id: store } });
  const line = await context.request.put(`/api/cart/lines/${encodeURIComponent(sku)}?language=fr`, { data: { quantity: 3 } });
  if (!line.ok()) throw new Error(`the cart was answered ${line.status()}: ${await line.text()}`);
}

/** Bytes of JavaScript after a collection, bytes of wasm, nodes and listeners. */
async function read(after) {
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name)?.value;
  const wasm = await page.evaluate(() => window.started?.memory.buffer.byteLength ?? 0);
  return { after, script: of('JSHeapUsedSize'), wasm, nodes: of('Nodes'), listeners: of('JSEventListeners') };
}
