// One customer through every door: the web, the till, a paper receipt, and back again.
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { mailAbout } from './support/mailbox';
import { buyOnline, card, startOf } from './support/purchases';
import { choosePiece, findReturn, otherStore, receive, refund, returnId, returnNumber } from './support/returns';
import { someone, type Shop } from './support/shop';
import { expect, test } from './support/test';
import { Till } from './support/till';

/** From the list to the purchase and back, with its one invoice read and downloaded. */
async function readInvoice(page: Page, shop: Shop, title: string, product: string) {
  await card(page, title).getByRole('heading', { level: 2 }).getByRole('link').click();
  await expect(await shop.heading()).toHaveText(title);
  const invoice = page.locator('.purchase-invoice');
  await expect(invoice).toHaveCount(1);
  await expectAccessible(page);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    invoice.getByRole('link', { name: shop.like('purchase.download_of', { download: shop.say('purchase.download') }) }).click(),
  ]);
  expect(await startOf(file)).toBe('%PDF');
  await invoice.getByRole('link', { name: shop.like('purchase.read_of') }).click();
  await expect(page.locator('.invoice')).toContainText(product);
  await expectAccessible(page);
  await page.goBack();
  await page.goBack();
  await expect(await shop.heading()).toHaveText(shop.say('purchases.title'));
}

test('bought on the web, at the till and with a paper receipt; one piece comes back, one contract ends', async ({ page, shop, say, like, lang }, info) => {
  test.setTimeout(120_000);
  const api = await Api.open(lang);
  const ordered = await offer(api, `visit web ${info.project.name}`, { units: 4 });
  const sold = await offer(api, `visit till ${info.project.name}`, { units: 4 });
  const found = await offer(api, `visit paper ${info.project.name}`, { units: 4 });
  const shopper = someone();
  await shop.signIn(shopper.email);
  const { loyalty_code: loyalty } = await (await page.request.get('/api/account')).json();

  const web = await buyOnline(page, shop, ordered, shopper);
  const till = await Till.of(sold.store, `visit ${info.project.name}`, lang).sell(sold, { loyalty_code: loyalty });
  const paper = await Till.of(found.store, `visit paper ${info.project.name}`, lang).sell(found);
  await page.goto(paper.url);
  await expect(await shop.heading()).toHaveText(say('receipt.title_done'));
  await page.getByRole('link', { name: say('purchases.all'), exact: true }).click();
  await expect(page.locator('.purchase-card')).toHaveCount(3);
  await expectAccessible(page);

  const order = say('purchases.order', { number: web.number });
  const receipt = say('purchases.receipt', { number: till.number });
  await readInvoice(page, shop, order, ordered.product.name);
  await readInvoice(page, shop, receipt, sold.product.name);
  await readInvoice(page, shop, say('purchases.receipt', { number: paper.number }), found.product.name);

  // What was bought at the till of one store goes back to another.
  await card(page, receipt).getByRole('heading', { level: 2 }).getByRole('link').click();
  await page.getByRole('link', { name: say('purchase.bring_back'), exact: true }).click();
  await expect(await shop.heading()).toHaveText(say('returns.form_title'));
  await choosePiece(shop);
  await shop.button('returns.send').click();
  const number = await returnNumber(shop);
  await expectAccessible(page);
  const store = await otherStore(api, sold.store);
  const brought = await findReturn(api, store, await shop.digits());
  expect(brought.id).toBe(returnId(shop));
  const received = await receive(api, brought);
  await expect(page.getByText(like('returns.is_received'))).toBeVisible();
  await refund(api, received);
  await expect(page.getByText(like('returns.is_refunded'))).toBeVisible();
  await expectAccessible(page);

  // The contract of the web ends by the law's own two steps, and the account fills the form in.
  await shop.open('/purchases');
  await card(page, order).getByRole('heading', { level: 2 }).getByRole('link').click();
  await page.getByRole('link', { name: say('purchase.withdraw'), exact: true }).click();
  await expect(shop.field('withdrawal.number')).toHaveValue(web.number);
  await expect(shop.field('checkout.email')).toHaveValue(shopper.email);
  await shop.field('checkout.name').fill(shopper.name);
  await shop.button('withdrawal.find').click();
  await shop.button('withdrawal.go_on').click();
  await shop.button('withdrawal.confirm').click();
  await expect(page.locator('#withdrawal-step')).toHaveText(say('withdrawal.done'));
  await expectAccessible(page);
  const withdrawn = await (await page.request.get(`/api/purchases/${web.id}`)).json();
  await mailAbout(shopper.email, withdrawn.returns[0].number);

  // The one history tells all of it.
  await shop.open('/purchases');
  await expect(page.locator('.purchase-card')).toHaveCount(3);
  await card(page, receipt).getByRole('heading', { level: 2 }).getByRole('link').click();
  const returns = page.getByRole('region', { name: say('purchase.returns') });
  await expect(returns).toContainText(say('purchase.return_of', { number }));
  await expect(returns).toContainText(say('purchase.return_refunded'));
  await expect(page.locator('.purchase-invoice')).toHaveCount(2);
  await expectAccessible(page);
});
