import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { codeOf, mails } from './support/mailbox';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/test';

// One network address may ask for twenty codes in a quarter of an hour, so each test asks for few.

test('a guest’s order joins the account, and the account fills in the next one', async ({ page, shop, say, lang }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `accounts ${info.project.name}`, { units: 4 });
  const shopper = someone();
  const number = await shop.order(goods, shopper);
  await shop.open('/account');
  const order = page.getByRole('link', { name: say('order.title', { number }), exact: true });
  await expect(order).toBeVisible();
  await expectAccessible(page);

  await page.locator('main').getByRole('link', { name: say('sign_in.title'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: say('sign_in.title') })).toBeFocused();
  await shop.field('checkout.email').fill('zoe at example');
  await shop.button('sign_in.send').click();
  await expect(shop.field('checkout.email')).toHaveAccessibleDescription(say('invalid.not_an_email'));
  await expectAccessible(page);
  await shop.askForCode(shopper.email);
  await expectAccessible(page);

  // A phone may throw the page away while the e-mail is read.
  await page.reload();
  const [mail] = await mails(shopper.email, 2);
  const code = codeOf(mail);
  await shop.enterCode(code === '123456' ? '654321' : '123456');
  await expect(shop.field('sign_in.code')).toHaveAccessibleDescription(say('error.wrong_code'));
  await expectAccessible(page);
  await shop.enterCode(code);
  await shop.expectSignedIn(shopper.email);
  await expect(order).toBeVisible();

  const size = await sizeOf(api);
  await shop.field('checkout.name').fill('Zoé Compte');
  await shop.field('checkout.phone').fill('+33612345678');
  await shop.field('profile.size').fill(size.size);
  await shop.button('profile.add_size').click();
  await expect(shop.button('profile.remove_size', { size: size.size })).toBeVisible();
  const electronic = page.getByRole('radio', { name: say('profile.receipt_electronic'), exact: true });
  await expect(electronic).not.toBeChecked();
  await electronic.check();
  await shop.button('profile.save').click();
  await expect(page.locator('main').getByText(say('profile.saved'))).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('account.hello', { name: 'Zoé Compte' }));
  await expectAccessible(page);
  await page.reload();
  await expect(electronic).toBeChecked();

  // Another tab has nothing typed: the account fills it in.
  const tab = new Shop(await page.context().newPage(), lang);
  await tab.open(`/products/${size.slug}`);
  await expect(tab.page.locator(`input[name="size"][value="${size.size}"]`)).toBeChecked();
  await tab.openOffer(goods);
  await tab.button('buy.pick_up_at', { store: goods.store.name }).click();
  await expect(tab.page.locator('.buy-done')).toBeVisible();
  await tab.open('/checkout');
  await expect(tab.field('checkout.name')).toHaveValue('Zoé Compte');
  await expect(tab.field('checkout.email')).toHaveValue(shopper.email);
  await expect(tab.field('checkout.phone')).toHaveValue('+33612345678');
  await expectAccessible(tab.page);

  // Signing out in one tab clears the others, and nothing is left of what was filled in.
  const pass = new Shop(await page.context().newPage(), lang);
  await pass.open('/account');
  await pass.page.getByRole('link', { name: say('order.title', { number }), exact: true }).click();
  await expect(pass.page.locator('.pass-digits')).toBeVisible();
  await shop.button('account.sign_out').click();
  await shop.expectSignedOut();
  await expect(pass.page.getByText(say('order.closed_title'))).toBeVisible();
  await expect(pass.page.locator('.pass-digits')).toHaveCount(0);
  await expectAccessible(pass.page);
  await expect(tab.page.getByText(say('cart.empty_title'))).toBeVisible();
  await expect.poll(() => typedIn(tab.page)).not.toContain(shopper.email);
  await expectAccessible(tab.page);
});

