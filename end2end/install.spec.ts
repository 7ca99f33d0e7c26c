import { chromium as engine, type BrowserContextOptions, type TestInfo } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer, pair } from './support/api';
import { chromium, flags } from './support/browser.mjs';
import { isHeldBack, offersToInstall, prompts } from './support/install';
import { fillVisitor, reservationNumber, send, startFromProduct } from './support/reserve';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';
import type { Language } from './support/words';

const card = (shop: Shop) => shop.page.getByRole('region', { name: shop.say('install.title') });

/** A browser with a profile of its own, which the criteria ask for; `args` may open the shop without the bars. */
async function withProfile(info: TestInfo, options: BrowserContextOptions, args: string[] = []) {
  const profile = info.outputPath('profile');
  return engine.launchPersistentContext(profile, { ...options, executablePath: chromium, args: [...flags, ...args] });
}

for (const lang of ['fr', 'en'] as const) {
  test(`Chromium finds nothing that keeps the shop from being installed in ${lang}`, async ({ baseURL }, info) => {
    const context = await withProfile(info, { baseURL });
    const page = await context.newPage();
    await page.goto(`/${lang}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
    const devtools = await context.newCDPSession(page);
    const { url, errors, data } = await devtools.send('Page.getAppManifest');
    expect(new URL(url).pathname).toBe(`/manifest.${lang}.webmanifest`);
    expect(errors).toEqual([]);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);

    const manifest = JSON.parse(data ?? '{}');
    expect(manifest).toMatchObject({ lang, start_url: `/${lang}`, scope: '/', display: 'standalone' });
    expect(manifest.icons.map((icon: { purpose: string }) => icon.purpose)).toEqual(
      expect.arrayContaining(['any', 'maskable', 'monochrome']),
    );
    for (const { src, type, sizes } of [
      ...manifest.icons,
      ...manifest.screenshots,
      ...manifest.shortcuts.flatMap((shortcut: { icons: object[] }) => shortcut.icons),
    ]) {
      const answer = await page.request.get(src);
      expect([answer.status(), answer.headers()['content-type']], src).toEqual([200, type]);
      if (sizes === 'any') continue;
      const size = await page.evaluate(async (src) => {
        const image = new Image();
        image.src = src;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      }, src);
      expect(size, src).toBe(sizes);
    }
    for (const { url } of manifest.shortcuts) {
      await page.goto(url);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
    }
    await context.close();
  });
}

test('the shortcut to my store leads to the one that was chosen', async ({ page, shop, lang }) => {
  const manifest = await (await page.request.get(`/manifest.${lang}.webmanifest`)).json();
  const shortcuts: { name: string; url: string }[] = manifest.shortcuts;
  const { url } = shortcuts.find(({ name }) => name === shop.say('store.is_mine')) ?? { url: '/no-such-shortcut' };
  const store = (await (await Api.open(lang)).stores())[1];
  await shop.open('/stores');
  await shop.button('store.make_mine_of', { store: store.name }).click();
  await page.goto(url);
  await expect(page).toHaveURL(new RegExp(`/${lang}/stores/${store.slug}$`));
  await expect(await shop.heading()).toHaveText(store.name);
});

test('the shop is offered after the first order, not on arrival, and never again after a no', async ({ page, shop, lang }, info) => {
  await offersToInstall(page, 'accepted');
  const api = await Api.open(lang);
  await shop.open();
  expect(await isHeldBack(page), 'the browser’s own offer waits').toBe(true);
  await expect(card(shop)).toHaveCount(0);

  await shop.order(await offer(api, `install no ${info.project.name}`), someone());
  await expect(card(shop)).toBeVisible();
  await expectAccessible(page);
  await card(shop).getByRole('button', { name: shop.say('install.no'), exact: true }).click();
  await expect(card(shop)).toHaveCount(0);
  await page.reload();
  await shop.heading();
  await expect(page.locator('.pass')).toBeVisible();
  await expect(card(shop)).toHaveCount(0);

  await shop.order(await offer(api, `install no again ${info.project.name}`), someone());
  await expect(page.locator('.pass')).toBeVisible();
  await expect(card(shop)).toHaveCount(0);
  expect(await prompts(page)).toBe(0);

  // Who looks for it finds it.
  await shop.open('/account');
  await shop.button('install.way').click();
  await expect.poll(() => prompts(page)).toBe(1);
  await expect(page.getByRole('status').filter({ hasText: shop.say('install.done') })).toBeAttached();
  await expect(shop.button('install.way')).toHaveCount(0);
});

test('a reservation offers it too, and a question that is closed is not asked again', async ({ page, shop, lang }, info) => {
  await offersToInstall(page, 'dismissed');
  const api = await Api.open(lang);
  await startFromProduct(shop, await pair(api, `install reserve ${info.project.name}`));
  await fillVisitor(shop, someone());
  await send(shop).click();
  await reservationNumber(shop);
  await card(shop).getByRole('button', { name: shop.say('install.yes'), exact: true }).click();
  await expect(card(shop)).toHaveCount(0);
  expect(await prompts(page)).toBe(1);
  await page.reload();
  await expect(page.locator('.pass')).toBeVisible();
  await expect(card(shop)).toHaveCount(0);
});

test('who comes by the link of an e-mail is offered nothing', async ({ page, shop, lang }, info) => {
  await offersToInstall(page, 'accepted');
  const api = await Api.open(lang);
  const { order, link_token } = await api.order(await offer(api, `install link ${info.project.name}`));
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('.pass')).toBeVisible();
  await expect(card(shop)).toHaveCount(0);
});

test('a browser that can’t install says nothing of it', async ({ page, shop, lang }, info) => {
  const api = await Api.open(lang);
  await shop.order(await offer(api, `install none ${info.project.name}`), someone());
  await expect(page.locator('.pass')).toBeVisible();
  await expect(card(shop)).toHaveCount(0);
  await shop.open('/account');
  await expect(page.locator('main').getByText(shop.say('install.way'))).toHaveCount(0);
});

test.describe('on an iPhone', () => {
  test.use({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  });

  test('two steps say how it is done', async ({ page, shop, lang }, info) => {
    await page.addInitScript(() => Object.assign(navigator, { standalone: false }));
    const api = await Api.open(lang);
    await shop.order(await offer(api, `install iphone ${info.project.name}`), someone());
    await expect(card(shop).getByRole('listitem')).toHaveText([
      shop.like('install.step_share'),
      shop.like('install.step_add'),
    ]);
    await expectAccessible(page);
    await card(shop).getByRole('button', { name: shop.say('install.understood'), exact: true }).click();
    await expect(card(shop)).toHaveCount(0);
    await shop.open('/account');
    await page.locator('main').getByText(shop.say('install.way')).click();
    await expect(page.getByText(shop.say('install.step_add'))).toBeVisible();
    await expectAccessible(page);
  });
});

/** The shop in a window of its own, without the browser's bars. */
async function installed(info: TestInfo, lang: Language, options: BrowserContextOptions) {
  // A window that stands in for a phone's has the browser's bars again, so its size has to do.
  const window = { ...options, isMobile: false, hasTouch: false };
  const context = await withProfile(info, window, [`--app=${options.baseURL}/${lang}`]);
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  return { context, shop: new Shop(page, lang) };
}

test('without the browser’s bars there is a way back and a refresh', async ({ lang, baseURL, locale, viewport }, info) => {
  const { context, shop } = await installed(info, lang, { baseURL, locale, viewport });
  const { page } = shop;
  expect(await page.evaluate(() => matchMedia('(display-mode: standalone)').matches)).toBe(true);
  const [back, refresh] = [shop.button('install.back'), shop.button('install.refresh')];
  await expect(back).toBeVisible();
  await expect(back).toBeDisabled();
  await expectAccessible(page);

  await page.locator('.site-footer').getByRole('link', { name: shop.say('frame.stores'), exact: true }).click();
  await expect(await shop.heading()).toHaveText(shop.say('store.title'));
  const again = page.waitForResponse((answer) => answer.url().includes('/api/'));
  await refresh.focus();
  await page.keyboard.press('Enter');
  await again;
  await expect(page.getByRole('status').filter({ hasText: shop.say('install.refreshed') })).toBeAttached();
  await expectAccessible(page);
  await back.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/${lang}$`));
  await expect(back).toBeDisabled();
  await context.close();
});

test('an installed shop does not offer to be installed', async ({ lang, baseURL, locale, viewport }, info) => {
  const { context, shop } = await installed(info, lang, { baseURL, locale, viewport });
  await offersToInstall(shop.page, 'accepted');
  const api = await Api.open(lang);
  await shop.order(await offer(api, `install done ${info.project.name}`), someone());
  await expect(shop.page.locator('.pass')).toBeVisible();
  await expect(card(shop)).toHaveCount(0);
  await shop.open('/purchases');
  await expect(shop.page.locator('.purchase-card')).toContainText(shop.say('channel.app'));
  await context.close();
});
