import { defineConfig } from '@playwright/test';
import { flags, shell } from './support/browser.mjs';
import type { Options } from './support/test';

const url = process.env.VITRINE_URL;
if (!url) throw new Error('Run these by `cargo xtask test e2e`, which starts a server with the demo retailer.');

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1440, height: 900 } };
const french = { lang: 'fr', locale: 'fr-FR', timezoneId: 'Europe/Paris' } as const;
const english = { lang: 'en', locale: 'en-GB', timezoneId: 'Europe/Paris' } as const;

/** The whole purchase, once for each way of using a browser that the two main projects do not cover. */
const journey = /journey\.spec\.ts/;
const keyboard = /keyboard\.spec\.ts/;
/** What no screen and no language changes: caches, headers, hosts, versions, messages. Once is enough. */
const mechanics = /(basement|paint|push|replay|served|static_host|traces|update|worker)\.spec\.ts/;

export default defineConfig<Options>({
  testDir: '.',
  outputDir: 'results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  // What passes only at the second try is named in the summary.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  use: {
    baseURL: url,
    // What a worker fetches, a test's routes do not see; specs about it allow it.
    serviceWorkers: 'block',
    actionTimeout: 10_000,
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: shell, args: flags },
  },
  projects: [
    { name: 'phone-fr', testIgnore: keyboard, use: { ...phone, ...french } },
    { name: 'desktop-en', testIgnore: [keyboard, mechanics], use: { ...desktop, ...english } },
    { name: 'keyboard', testMatch: keyboard, use: { ...desktop, ...english } },
    { name: 'narrow', testMatch: journey, use: { ...phone, ...french, viewport: { width: 320, height: 640 } } },
    // 1280×1024 at 400 %.
    { name: 'zoomed', testMatch: journey, use: { ...english, viewport: { width: 320, height: 256 } } },
    { name: 'forced-colours', testMatch: journey, use: { ...desktop, ...french, contextOptions: { forcedColors: 'active' } } },
    { name: 'dark', testMatch: journey, use: { ...phone, ...english, colorScheme: 'dark' } },
  ],
});
