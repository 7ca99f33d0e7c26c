// Prints, as JSON, every file but pictures that a first visit to the product list loads, raw and by brotli. What the shop
// fetches later, for nobody who waits, is marked: the chunk `pocket`, and what the worker keeps for when there is no network.
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium as engine } from '@playwright/test';
import { chromium, flags } from './support/browser.mjs';
import { demoPages } from './support/pages.mjs';

const url = process.env.VITRINE_URL;
const pages = await demoPages(url, 'fr');
const browser = await engine.launch({ executablePath: chromium, args: flags });
const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'fr-FR' });
const page = await context.newPage();

/** In milliseconds: `apart.rs` begins with what no page waits for three seconds after the app has started. */
const later = 2_800;

const loaded = [];
page.on('response', (response) => loaded.push(response));
await page.addInitScript(() => {
  addEventListener('TrunkApplicationStarted', () => (window.startedAt = Date.now()));
});
await page.goto(new URL(pages.list, url).href);
await page.getByRole('heading', { level: 1 }).waitFor();
// Live events never end, so the network is never idle; what a first visit asks for has come by then.
await page.waitForTimeout(6000);
const startedAt = await page.evaluate(() => window.startedAt);

const files = [];
for (const response of loaded) {
  const type = (await response.headerValue('content-type')) ?? '';
  const path = response.url().replace(url, '');
  if (type.startsWith('image/') || type.startsWith('text/event-stream') || !response.ok()) continue;
  const body = await response.body();
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  const isLater = response.request().timing().startTime > startedAt + later;
  files.push({ url: path, later: isLater, raw: body.length, brotli: brotliCompressSync(body, { params }).length });
}
await browser.close();
console.log(JSON.stringify(files));
