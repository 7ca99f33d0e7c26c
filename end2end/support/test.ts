// The test that every spec starts from: it knows the language of its project and speaks the shopper's words.
import { test as base, type Page } from '@playwright/test';
import { Desk } from './desk';
import { Shop } from './shop';
import { pattern, word, type Language } from './words';

export type Options = { lang: Language };

type Values = Record<string, string | number>;

type Fixtures = {
  /** The text of a key in the project's language. */
  say: (key: string, values?: Values) => string;
  /** A pattern for the text of a key; values that are not given match anything. */
  like: (key: string, values?: Values) => RegExp;
  /** The shop on the test's page. */
  shop: Shop;
  /** The desk on the test's page. */
  desk: Desk;
  /** Another browser, with its own cookies, in the same language. */
  elsewhere: () => Promise<Page>;
};

export const test = base.extend<Fixtures & Options>({
  lang: ['fr', { option: true }],
  say: async ({ lang }, use) => use((key, values) => word(lang, key, values)),
  like: async ({ lang }, use) => use((key, values) => pattern(lang, key, values)),
  shop: async ({ page, lang }, use) => use(new Shop(page, lang)),
  desk: async ({ page, lang }, use) => use(new Desk(page, lang)),
  elsewhere: async ({ browser, contextOptions, baseURL, locale, viewport }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL, locale, viewport });
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from '@playwright/test';
