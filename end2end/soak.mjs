// One page for a long visit: navigations by its own links, changes of the cart, the network gone and back. Prints as JSON
// what the page holds in memory, how often the network was cut and the stream of events opened again, and everything that
// the console complained of.
import { chromium as engine } from '@playwright/test';
import { chromium, flags } from './support/browser.mjs';
import { Line } from './support/line.mjs';
import { goods, placeOrder } from './support/stage.mjs';

const navigations = Number(process.argv[2] ?? 1000);
/** What a page builds up once, caches and chunks, is there by then. */
const warmUp = Math.min(300, Math.floor(navigations / 3));
const readings = 4;
/** In milliseconds: a browser waits some seconds before it opens a stream again. */
const PATIENCE = 15_000;
/** What Chromium calls the failure of a request that is cut off. */
const cutting = [
  'INTERNET_DISCONNECTED',
  'NETWORK_CHANGED',
  'NETWORK_IO_SUSPENDED',
  'FAILED',
  'EMPTY_RESPONSE',
  'INCOMPLETE_CHUNKED_ENCODING',
  'CONTENT_LENGTH_MISMATCH',
  'CONNECTION_CLOSED',
  'CONNECTION_RESET',
];

const line = new Line(process.env.VITRINE_URL);
await line.lay();
const browser = await engine.launch({ executablePath: chromium, args: flags });
const context = await browser.newContext({ baseURL: line.url, viewport: { width: 390, height: 844 }, locale: 'fr-FR' });
const page = await context.newPage();
const complaints = [];
page.on('pageerror', (error) => complaints.push(`${error}`));
page.on('console', (message) => {
  // That a cut network failed a request is what the cut is for.
  const [, failure] = /net::ERR_(\w+)/.exec(message.text()) ?? [];
  if (message.type() === 'error' && !cutting.includes(failure)) complaints.push(message.text());
});
await page.addInitScript(() => {
  addEventListener('TrunkApplicationStarted', ({ detail }) => (window.started = detail.wasm));
});
let [streams, cuts] = [0, 0];
page.on('response', (response) => {
  if (response.ok() && new URL(response.url()).pathname === '/api/events') streams += 1;
});
const devtools = await context.newCDPSession(page);
await devtools.send('Performance.enable');

const [piece] = await goods(context, 'fr');
await placeOrder(context, 'fr', piece);
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
const seconds = Math.round((Date.now() - started) / 1000);
await streamIsBack();
await browser.close();
line.close();
console.log(JSON.stringify({ navigations, seconds, warmUp, memory, cuts, reopened: streams - 1, complaints }));

/** One navigation, and now and then what else a shopper does. */
async function visit(number) {
  const turn = number % 8;
  if (turn === 1) await open(`.card >> nth=${number % cards} >> .card-link`, '/products/');
  if (turn === 2) await back('/products');
  if (turn === 3) await open('.site-header a[href$="/scan"]', '/scan');
  if (turn === 4) await open('.bottom-bar a[href$="/stores"]', '/stores');
  if (turn === 5) await open('main a[href*="/stores/"] >> nth=0', '/stores/');
  if (turn === 6) {
    await open('.bottom-bar a[href$="/cart"]', '/cart');
    await change(number);
  }
  if (turn === 7) await open('.site-footer a[href$="/purchases"]', '/purchases');
  if (turn === 0) await open('.bottom-bar a[href$="/products"]', '/products');
  if (number % 25 === 0) await cut();
}

/** The network is gone for a moment, and what was open with it. */
async function cut() {
  await streamIsBack();
  cuts += 1;
  line.cut();
  await context.setOffline(true);
  await page.waitForTimeout(50);
  line.mend();
  await context.setOffline(false);
  await streamIsBack();
}

/** Waits for the stream that the last cut ended; one that never comes back is counted as missing. */
async function streamIsBack() {
  const end = Date.now() + PATIENCE;
  while (streams <= cuts && Date.now() < end) await page.waitForTimeout(100);
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
  const button = number % 16 === 6 ? more : less;
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
  const answer = await context.request.put(`/api/cart/lines/${encodeURIComponent(sku)}?language=fr`, { data: { quantity: 3 } });
  if (!answer.ok()) throw new Error(`the cart was answered ${answer.status()}: ${await answer.text()}`);
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
