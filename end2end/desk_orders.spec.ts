// An order by telephone: typed by an associate, prepared and handed over like every other.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import type { Desk } from './support/desk';
import { mails } from './support/mailbox';
import { expect, test } from './support/test';

const storeOf = (project: string) => (project.startsWith('phone') ? 'PAR06' : 'STR01');

async function openOrder(page: Page, desk: Desk) {
  await page.getByRole('link', { name: desk.say('order.link'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: desk.say('order.title') })).toBeFocused();
}

/** Finds a variant by its product's name and puts it into the basket. */
async function add(page: Page, desk: Desk, name: string, sku: string) {
  await page.getByLabel(desk.say('order.search'), { exact: true }).fill(name);
  await page.locator('.order-search').getByRole('button').click();
  await page.locator('.order-product').filter({ hasText: name }).first().click();
  await page.locator(`input[name="order-variant"][value="${sku}"]`).check();
  await desk.button('order.add').click();
  await expect(page.locator('.basket .pickup-line').filter({ hasText: sku })).toBeVisible();
}

test('an associate orders for a customer on the telephone, prepares it and hands it over', async ({ page, desk, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `by telephone ${info.project.name}`, { store: storeOf(info.project.name) });
  const { variant, store, product, price } = goods;
  const before = (await api.quantity(variant.sku, store.id)) ?? NaN;
  const email = `camille.${randomUUID()}@example.com`;

  await desk.signIn(store);
  await openOrder(page, desk);
  await expectAccessible(page);
  await add(page, desk, product.name, variant.sku);
  await expect(page.locator('.basket')).toContainText(desk.say('order.total'));
  await expectAccessible(page);

  await desk.button('order.submit').click();
  const field = (name: string) => page.getByLabel(desk.say(`order.${name}`), { exact: true });
  await expect(field('name'), 'the first field that is missing').toBeFocused();
  await expect(page.locator('.field-error')).toHaveCount(2);
  await expectAccessible(page);
  await field('name').fill('Camille Autre');
  await field('email').fill('camille at example');
  await field('phone').fill('06 12 34 56 78');
  await desk.button('order.submit').click();
  await expect(field('email')).toBeFocused();
  await field('email').fill(email);

  // Somebody else is served meanwhile: nothing is lost.
  await desk.openFind();
  await page.goBack();
  await expect(field('email')).toHaveValue(email);
  await expect(page.locator('.basket .pickup-line')).toHaveCount(1);

  await desk.button('order.submit').click();
  await expect(page.getByText(desk.like('order.question', { total: desk.money(price) }))).toBeVisible();
  await expectAccessible(page);
  await page.waitForTimeout(700);
  await desk.button('order.confirm').click();
  const number = page.locator('.handed-over .staging-place');
  await expect(number).toHaveText(/^V-/);
  const said = (await number.textContent()) ?? '';
  expect(await api.quantity(variant.sku, store.id), 'it is held').toBe(before - 1);
  await expectAccessible(page);
  const [mail] = await mails(email, 1);
  expect(mail.subject).toContain(said);

  await desk.makeReady(page, 'B7');
  await expect(page.locator('.hand-over .staging-place')).toHaveText('B7');
  await desk.handOver();
  await expect(page.getByRole('heading', { name: desk.like('hand_over.done_title') })).toBeVisible();
  await expectAccessible(page);
});

test('what is gone meanwhile is said beside its line, and nothing else is lost', async ({ page, desk, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `gone ${info.project.name}`, { store: storeOf(info.project.name) });
  const { variant, store, product } = goods;
  await desk.signIn(store);
  await openOrder(page, desk);
  await add(page, desk, product.name, variant.sku);
  const field = (name: string) => page.getByLabel(desk.say(`order.${name}`), { exact: true });
  await field('name').fill('Camille Autre');
  await field('email').fill(`camille.${randomUUID()}@example.com`);
  await page.getByRole('radio', { name: desk.say('order.by_message'), exact: true }).check();

  // Taking all that the store has would take it from other tests.
  await page.route('**/api/desk/orders', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      json: {
        type: 'urn:vitrine:problem:not_enough_stock',
        code: 'not_enough_stock',
        status: 409,
        title: 'the store can’t give that many',
        sku: variant.sku,
        available: 0,
      },
    }),
  );
  await desk.inTwoSteps(desk.button('order.submit'), 'order.confirm');
  const line = page.locator('.basket .pickup-line').filter({ hasText: variant.sku });
  await expect(line.getByRole('alert')).toHaveText(/\S/);
  await expect(line.getByRole('textbox')).toBeFocused();
  await expectAccessible(page);
  await page.unroute('**/api/desk/orders');
  await desk.button('order.confirm').click();
  await expect(page.locator('.handed-over .staging-place')).toHaveText(/^V-/);
});
