// Takes a picture of every page: a phone and a desktop, both languages, light and dark.
import { join } from 'node:path';
import { chromium as engine } from '@playwright/test';
import { chromium, flags } from './support/browser.mjs';
import { demoPages } from './support/pages.mjs';

const url = process.env.VITRINE_URL;
const folder = process.argv[2];
const screens = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 } },
};

const browser = await engine.launch({ executablePath: chromium, args: flags });
for (const lang of ['fr', 'en']) {
  const pages = await demoPages(url, lang);
  for (const [screen, size] of Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({
        ...size,
        colorScheme,
        locale: lang === 'fr' ? 'fr-FR' : 'en-GB',
        timezoneId: 'Europe/Paris',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(new URL(path, url).href);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await settle(page);
        await page.screenshot({ path: join(folder, `${name}-${screen}-${lang}-${colorScheme}.png`), fullPage: false });
      }
      await context.close();
      console.log(`   ${lang}, ${screen}, ${colorScheme}`);
    }
  }
}
await browser.close();

/** Skeletons are gone and the pictures on screen are drawn. */
async function settle(page) {
  await page.waitForTimeout(400);
  await page.evaluate(async () => {
    const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
    await Promise.allSettled(seen.map((image) => image.decode()));
  });
}
