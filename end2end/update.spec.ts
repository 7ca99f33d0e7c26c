import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { Shop } from './support/shop';
import { cacheNames, expect, installed, nextVersion, releaseOf, test } from './support/versions';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(120_000);

/** Has the browser look for a new version, as it does when one comes back to the page; whether that went well. */
const lookAgain = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.update().then(() => true, () => false);
  });

const waits = (page: Page) =>
  page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));

const arrives = (page: Page) =>
  page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.installing));

/** Waits until a page is of the release; the version before first ends what it has begun. */
const opens = (page: Page, release: string) =>
  expect.poll(() => releaseOf(page).catch(() => null), { timeout: 30_000 }).toBe(release);

const apps = async (page: Page) => (await cacheNames(page)).filter((name) => name.startsWith('app-'));

test('a new version is offered, not in the middle of a checkout, and taken when one likes', async ({ page, shop, say, lang, install, versions }, info) => {
  const goods = await offer(await Api.open(lang), `update ${info.project.name}`, { units: 3 });
  await install();
  const first = versions.release;
  await shop.addToCart(goods);
  await shop.open('/cart');
  await page.getByRole('link', { name: say('cart.checkout'), exact: true }).click();
  await shop.field('checkout.name').fill('Zoé Martin');
  versions.dist = nextVersion(versions.dist, info.outputPath('next'));
  expect(versions.release).not.toBe(first);
  await lookAgain(page);
  await expect.poll(() => waits(page)).toBe(true);
  const offered = page.getByText(say('update.ready'));
  await page.waitForTimeout(1_000);
  await expect(offered).toHaveCount(0);
  await expect(shop.field('checkout.name')).toHaveValue('Zoé Martin');

  await page.goBack();
  await expect(offered).toBeVisible();
  await expectAccessible(page);
  await shop.button('update.later').click();
  await expect(offered).toHaveCount(0);
  expect(await releaseOf(page), 'nothing was forced').toBe(first);

  // A version that waited before the page was opened is offered too, and the old one is opened until then.
  await page.reload();
  expect(await releaseOf(page)).toBe(first);
  await expect(offered).toBeVisible();
  await shop.button('update.reload').focus();
  await page.keyboard.press('Enter');
  await opens(page, versions.release);
  await expect(offered).toHaveCount(0);
  await expect(await shop.heading()).toHaveText(say('cart.title'));
  await expect.poll(() => apps(page)).toEqual([`app-${versions.release}`]);
});

test('two versions are open at once, and the old one goes with its last page', async ({ page, context, say, lang, install, versions }, info) => {
  await install('/products');
  const first = versions.release;
  const old = await page.evaluate(() => document.querySelector<HTMLLinkElement>('link[href$=".wasm"]')?.href ?? '');
  versions.dist = nextVersion(versions.dist, info.outputPath('next'));
  const tab = new Shop(await context.newPage(), lang);
  await tab.open('/stores');
  await installed(tab.page);
  await lookAgain(tab.page);
  await tab.button('update.reload').click();
  await opens(tab.page, versions.release);
  await tab.heading();

  // The old page is told, goes on, and finds its own files, which the server has no more.
  await expect(page.getByText(say('update.ready'))).toBeVisible();
  expect(await releaseOf(page)).toBe(first);
  expect((await page.request.get(old)).status()).toBe(404);
  expect(await page.evaluate((url) => fetch(url).then(({ status }) => status), old)).toBe(200);
  await page.getByRole('link', { name: say('frame.cart') }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: say('cart.title') })).toBeVisible();
  expect(await apps(tab.page)).toEqual([`app-${first}`, `app-${versions.release}`].sort());
  await tab.open('/cart');
  // Longer than the worker takes to look who is still there.
  await tab.page.waitForTimeout(4_000);
  expect((await apps(tab.page)).length, 'a page of it is still open').toBe(2);

  await page.close();
  await tab.open('/stores');
  await expect.poll(() => apps(tab.page)).toEqual([`app-${versions.release}`]);
});

test('one click is enough while the worker is still busy for a page', async ({ page, shop, install, versions }, info) => {
  await install();
  versions.dist = nextVersion(versions.dist, info.outputPath('next'));
  await lookAgain(page);
  await expect.poll(() => waits(page)).toBe(true);
  versions.meddle = (path) => (path.startsWith('/pictures/') ? 'late' : undefined);
  const busy = () =>
    page.evaluate((url) => navigator.serviceWorker.controller?.postMessage({ type: 'seen', urls: [url] }), `${versions.url}/pictures/none.avif`);
  await busy();
  await shop.button('update.reload').click();
  await expect(shop.button('update.reloading')).toBeVisible();
  await page.waitForTimeout(2_000);
  await busy();
  await opens(page, versions.release);
});

test('a worker that is killed in the middle of an update leaves the old version whole', async ({ page, context, shop, install, versions }, info) => {
  await install();
  const first = versions.release;
  versions.dist = nextVersion(versions.dist, info.outputPath('next'));
  versions.meddle = (path) => (path.endsWith('_bg.wasm') ? 'silent' : undefined);
  void lookAgain(page).catch(() => {});
  await expect.poll(() => arrives(page)).toBe(true);
  await expect.poll(async () => (await apps(page)).length, { message: 'half of the next version is there' }).toBe(2);
  const devtools = await context.newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await shop.open('/products');
  expect(await releaseOf(page)).toBe(first);
  await expect(shop.cards().first()).toBeVisible();
  versions.meddle = () => undefined;
  await expect
    .poll(async () => ((await waits(page)) ? true : (await lookAgain(page), false)), { timeout: 60_000, intervals: [2_000] })
    .toBe(true);
  await expect(shop.button('update.reload')).toBeVisible();
  await shop.button('update.reload').click();
  await opens(page, versions.release);
});

for (const mischief of ['portal', 'torn', 'gateway'] as const) {
  test(`a version that does not arrive whole is none: ${mischief}`, async ({ page, shop, install, versions }, info) => {
    await install();
    const first = versions.release;
    versions.dist = nextVersion(versions.dist, info.outputPath('next'));
    versions.meddle = (path) => (path.endsWith('.css') ? mischief : undefined);
    await lookAgain(page);
    await expect.poll(() => arrives(page)).toBe(false);
    await expect.poll(() => apps(page)).toEqual([`app-${first}`]);
    expect(await waits(page)).toBe(false);
    // Nor is a portal's page in place of the worker itself.
    versions.meddle = (path) => (path === '/worker.js' ? mischief : undefined);
    await lookAgain(page);
    await shop.open('/products');
    expect(await releaseOf(page)).toBe(first);
    await expect(shop.cards().first()).toBeVisible();
    versions.meddle = () => undefined;
    await lookAgain(page);
    await expect(shop.button('update.reload')).toBeVisible();
  });
}
