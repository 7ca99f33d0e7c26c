import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { mailAbout, mails } from './support/mailbox';
import { buyOnline, card, plain, startOf, textOf } from './support/purchases';
import { choosePiece, returnNumber } from './support/returns';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';
import { Till } from './support/till';

test('the web, the till and a paper receipt come together in one list', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `purchases web ${info.project.name}`, { units: 4 });
  const sold = await offer(api, `purchases till ${info.project.name}`, { units: 4 });
  const found = await offer(api, `purchases paper ${info.project.name}`, { units: 4 });
  const shopper = someone();
  await shop.signIn(shopper.email);
  await expect(page.getByRole('img', { name: say('loyalty.barcode') })).toBeVisible();
  await expect(page.getByRole('img', { name: say('loyalty.qr') })).toBeVisible();
  await expectAccessible(page);
  const { loyalty_code: loyalty } = await (await page.request.get('/api/account')).json();
  expect((await page.locator('.barcode-digits').innerText()).replace(/\D/g, '')).toBe(loyalty);

  const web = await buyOnline(page, shop, goods, shopper);
  const till = Till.of(sold.store, `purchases ${info.project.name}`, lang);
  await shop.open('/purchases');
  const door = say(info.project.name.startsWith('phone') ? 'channel.mobile' : 'channel.web');
  await expect(card(page, say('purchases.order', { number: web.number }))).toContainText(door);
  // What the till sends comes in by itself.
  const receipt = await till.sell(sold, { loyalty_code: loyalty });
  await expect(card(page, say('purchases.receipt', { number: receipt.number }))).toBeVisible();
  await expectAccessible(page);

  const paper = await Till.of(found.store, `paper ${info.project.name}`, lang).sell(found);
  await page.goto(paper.url);
  await expect(await shop.heading()).toHaveText(say('receipt.title_done'));
  expect(page.url()).not.toContain('#');
  await expect(page.locator('.receipt-lines')).toContainText(found.product.name);
  await expectAccessible(page);
  await page.getByRole('link', { name: say('purchases.all'), exact: true }).click();
  await expect(page.locator('.purchase-card')).toHaveCount(3);

  // Filters are in the address, survive a reload, and the way back undoes them.
  await openFilters(page, shop);
  await page.getByLabel(say('purchases.channel'), { exact: true }).selectOption('store');
  await expect(page.locator('.purchase-card')).toHaveCount(2);
  await expect(page).toHaveURL(/channel=store/);
  await page.getByRole('searchbox', { name: say('purchases.search') }).fill(sold.product.name);
  await page.keyboard.press('Enter');
  await expect(card(page, say('purchases.receipt', { number: receipt.number }))).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(say('purchases.channel'), { exact: true })).toHaveValue('store');
  await expect(card(page, say('purchases.receipt', { number: receipt.number }))).toBeVisible();
  await expectAccessible(page);
  await page.goBack();
  await page.goBack();
  await expect(page.locator('.purchase-card')).toHaveCount(3);
  await page.goto(`/${lang}/purchases?text=zzzzqqqq`);
  await expect(page.getByText(say('purchases.none_title'))).toBeVisible();
  await expectAccessible(page);
  await page.locator('.message').getByRole('link', { name: say('purchases.without_filters'), exact: true }).click();
  await expect(page.locator('.purchase-card')).toHaveCount(3);
});

