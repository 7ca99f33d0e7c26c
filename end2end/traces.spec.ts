import type { Page } from '@playwright/test';
import { Api, offer } from './support/api';
import { stored } from './support/offline';
import { Shop, someone } from './support/shop';
import { expectNoTraces, traces } from './support/traces';
import { expect, test } from './support/versions';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(120_000);

/** An order of a guest in this browser, and what is private about it. */
async function ordered(page: Page, shop: Shop, name: string) {
  const api = await Api.open(shop.lang);
  const goods = await offer(api, name, { units: 4 });
  const shopper = someone('Hortense Desmoulins');
  const number = await shop.order(goods, shopper);
  const digits = await shop.digits();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  return { shopper, secrets: [shopper.email, 'Desmoulins', number, digits, id] };
}

test('after a sign-out the browser keeps nothing of who was there', async ({ page, shop, install, say }, info) => {
  await install();
  const { shopper, secrets } = await ordered(page, shop, `traces ${info.project.name}`);
  await shop.signIn(shopper.email, 1);
  for (const path of ['/purchases', '/favourites', '/cart', '/account']) await shop.open(path);
  await expect.poll(() => traces(page)).toContain(secrets[0]);
  await expect.poll(() => traces(page)).toContain(secrets[2]);
  await shop.button('account.sign_out').click();
  await shop.expectSignedOut();
  await expectNoTraces(page, secrets);
  await page.goBack();
  await expectNoTraces(page, secrets);
  await expect(page.getByText(say('account.leaving'))).toHaveCount(0);
});

test('a guest is forgotten on this device', async ({ page, shop, install }, info) => {
  await install();
  const { secrets } = await ordered(page, shop, `guest traces ${info.project.name}`);
  await page.reload();
  await expect.poll(() => traces(page)).toContain(secrets[2]);
  await shop.open('/account');
  await shop.button('account.forget').click();
  await shop.button('account.forget_confirm').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expectNoTraces(page, secrets);
});

test('who leaves without a network is forgotten at once, and the server learns it when it is back', async ({ page, context, shop, install, network, say }, info) => {
  await install();
  const { shopper, secrets } = await ordered(page, shop, `left offline ${info.project.name}`);
  await shop.signIn(shopper.email, 1);
  await network.cut();
  await shop.button('account.sign_out').click();
  await shop.expectSignedOut();
  await expect(page.getByText(say('account.leaving'))).toBeVisible();
  await expectNoTraces(page, secrets);
  await page.close();

  // A tab that is opened later shows nothing of them either, even before it has asked who is signed in.
  const later = await context.newPage();
  const asked = later.waitForResponse((answer) => answer.url().endsWith('/api/session') && answer.ok());
  await network.mend();
  await later.goto(`/${shop.lang}/account`);
  expect(await (await asked).text()).not.toContain(shopper.email);
  await expect(later.locator('main').getByRole('link', { name: say('sign_in.title'), exact: true })).toBeVisible();
  await expect(later.getByText(say('account.leaving'))).toHaveCount(0);
  await expectNoTraces(later, secrets);
});

test('a device that is signed out from another one forgets and shows nothing, once it is opened', async ({ page, context, shop, install, elsewhere, lang, say, like }, info) => {
  await install();
  const { shopper, secrets } = await ordered(page, shop, `signed out elsewhere ${info.project.name}`);
  await shop.signIn(shopper.email, 1);
  await shop.open('/purchases');
  for (const secret of secrets) await expect.poll(() => traces(page)).toContain(secret);
  await page.close();

  const other = new Shop(await elsewhere(), lang);
  await other.signIn(shopper.email, 2);
  const devices = other.page.locator('.devices .account-line').getByRole('button', { name: like('device.sign_out_of') });
  await devices.click();
  await expect(devices).toHaveCount(0);

  const later = await context.newPage();
  await later.goto(`/${lang}/passes`);
  await expect(later.getByText(say('passes.empty_title'))).toBeVisible();
  await expect(() => expectNoTraces(later, secrets)).toPass({ timeout: 10_000 });
  await expect(later.locator('main')).not.toContainText(secrets[2]);
});

