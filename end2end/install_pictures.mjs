// Takes the pictures that a browser shows beside its question to install the shop, into public/screenshots.
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium as engine } from '@playwright/test';
import { chromium, flags } from './support/browser.mjs';
import { demoPages } from './support/pages.mjs';
import { ask, goods, placeOrder, settle, store } from './support/stage.mjs';

const url = process.env.VITRINE_URL;
const folder = new URL('../public/screenshots/', import.meta.url);
const screens = {
  narrow: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  wide: { viewport: { width: 1440, height: 900 } },
};

mkdirSync(folder, { recursive: true });
const browser = await engine.launch({ executablePath: chromium, args: flags });
for (const lang of ['fr', 'en']) {
  const { home, product } = await demoPages(url, lang);
  for (const [screen, size] of Object.entries(screens)) {
    const context = await browser.newContext({
      ...size,
      baseURL: url,
      locale: lang === 'fr' ? 'fr-FR' : 'en-GB',
      timezoneId: 'Europe/Paris',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const { items } = await ask(page, 'get', `/api/stores?language=${lang}`);
    const mine = items.find(({ id }) => id === store);
    await page.addInitScript((mine) => localStorage.setItem('my-store', JSON.stringify(mine)), mine);
    const [piece] = await goods(page, lang);
    const order = screen === 'narrow' ? await placeOrder(page, lang, piece) : undefined;
    const pages = order ? { product, pass: `/${lang}/orders/${order.id}` } : { home, product };
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settle(page);
      const [what, where] = { pass: ['.pass', 'center'], product: ['.product-name', 'start'] }[name] ?? [];
      if (what && screen === 'narrow') await page.locator(what).evaluate((it, block) => it.scrollIntoView({ block }), where);
      const devtools = await context.newCDPSession(page);
      const { width, height } = size.viewport;
      const y = await page.evaluate(() => scrollY);
      const clip = { x: 0, y, width, height, scale: size.deviceScaleFactor ?? 1 };
      const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 75, clip });
      const picture = Buffer.from(data, 'base64');
      writeFileSync(new URL(`${screen}-${name}-${lang}.webp`, folder), picture);
      console.log(`   ${screen}-${name}-${lang}: ${picture.length} bytes`);
    }
    await context.close();
  }
}
await browser.close();
