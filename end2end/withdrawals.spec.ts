import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { tabTo } from './support/keyboard';
import { mailAbout } from './support/mailbox';
import { demoPages } from './support/pages.mjs';
import { collected, piece, purchase, returnNumber } from './support/returns';
import type { Shop } from './support/shop';
import { expect, test } from './support/test';

async function identify(shop: Shop, { number, email }: { number: string; email: string }) {
  await shop.field('withdrawal.number').fill(number);
  await shop.field('checkout.email').fill(email);
  await shop.field('checkout.name').fill('Camille Autre');
  await shop.button('withdrawal.find').click();
}

const step = (shop: Shop) => shop.page.locator('#withdrawal-step');

test('a guest withdraws in two steps, without an account, and gets a dated receipt', async ({ page, shop, say, like, lang }, info) => {
  const api = await Api.open(lang);
  const { order } = await collected(api, await offer(api, `withdraw ${info.project.name}`, { units: 5 }), 2);
  await shop.open();
  await page.getByRole('contentinfo').getByRole('link', { name: say('withdrawal.link') }).click();
  await expect(await shop.heading()).toHaveText(say('withdrawal.title'));
  await expect(await shop.heading()).toBeFocused();
  await expectAccessible(page);

  await identify(shop, { number: ` ${order.number.toLowerCase()} `, email: order.email });
  await expect(step(shop)).toHaveText(say('withdrawal.which'));
  await expect(step(shop)).toBeFocused();
  await expect(page.getByText(like('withdrawal.until'))).toBeVisible();
  await expect(piece(shop).getByRole('checkbox')).toBeChecked();
  await expect(piece(shop).getByRole('textbox')).toHaveValue('2');
  await expectAccessible(page);
  await piece(shop).getByRole('button', { name: say('quantity.less') }).click();
  await shop.button('withdrawal.go_on').click();

  await expect(step(shop)).toHaveText(say('withdrawal.summary'));
  await expect(step(shop)).toBeFocused();
  await expect(page.locator('.withdrawal-confirm')).toContainText(order.number);
  await expectAccessible(page);
  await shop.button('withdrawal.confirm').dblclick();

  await expect(step(shop)).toHaveText(say('withdrawal.done'));
  await expect(page.getByText(like('withdrawal.received_at'))).toBeVisible();
  await expect(page.getByText(say('withdrawal.mailed', { email: order.email }))).toBeVisible();
  const digits = await shop.digits();
  await expectAccessible(page);
  const { returns, lines } = await purchase(api, order.id);
  expect(returns, 'two taps are one withdrawal').toHaveLength(1);
  expect(lines[0]).toMatchObject({ returned: 1, returnable: 1 });

  const mail = await mailAbout(order.email, returns[0].number);
  expect(mail.text.replace(/\s/g, '')).toContain(digits);
  await page.getByRole('link', { name: say('withdrawal.follow') }).click();
  expect(await returnNumber(shop)).toBe(returns[0].number);
  await expect(page.getByText(like('returns.paid_when_received'))).toBeVisible();
  await expectAccessible(page);
});

test('before collection the whole order ends, and its page says so', async ({ page, shop, say, lang, elsewhere }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `withdraw early ${info.project.name}`, { units: 4 });
  const { order, link_token } = await api.order(goods, 2);
  const other = await elsewhere();
  await other.goto(`/${lang}/orders/${order.id}#${link_token}`);
  await expect(other.locator('main')).toContainText(order.number);
  const here = other.getByRole('link', { name: say('purchase.withdraw'), exact: true });
  await expect(here).toHaveAttribute('href', `/${lang}/withdrawal?number=${order.number}`);

  await shop.open(`/withdrawal?number=${order.number}`);
  await expect(shop.field('withdrawal.number')).toHaveValue(order.number);
  await identify(shop, order);
  await expect(page.getByText(say('withdrawal.not_handed_over'))).toBeVisible();
  await expect(piece(shop).getByRole('checkbox')).toHaveCount(0);
  await expectAccessible(page);
  await shop.button('withdrawal.go_on').click();
  await expect(page.getByText(say('withdrawal.next_cancelled'))).toBeVisible();
  await shop.button('withdrawal.confirm').click();
  await expect(step(shop)).toHaveText(say('withdrawal.done'));
  await expect(page.getByText(say('withdrawal.is_cancelled'))).toBeVisible();
  await expectAccessible(page);
  await expect(other.getByText(say('order.cancelled_by_you'))).toBeVisible();
  await expect.poll(() => api.quantity(goods.variant.sku, goods.store.id)).toBe(goods.quantity);

  // There is nothing left to withdraw from.
  await shop.open('/withdrawal');
  await identify(shop, order);
  await expect(page.getByText(say('withdrawal.nothing_left')).or(page.getByText(say('withdrawal.over')))).toBeVisible();
});