test('an answer that left before the sign-out is not kept after it', async ({ page, install, versions, shop }, info) => {
  await install();
  const { secrets } = await ordered(page, shop, `late answer ${info.project.name}`);
  versions.meddle = (path) => (path.startsWith('/api/orders/') ? 'late' : undefined);
  const late = page.evaluate(() => fetch(`/api${location.pathname.slice(3)}`).then((answer) => answer.text()));
  await expect.poll(() => versions.asked.at(-1)).toMatch(/^\/api\/orders\//);
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }).then(({ status }) => status));
  expect(await late, 'it was the person’s').toContain(secrets[2]);
  await page.waitForTimeout(500);
  await expectNoTraces(page, [secrets[2]]);
});

test('nor is one that says who was here', async ({ page, install, versions, shop }) => {
  await install();
  const { email } = someone();
  await shop.signIn(email);
  versions.meddle = (path, method) => (path === '/api/session' && method === 'GET' ? 'late' : undefined);
  versions.asked.length = 0;
  // The page reads the same: a browser's cache would have this one wait for that.
  const late = page.evaluate(() => fetch('/api/session', { cache: 'no-store' }).then((answer) => answer.text()));
  await expect.poll(() => versions.asked).toContain('/api/session');
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }).then(({ status }) => status));
  expect(await late, 'it was the person’s').toContain(email);
  await page.waitForTimeout(500);
  await expectNoTraces(page, [email]);
});

test('who leaves without a network is gone from every tab', async ({ page, context, shop, install, network, lang }, info) => {
  await install();
  const { secrets } = await ordered(page, shop, `tabs ${info.project.name}`);
  const number = secrets[2] ?? '';
  const [codes, account] = [new Shop(await context.newPage(), lang), new Shop(await context.newPage(), lang)];
  await codes.open('/passes');
  await expect(codes.page.locator('main')).toContainText(number);
  await account.open('/account');
  await network.cut();
  await account.button('account.forget').click();
  await account.button('account.forget_confirm').click();
  await expect(account.page.getByRole('dialog')).toHaveCount(0);
  for (const tab of [page, codes.page]) await expect(tab.locator('main')).not.toContainText(number);
});

test('what the next one changes before the server knows of a sign-out is theirs', async ({ page, shop, say, lang, install, versions, elsewhere }, info) => {
  const goods = await offer(await Api.open(lang), `next one ${info.project.name}`, { units: 4 });
  const { email } = someone();
  await install();
  await shop.signIn(email);
  // Nobody answers the sign-out, and it is not waited for; later it does not get through.
  versions.meddle = (path, method) => (path === '/api/session' && method === 'DELETE' ? 'silent' : undefined);
  await shop.button('account.sign_out').click();
  await shop.expectSignedOut();
  await expect(page.getByText(say('account.leaving'))).toBeVisible();
  versions.meddle = (path) => (path === '/api/session' ? 'cut' : undefined);
  await shop.addToCart(goods);
  await expect.poll(() => stored(page, 'changes')).toHaveLength(2);

  versions.meddle = () => undefined;
  await expect.poll(() => stored(page, 'changes'), { timeout: 30_000 }).toHaveLength(0);
  await shop.open('/cart');
  await expect(page.getByRole('heading', { level: 2, name: goods.product.name, exact: true })).toBeVisible();
  const left = new Shop(await elsewhere(), lang);
  await left.signIn(email, 1);
  await left.open('/cart');
  await expect(left.page.getByText(say('cart.empty_title'))).toBeVisible();
});

test('what a guest brings along from another device leaves the codes that are here', async ({ page, shop, lang, install, elsewhere }, info) => {
  const goods = await offer(await Api.open(lang), `codes stay ${info.project.name}`, { units: 4 });
  await install();
  await shop.order(goods, someone());
  await expect.poll(() => stored(page, 'passes')).toHaveLength(1);
  const computer = await elsewhere();
  await computer.goto(`/${lang}/stores`);
  const token = await computer.evaluate(async (path) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/handoffs', { method: 'POST', headers, body: JSON.stringify({ path }) });
    return (await answer.json()).token;
  }, `/${lang}/stores`);
  await page.goto(`/${lang}/continue#${token}`);
  await shop.button('handoff.go').click();
  await expect(page).toHaveURL(/\/stores$/);
  expect(await stored(page, 'passes')).toHaveLength(1);
});
