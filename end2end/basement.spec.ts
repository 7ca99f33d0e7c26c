// In a basement: the network goes in the middle, or is there and carries nothing.
import { Api, offer, type Offer } from './support/api';
import { mails } from './support/mailbox';
import { stored } from './support/offline';
import { Shop, someone } from './support/shop';
import { expect, test } from './support/versions';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(120_000);

/** What waits is sent after a while, ever more rarely tried. */
const soon = { timeout: 30_000 };

const quantityOf = (shop: Shop, { product }: Offer) =>
  shop.page.getByRole('textbox', { name: shop.say('quantity.of', { name: product.name }) });

const pathOf = ({ variant }: Offer) => `/api/cart/lines/${variant.sku}`;

/** The chunk that keeps changes comes after the page. */
const settled = (shop: Shop) => shop.page.waitForTimeout(4_000);

test('a change that nobody answers waits, and is not lost with the page', async ({ page, shop, say, lang, install, versions }, info) => {
  const goods = await offer(await Api.open(lang), `unanswered ${info.project.name}`, { units: 4 });
  await install();
  await shop.addToCart(goods);
  await shop.open('/cart');
  await settled(shop);
  versions.meddle = (_, method) => (method === 'PUT' ? 'silent' : undefined);
  await page.getByRole('button', { name: say('quantity.more') }).click();
  await expect.poll(() => stored(page, 'changes'), { timeout: 20_000 }).toMatchObject([{ quantity: 2 }]);
  await page.goto('about:blank');
  versions.meddle = () => undefined;
  await shop.open('/cart');
  await expect(page.locator('.cart-summary')).toContainText(say('cart.units.other', { count: 2 }), soon);
});

test('what was put into the cart is there when the network goes', async ({ page, shop, lang, say, install, network }, info) => {
  const goods = await offer(await Api.open(lang), `put before ${info.project.name}`, { units: 4 });
  await install();
  await shop.addToCart(goods);
  await network.cut();
  await page.locator('.bottom-bar').getByRole('link', { name: say('frame.cart') }).click();
  await expect(quantityOf(shop, goods)).toHaveValue('1');
  await page.reload();
  await expect(quantityOf(shop, goods)).toHaveValue('1');
});

test('what was ordered is not in the cart once more when the network goes', async ({ page, shop, lang, install, network }, info) => {
  const goods = await offer(await Api.open(lang), `ordered before ${info.project.name}`, { units: 4 });
  await install();
  await shop.addToCart(goods);
  await shop.open('/cart');
  await expect(quantityOf(shop, goods)).toHaveValue('1');
  await shop.order(goods, someone());
  await network.cut();
  await shop.open('/cart');
  await expect(page.locator('main')).not.toContainText(goods.product.name);
  await page.waitForTimeout(1_000);
  await expect(quantityOf(shop, goods)).toHaveCount(0);
});

test('what is taken back while others are sent is not sent', async ({ page, shop, say, lang, install, network, versions }, info) => {
  const api = await Api.open(lang);
  const [first, second] = [await offer(api, `sent first ${info.project.name}`, { units: 4 }), await offer(api, `taken back ${info.project.name}`, { units: 4 })];
  await install();
  for (const goods of [first, second]) await shop.addToCart(goods);
  await shop.open('/cart');
  await settled(shop);
  await network.cut();
  const more = (goods: Offer) =>
    page.locator('.cart-line').filter({ has: quantityOf(shop, goods) }).getByRole('button', { name: say('quantity.more') });
  for (const goods of [first, second]) await more(goods).click();
  await expect.poll(() => stored(page, 'changes')).toHaveLength(2);

  versions.asked.length = 0;
  await network.mend();
  versions.meddle = (path, method) => (method === 'PUT' && path === pathOf(first) ? 'late' : undefined);
  await expect.poll(() => versions.asked, soon).toContain(pathOf(first));
  await page.getByRole('button', { name: say('offline.undo_of', { name: '' }).trim() }).last().click();
  await expect.poll(() => stored(page, 'changes')).toHaveLength(0);
  await page.waitForTimeout(3_000);
  expect(versions.asked).not.toContain(pathOf(second));
  await shop.open('/cart');
  await expect(quantityOf(shop, first)).toHaveValue('2');
  await expect(quantityOf(shop, second)).toHaveValue('1');
});

test('nothing is sent in the name of whoever was signed out meanwhile', async ({ page, context, shop, lang, like, install, elsewhere }, info) => {
  const goods = await offer(await Api.open(lang), `signed out waiting ${info.project.name}`, { units: 4 });
  await install();
  const { email } = someone();
  await shop.signIn(email);
  await shop.openOffer(goods);
  await settled(shop);
  await context.setOffline(true);
  await shop.heart(goods.product.name).click();
  await expect.poll(() => stored(page, 'changes')).toHaveLength(1);
  await page.close();

  const other = new Shop(await elsewhere(), lang);
  await other.signIn(email, 1);
  const devices = other.page.locator('.devices .account-line').getByRole('button', { name: like('device.sign_out_of') });
  await devices.click();
  await expect(devices).toHaveCount(0);

  await context.setOffline(false);
  const later = new Shop(await context.newPage(), lang);
  await later.open('/account');
  await later.expectSignedOut();
  await expect.poll(() => stored(later.page, 'changes'), soon).toHaveLength(0);
  await settled(later);
  const favourites = await later.page.request.get(`/api/favourites?language=${lang}`);
  expect((await favourites.json()).items).toEqual([]);
});

test('the link of the e-mail leads to the code without a network too', async ({ page, shop, lang, install, network, versions }, info) => {
  const goods = await offer(await Api.open(lang), `link below ${info.project.name}`, { units: 4 });
  const shopper = someone();
  await install();
  const number = await shop.order(goods, shopper);
  const digits = await shop.digits();
  const [mail] = await mails(shopper.email);
  const { pathname, hash } = new URL(mail.link ?? '');
  await page.goto('about:blank');
  await network.cut();
  await page.goto(pathname + hash);
  await expect(await shop.heading()).toContainText(number);
  expect(await shop.digits()).toBe(digits);
  versions.asked.length = 0;
  await network.mend();
  await expect.poll(() => versions.asked, soon).toContain('/api/session/link');
  await expect(await shop.heading()).toContainText(number);
  expect(await shop.digits()).toBe(digits);
});

test('an order that a silent network swallows is offered again, and made once', async ({ page, shop, say, lang, install, versions }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `swallowed ${info.project.name}`, { units: 4 });
  await install();
  await shop.addToCart(goods);
  await shop.fillCheckout(someone());
  await settled(shop);
  versions.meddle = (path) => (path.startsWith('/api/') || path === '/health' ? 'silent' : undefined);
  await shop.send().click();
  await expect(page.locator('#checkout-failure')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(say('offline.gone'))).toBeVisible(soon);
  versions.meddle = () => undefined;
  await expect(page.locator('#checkout-failure')).toContainText(say('offline.send_now'), soon);
  await shop.send().click();
  await shop.orderNumber();
  expect(await api.quantity(goods.variant.sku, goods.store.id)).toBe(goods.quantity - 1);
});
