import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { mails } from './support/mailbox';
import { someone } from './support/shop';
import { expect, test } from './support/test';

test('a guest orders, gets a pass and an e-mail, opens it elsewhere and cancels', async ({ page, shop, say, lang, elsewhere }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `orders ${info.project.name}`, { units: 4 });
  const shopper = someone();
  const number = await shop.order(goods, shopper);

  await expect(page.getByRole('img', { name: say('pass.code') })).toBeVisible();
  const digits = await shop.digits();
  expect(digits).toMatch(/^\d{6}$/);
  await expect(page.getByText(say('pickup.placed')).first()).toBeVisible();
  await expectAccessible(page);
  await expect.poll(() => api.quantity(goods.variant.sku, goods.store.id)).toBe(goods.quantity - 1);

  const [mail] = await mails(shopper.email);
  expect(mail.subject + mail.text).toContain(number);
  expect(mail.text.replace(/\s/g, '')).toContain(digits);
  expect(mail.link).toContain(`/${lang}/orders/`);

  const other = await elsewhere();
  await other.goto(mail.link ?? '');
  await expect(other.getByRole('heading', { level: 1 })).toContainText(number);

  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
  await page.getByRole('button', { name: say('order.cancel'), exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: say('order.cancel_confirm') }).click();
  await expect(page.getByText(say('order.cancelled_by_you'))).toBeVisible();
  await expect(page.getByRole('img', { name: say('pass.code') })).toHaveCount(0);
  await expectAccessible(page);
  await expect.poll(() => api.quantity(goods.variant.sku, goods.store.id)).toBe(goods.quantity);

  // The page in the other browser follows by itself.
  await expect(other.getByText(say('order.cancelled_by_you'))).toBeVisible();
});

test('the status on the order’s page changes by itself when the store is ready', async ({ page, shop, say, lang, like }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `ready ${info.project.name}`);
  const { order, link_token } = await api.order(goods);
  await shop.open(`/orders/${order.id}#${link_token}`);
  await expect(page.locator('main')).toContainText(order.number);
  await page.waitForTimeout(500);

  await api.signIn(goods.store.id);
  await api.makeReady(order.pickups[0].id);
  await expect(page.getByText(like('order.is_ready'))).toBeVisible({ timeout: 2_000 });
  await expectAccessible(page);

  await api.collect(order.pickups[0].id);
  await expect(page.getByText(like('order.collected_at'))).toBeVisible({ timeout: 2_000 });
  await expect(page.getByRole('button', { name: say('order.cancel'), exact: true })).toHaveCount(0);
  await expectAccessible(page);
});

test('a form with mistakes says where and keeps what was typed', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `mistakes ${info.project.name}`);
  await shop.addToCart(goods);
  await shop.fillCheckout({ name: ' ', email: 'zoe at example', phone: 'call me' });
  await shop.send().click();
  await expect(page.getByRole('alert').filter({ hasText: say('checkout.mend') })).toBeVisible();
  await expect(shop.field('checkout.name')).toBeFocused();
  for (const [field, reason] of [['name', 'required'], ['email', 'not_an_email'], ['phone', 'not_a_phone']]) {
    await expect(shop.field(`checkout.${field}`)).toHaveAccessibleDescription(new RegExp(escape(say(`invalid.${reason}`))));
  }
  await expectAccessible(page);
  await page.reload();
  await expect(shop.field('checkout.email')).toHaveValue('zoe at example');
});

test('what was sold meanwhile is said at checkout, and nothing is ordered', async ({ page, shop, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `sold out ${info.project.name}`, { units: 1 });
  const left = Math.min(goods.quantity, 5);
  await shop.addToCart(goods);
  const shopper = someone();
  await shop.fillCheckout(shopper);
  for (let sold = 0; sold < goods.quantity; sold += left) {
    await api.order(goods, Math.min(left, goods.quantity - sold));
  }
  await shop.send().click();
  await expect(page.locator('#checkout-failure')).toBeVisible();
  await expect(page).toHaveURL(/\/checkout/);
  await expectAccessible(page);
});

function escape(text: string) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
