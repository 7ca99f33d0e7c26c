import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { codeOf, mails } from './support/mailbox';
import { someone } from './support/shop';
import { expect, test } from './support/test';

test('what was bought with another address joins the account, and parts again', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `addresses ${info.project.name}`);
  const [shopper, other] = [someone(), someone()];
  const number = await shop.order(goods, other);
  // Another person's browser is left behind: nothing of it is known here.
  await page.context().clearCookies();
  await shop.signIn(shopper.email);
  const order = page.getByRole('link', { name: say('order.title', { number }), exact: true });
  await expect(order).toHaveCount(0);

  await shop.button('address.add').click();
  await shop.field('address.email').fill(shopper.email);
  await shop.button('address.send').click();
  await expect(shop.field('address.email')).toHaveAccessibleDescription(say('address.own'));
  await shop.field('address.email').fill(other.email);
  await shop.button('address.send').click();
  await expect(shop.field('sign_in.code')).toBeFocused();
  await expectAccessible(page);
  const [mail] = await mails(other.email, 2);
  const code = codeOf(mail);
  await shop.field('sign_in.code').fill(code === '123456' ? '654321' : '123456');
  await shop.button('address.check').click();
  await expect(shop.field('sign_in.code')).toHaveAccessibleDescription(say('error.wrong_code'));
  await shop.field('sign_in.code').fill(code);
  await shop.button('address.check').click();

  await expect(page.getByRole('heading', { level: 3, name: say('address.preview', { email: other.email }) })).toBeFocused();
  await expect(page.getByText(say('address.orders.one', { count: 1 }), { exact: true })).toBeVisible();
  await expect(order).toHaveCount(0);
  await expectAccessible(page);
  await shop.button('address.join').click();
  await expect(order).toBeVisible();
  await expectAccessible(page);

  await shop.button('address.part_of', { email: other.email }).click();
  await expect(order).toHaveCount(0);
  await expect(shop.button('address.part_of', { email: other.email })).toHaveCount(0);
});