test('the link of the e-mail, opened on another device, lets the first one in', async ({ page, shop, say, lang, elsewhere }) => {
  const { email } = someone();
  await shop.open(`/sign-in?next=${encodeURIComponent(`/${lang}/favourites`)}`);
  await shop.askForCode(email);
  const check = await page.locator('.sign-in-digits').innerText();
  const [mail] = await mails(email);
  expect(mail.link).toContain(`/${lang}/sign-in#`);

  const other = await elsewhere();
  await other.goto(mail.link ?? '');
  await expect(other.locator('main')).toContainText(email);
  await expect(other.locator('.sign-in-digits')).toHaveText(check);
  expect(other.url()).not.toContain('#');
  await expectAccessible(other);
  await other.getByRole('button', { name: say('sign_in.approve'), exact: true }).click();
  await expect(other.getByText(say('sign_in.approved_title'))).toBeVisible();
  await expectAccessible(other);

  await expect(page).toHaveURL(/\/favourites$/);
  await expect(await shop.heading()).toHaveText(say('favourite.title'));
  await shop.open('/account');
  await shop.expectSignedIn(email);

  // The link opens once.
  await other.goto('about:blank');
  await other.goto(mail.link ?? '');
  await expect(other.getByRole('alert')).toContainText(say('sign_in.ended_title'));
  await expectAccessible(other);
});

test('carts join, which can be undone, and a device is signed out from another', async ({ page, shop, say, like, lang, elsewhere }, info) => {
  const api = await Api.open(lang);
  const kept = await offer(api, `account cart ${info.project.name}`, { units: 4 });
  const added = await offer(api, `guest cart ${info.project.name}`, { units: 4 });
  const { email } = someone();
  await shop.signIn(email);
  await shop.addToCart(kept);

  const other = new Shop(await elsewhere(), lang);
  await other.addToCart(added);
  await other.signIn(email, 1);
  const notice = other.page.locator('.merged');
  await expect(notice.locator('span').first()).toHaveText(like('account.merged'));
  await expectAccessible(other.page);
  await other.page.getByRole('link', { name: new RegExp(`^${say('frame.cart')}`) }).first().click();
  await expect(other.page.getByRole('heading', { level: 2, name: kept.product.name, exact: true })).toBeVisible();
  await expect(other.page.getByRole('heading', { level: 2, name: added.product.name, exact: true })).toBeVisible();
  await other.button('account.merge_undo').click();
  await expect(other.page.locator('.cart-line')).toHaveCount(1);
  await expect(other.page.getByRole('heading', { level: 2, name: kept.product.name, exact: true })).toBeVisible();
  await expect(notice).toHaveCount(0);

  const form = new Shop(await other.page.context().newPage(), lang);
  await form.open('/checkout');
  await expect(form.field('checkout.email')).toHaveValue(email);
  await form.field('checkout.name').fill('Zoé Ailleurs');
  await expect.poll(() => typedIn(form.page)).toContain('Zoé Ailleurs');

  await other.open('/account');
  await other.expectSignedIn(email);
  await shop.open('/account');
  const revoke = page.locator('.devices .account-line').getByRole('button', { name: like('device.sign_out_of') });
  await expect(revoke).toHaveCount(1);
  await revoke.click();
  await expect(revoke).toHaveCount(0);
  // The page of that device says so by itself, and shows nothing of the account any more.
  await other.expectSignedOut();
  await expectAccessible(other.page);
  // What was filled in on that device is gone, with what was typed beside it.
  await expect.poll(() => typedIn(form.page)).not.toContain(email);
  await expect.poll(() => typedIn(form.page)).not.toContain('Zoé Ailleurs');

  await shop.button('account.sign_out').click();
  await shop.expectSignedOut();
  await shop.open('/cart');
  await expect(page.getByText(say('cart.empty_title'))).toBeVisible();
});

test('a guest has this device forget an order', async ({ page, shop, say, lang }, info) => {
  const goods = await offer(await Api.open(lang), `forget ${info.project.name}`, { units: 4 });
  const number = await shop.order(goods, someone());
  await shop.open('/account');
  const order = page.getByRole('link', { name: say('order.title', { number }), exact: true });
  await expect(order).toBeVisible();
  await shop.button('account.forget').click();
  await expectAccessible(page);
  await shop.button('account.forget_confirm').click();
  await expect(page.locator('main').getByText(say('visits.empty'))).toBeVisible();
  await expect(order).toHaveCount(0);
  await expectAccessible(page);
});

/** What a tab keeps of what was typed: in its fields, and for a reload. */
function typedIn(page: Page) {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input')].map((field) => field.value);
    return JSON.stringify([fields, { ...sessionStorage }]);
  });
}

/** A product that comes in several sizes, and the last of them. */
async function sizeOf(api: Api) {
  for (const { slug } of await api.products()) {
    const sizes = new Set((await api.product(slug)).variants.map((variant) => variant.size));
    const last = [...sizes].at(-1);
    if (sizes.size > 1 && last) return { slug, size: last };
  }
  throw new Error('the demo has no product in several sizes');
}