/** On a phone the filters are folded away. */
async function openFilters(page: Page, shop: Shop) {
  const toggle = shop.button('purchases.filter');
  if ((await toggle.isVisible()) && (await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
}

test('an invoice is read, downloaded, e-mailed, and written anew for a company', async ({ page, shop, say, like, lang }, info) => {
  const goods = await offer(await Api.open(lang), `invoice ${info.project.name}`, { units: 4 });
  const { shopper, number } = await buyOnline(page, shop, goods);
  await expect(page.getByRole('link', { name: like('purchase.order_invoice') })).toBeVisible();
  await page.getByRole('link', { name: say('purchase.of_order'), exact: true }).click();
  await expect(await shop.heading()).toHaveText(say('purchases.order', { number }));
  await expect(page.getByText(like('purchase.guarantee'))).toBeVisible();
  await expect(page.getByRole('link', { name: say('purchase.withdraw'), exact: true })).toBeVisible();
  await expectAccessible(page);

  const invoices = page.locator('.purchase-invoice');
  await expect(invoices).toHaveCount(1);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    invoices.getByRole('link', { name: new RegExp(escape(say('purchase.download'))) }).click(),
  ]);
  expect(await startOf(file)).toBe('%PDF');
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);

  await invoices.getByRole('button', { name: like('purchase.by_email_of') }).click();
  await expect(shop.field('checkout.email')).toHaveValue(shopper.email);
  const other = `comptable.${shopper.email}`;
  await shop.field('checkout.email').fill('not an address');
  await shop.button('invoice.email_send').click();
  await expect(shop.field('checkout.email')).toHaveAccessibleDescription(say('invalid.not_an_email'));
  await expectAccessible(page);
  await shop.field('checkout.email').fill(other);
  await shop.button('invoice.email_send').click();
  await expect(page.getByText(say('invoice.email_sent', { email: other }))).toBeVisible();
  await mails(other);
  await page.getByText(say('invoice.email_close'), { exact: true }).click();

  await shop.button('purchase.company').click();
  await shop.button('company.send').click();
  await expect(shop.field('company.name')).toBeFocused();
  await shop.field('company.name').fill('Atelier Dupont & Filles');
  await shop.field('company.siren').fill('732 829 321');
  await shop.field('company.address').fill('12 rue des Lilas, 75011 Paris');
  await shop.button('company.send').click();
  await expect(shop.field('company.siren')).toHaveAccessibleDescription(new RegExp(escape(say('invalid.not_a_siren'))));
  await expectAccessible(page);
  await shop.field('company.siren').fill('732 829 320');
  await shop.button('company.send').click();
  // The first one, the credit note that takes it back, and the one that names the company.
  await expect(invoices).toHaveCount(3);
  await expect(invoices.filter({ hasText: say('purchase.business') })).toHaveCount(1);
  await expect(invoices.filter({ hasText: say('purchase.corrected') })).toHaveCount(1);
  await expectAccessible(page);

  await invoices.filter({ hasText: say('purchase.business') }).getByRole('link', { name: like('purchase.read_of') }).click();
  await expect(page.locator('.invoice')).toContainText('Atelier Dupont & Filles');
  await expect(page.locator('.invoice')).toContainText(/732\s829\s320/);
  await expect(page.locator('.invoice')).toContainText(goods.product.name);
  await expect(page.locator('.invoice')).toContainText(number);
  await expectAccessible(page);
  const logo = page.locator('.invoice').getByRole('img', { name: 'Tournemidi', exact: true });
  await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expectSaidByPdf(page, shop);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.site-header')).toBeHidden();
  await expect(page.locator('.invoice-ways')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
});

/** The PDF of the invoice on screen has its number, articles, amounts and mentions. */
async function expectSaidByPdf(page: Page, shop: Shop) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: shop.say('invoice.download'), exact: true }).click(),
  ]);
  const said = await textOf(file);
  const number = file.suggestedFilename().replace(/\.pdf$/, '');
  await expect(await shop.heading()).toContainText(number);
  const shown = (part: string) => page.locator('.invoice').locator(part).allInnerTexts();
  const articles = await shown('.invoice-article p:first-child');
  const amounts = await shown('.invoice-sums td.invoice-amount, .invoice-sums .sum-line > :last-child');
  // That the e-invoice is inside is told of the file from outside and from inside.
  const electronic = plain(shop.say('invoice.electronic'));
  const mentions = (await shown('.invoice-mentions p')).filter((text) => plain(text) !== electronic);
  // Base and VAT of a rate, the three sums and the payment; VAT, the company, and the terms of who buys for a company.
  expect([articles.length, amounts.length, mentions.length]).toEqual([1, 6, 5]);
  for (const text of [number, ...articles, ...amounts, ...mentions]) expect(said).toContain(plain(text));
}

test('purchases and invoices are nobody else’s business', async ({ page, shop, say, elsewhere, lang }, info) => {
  const goods = await offer(await Api.open(lang), `strangers ${info.project.name}`, { units: 4 });
  const { id, number } = await buyOnline(page, shop, goods);
  const purchase = await (await page.request.get(`/api/purchases/${id}`)).json();
  const stranger = new Shop(await elsewhere(), lang);
  await stranger.open(`/purchases/${id}`);
  await expect(stranger.page.getByText(say('purchase.closed_title'))).toBeVisible();
  await expect(stranger.page.locator('main')).not.toContainText(number);
  await expectAccessible(stranger.page);
  await stranger.open(`/invoices/${purchase.invoices[0].id}`);
  await expect(stranger.page.getByText(say('invoice.closed_title'))).toBeVisible();
  await expectAccessible(stranger.page);
  expect((await stranger.page.request.get(`/api/invoices/${purchase.invoices[0].id}/pdf`)).status()).toBe(404);
  await stranger.open('/purchases');
  await expect(stranger.page.getByText(say('purchases.empty_title'))).toBeVisible();
  await expectAccessible(stranger.page);
});