test('the way to withdraw is at the foot of every page', async ({ page, say, lang, baseURL }) => {
  const link = page.getByRole('contentinfo').getByRole('link', { name: say('withdrawal.link'), exact: true });
  for (const path of Object.values(await demoPages(baseURL, lang)) as string[]) {
    await page.goto(path, { waitUntil: 'commit' });
    await expect(link, path).toBeVisible();
    await expect(link, path).toHaveAttribute('href', `/${lang}/withdrawal`);
  }
});

test('a wrong number and a wrong address are told alike', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { order } = await api.order(await offer(api, `withdraw wrong ${info.project.name}`));
  await shop.open('/withdrawal');
  const failure = page.locator('#withdrawal-failure');
  await identify(shop, { number: order.number, email: 'somebody.else@example.com' });
  await expect(failure).toHaveText(say('withdrawal.not_found'));
  await expect(failure).toBeFocused();
  await identify(shop, { number: 'V-0000-0000', email: order.email });
  await expect(failure).toHaveText(say('withdrawal.not_found'));
  await expectAccessible(page);
  await page.reload();
  await expect(shop.field('checkout.email')).toHaveValue(order.email);
});

test('mistakes in the form are said beside their fields', async ({ page, shop, say }) => {
  await shop.open('/withdrawal');
  await shop.field('checkout.email').fill('zoe at example');
  await shop.button('withdrawal.find').click();
  await expect(shop.field('withdrawal.number')).toBeFocused();
  await expect(shop.field('withdrawal.number')).toHaveAccessibleDescription(new RegExp(say('invalid.required')));
  await expect(page.getByRole('alert').filter({ hasText: say('checkout.mend') })).toBeVisible();
  await expectAccessible(page);
});

for (const [what, problem, text] of [
  ['too late', { code: 'too_late', status: 409, at: '2026-11-20T00:00:00+01:00' }, 'withdrawal.too_late'],
  ['too many tries', { code: 'too_many_tries', status: 429, at: '2026-11-28T16:00:00+01:00' }, 'error.too_many_tries_until'],
] as const) {
  test(`${what} is said with its date`, async ({ page, shop, like }) => {
    const body = { type: `urn:vitrine:problem:${problem.code}`, title: what, ...problem };
    await page.route('**/api/withdrawals/find', (route) =>
      route.fulfill({ status: problem.status, contentType: 'application/problem+json', json: body }),
    );
    await shop.open('/withdrawal');
    await identify(shop, { number: 'V-4KX9-27QP', email: 'zoe@example.com' });
    await expect(page.locator('#withdrawal-failure')).toHaveText(like(text));
    await expectAccessible(page);
  });
}

test('a lost answer is asked again and is one withdrawal', async ({ page, context, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { order } = await collected(api, await offer(api, `withdraw lost ${info.project.name}`));
  await shop.open('/withdrawal');
  await context.setOffline(true);
  await identify(shop, order);
  await expect(page.locator('#withdrawal-failure')).toContainText(say('offline.later'));
  await context.setOffline(false);
  await shop.button('withdrawal.find').click();
  await shop.button('withdrawal.go_on').click();
  await page.route('**/api/withdrawals', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await shop.button('withdrawal.confirm').click();
  await expect(page.locator('#confirm-failure')).toContainText(say('withdrawal.safe_to_retry'));
  await page.unroute('**/api/withdrawals');
  await shop.button('withdrawal.confirm').click();
  await expect(step(shop)).toHaveText(say('withdrawal.done'));
  expect((await purchase(api, order.id)).returns).toHaveLength(1);
});

test('a guest withdraws with the keyboard alone', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const { order } = await collected(api, await offer(api, `withdraw keys ${info.project.name}`));
  await shop.open('/withdrawal');
  for (const [key, text] of [['withdrawal.number', order.number], ['checkout.email', order.email], ['checkout.name', 'Zoé']]) {
    await tabTo(page, shop.field(key));
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await expect(step(shop)).toBeFocused();
  await tabTo(page, shop.button('withdrawal.go_on'));
  await page.keyboard.press('Enter');
  await expect(step(shop)).toHaveText(say('withdrawal.summary'));
  await tabTo(page, shop.button('withdrawal.confirm'));
  await page.keyboard.press('Enter');
  await expect(step(shop)).toHaveText(say('withdrawal.done'));
  await expect(step(shop)).toBeFocused();
});