test('a receipt is claimed once, by a guest too', async ({ page, shop, say, like, elsewhere, lang }, info) => {
  const sold = await offer(await Api.open(lang), `claim ${info.project.name}`, { units: 4 });
  const { url, number } = await Till.of(sold.store, `claim ${info.project.name}`, lang).sell(sold);
  await shop.open('/receipts/claim');
  await expectAccessible(page);
  await shop.field('receipt.token').fill('nothing');
  await shop.button('receipt.submit').click();
  await expect(shop.field('receipt.token')).toHaveAccessibleDescription(new RegExp(escape(say('receipt.not_a_token'))));
  // Without a network the receipt is kept, and goes in when the network is back.
  await page.context().setOffline(true);
  await shop.field('receipt.token').fill(url);
  await shop.button('receipt.submit').click();
  await expect(page.getByText(say('receipt.offline_title'), { exact: true })).toBeVisible();
  await page.context().setOffline(false);
  await expect(await shop.heading()).toHaveText(say('receipt.title_done'));
  await expect(page.locator('main')).toContainText(say('receipt.keep'));
  await page.getByRole('link', { name: say('receipt.see'), exact: true }).click();
  await expect(await shop.heading()).toHaveText(say('purchases.receipt', { number }));
  await expect(page.locator('.purchase-invoice')).toHaveCount(1);
  await expectAccessible(page);

  const other = new Shop(await elsewhere(), lang);
  await other.page.goto(url);
  await expect(other.page.getByText(say('receipt.taken_title'))).toBeVisible();
  await expectAccessible(other.page);
  const token = url.slice(url.indexOf('#') + 1);
  const forged = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');
  await other.open(`/receipts/claim#${forged}`);
  await expect(other.page.getByText(say('receipt.not_genuine_title'))).toBeVisible();
  await expectAccessible(other.page);
  // The same browser may scan it again.
  await page.goto(url);
  await expect(await shop.heading()).toHaveText(say('receipt.title_done'));
  await expect(page.getByText(like('receipt.taken_title'))).toHaveCount(0);
});

test('a guest who scans a receipt buys the piece again, then brings it back', async ({ page, shop, say, lang }, info) => {
  const sold = await offer(await Api.open(lang), `receipt back ${info.project.name}`, { units: 4 });
  const { name } = sold.product;
  const { url } = await Till.of(sold.store, `back ${info.project.name}`, lang).sell(sold);
  await page.goto(url);
  await page.getByRole('link', { name: say('receipt.see'), exact: true }).click();
  await shop.button('purchase.again_of', { store: sold.store.name, name }).click();
  await expect(page.getByText(say('buy.added', { store: sold.store.name }))).toBeVisible();
  await page.getByRole('link', { name: say('buy.see_cart'), exact: true }).click();
  await expect(page.getByRole('textbox', { name: say('quantity.of', { name }) })).toHaveValue('1');

  await page.goBack();
  await page.getByRole('link', { name: say('purchase.bring_back'), exact: true }).click();
  await choosePiece(shop);
  const { email } = someone();
  await shop.field('returns.email').fill(email);
  await expectAccessible(page);
  await shop.button('returns.send').click();
  const number = await returnNumber(shop);
  const digits = await shop.digits();
  expect((await mailAbout(email, number)).text.replace(/\s/g, '')).toContain(digits);
});

test('all invoices of a year come in one file', async ({ page, shop, say, like, lang }, info) => {
  const goods = await offer(await Api.open(lang), `archive ${info.project.name}`, { units: 4 });
  await buyOnline(page, shop, goods);
  await shop.open('/purchases');
  const year = await page.locator('.purchase-year h3').first().innerText();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    shop.button('purchases.archive', { year }).click(),
  ]);
  expect((await startOf(file)).slice(0, 2)).toBe('PK');
  await expect(page.locator('.archive').getByText(like('purchases.archive_ready'))).toBeVisible();
  await expect(shop.button('purchases.archive_again')).toBeFocused();
  await expectAccessible(page);

  // A server that fails leaves what is done, and the work goes on from there.
  await page.reload();
  await page.route('**/api/invoices/archive*', (route) => route.abort());
  await shop.button('purchases.archive', { year }).click();
  await expect(page.locator('.archive').getByRole('alert')).toContainText(say('purchases.archive_kept'));
  await expectAccessible(page);
  await page.unroute('**/api/invoices/archive*');
  const [again] = await Promise.all([page.waitForEvent('download'), shop.button('purchases.archive_go_on').click()]);
  expect((await startOf(again)).slice(0, 2)).toBe('PK');
});

test('the file of a year tells how far it is, and can be stopped', async ({ page, shop, say, like, lang }, info) => {
  const goods = await offer(await Api.open(lang), `stopped ${info.project.name}`, { units: 4 });
  await buyOnline(page, shop, goods);
  await shop.open('/purchases');
  const year = await page.locator('.purchase-year h3').first().innerText();
  let done = 0;
  await page.route('**/api/invoices/archive*', async (route) => {
    done += 10;
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.fulfill({ json: { done, total: 500 } });
  });
  await shop.button('purchases.archive', { year }).click();
  await expect(page.locator('.archive-progress')).toContainText(like('purchases.archive_progress'));
  await expectAccessible(page);
  await shop.button('purchases.archive_stop').click();
  await expect(page.locator('.archive').getByText(say('purchases.archive_stopped'))).toBeVisible();
  const asked = done;
  await page.waitForTimeout(1_200);
  expect(done).toBeLessThanOrEqual(asked + 10);
});

function escape(text: string) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s');
}
