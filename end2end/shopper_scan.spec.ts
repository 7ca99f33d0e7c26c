import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api } from './support/api';
import { film, filmOfQr, withCamera } from './support/film';
import { Shop } from './support/shop';
import { expect, test } from './support/test';

/** A variant of the demo that has a bar code. */
async function article(api: Api, turn: number) {
  const products = await api.products();
  const product = await api.product(products[turn % products.length].slug);
  const variant = product.variants.at(-1) as (typeof product.variants)[number] & { gtin: string };
  return { product, variant };
}

async function open(shop: Shop) {
  await shop.open('/scan');
  await expect(await shop.heading()).toHaveText(shop.say('scan.title'));
}

async function type(shop: Shop, code: string) {
  await shop.field('scan.digits').fill(code);
  await shop.button('scan.submit').click();
}

async function expectArticle(page: Page, { product, variant }: Awaited<ReturnType<typeof article>>) {
  await expect(page).toHaveURL(new RegExp(`/products/${product.slug}\\?sku=${encodeURIComponent(variant.sku)}`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(product.name);
}

/** The bars of an EAN-13, drawn apart from the app: sets of seven modules, and which set by the first digit. */
function bars(code: string) {
  const left = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
  const parity = ['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL', 'LGGLGL'];
  const [first, ...digits] = [...code].map(Number);
  const right = (digit: number) => left[digit].replace(/./g, (bit) => (bit === '1' ? '0' : '1'));
  const mirrored = (digit: number) => [...right(digit)].reverse().join('');
  const start = digits.slice(0, 6).map((digit, at) => (parity[first][at] === 'L' ? left[digit] : mirrored(digit)));
  return `101${start.join('')}01010${digits.slice(6).map(right).join('')}101`;
}

test('a bar code in the aisle opens its article, in its size', async ({ page, lang, baseURL, locale, viewport }, info) => {
  const found = await article(await Api.open(lang), lang === 'fr' ? 3 : 11);
  const drawn = [...bars(found.variant.gtin)].map((bit, at) => (bit === '1' ? `M${at * 4} 0h4v200h-4z` : '')).join('');
  await page.setViewportSize({ width: 460, height: 280 });
  await page.setContent(`<svg width="380" height="200" style="margin: 30px"><path d="${drawn}"/></svg>`);
  const picture = info.outputPath('bars.png');
  await page.screenshot({ path: picture });

  await withCamera(film(picture, info), { baseURL, locale, viewport }, async (page) => {
    const shop = new Shop(page, lang);
    await shop.open('/products');
    await page.getByRole('search').getByRole('link', { name: shop.say('scan.title') }).click();
    // The camera was allowed before, so it opens by itself.
    await expectArticle(page, found);
  });
});

test('a code of the shop opens its page with its secret', async ({ lang, baseURL, locale, viewport }, info) => {
  const token = 'AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBO6';
  const video = filmOfQr(`${new URL(baseURL ?? '').origin}/${lang}/gift#${token}`, info);
  await withCamera(video, { baseURL, locale, viewport }, async (page) => {
    const shop = new Shop(page, lang);
    const opened = page.waitForRequest((request) => request.url().endsWith('/api/gift-receipts/open'));
    await page.goto(`/${lang}/scan`);
    expect((await opened).postData()).toContain(token);
    await expect(page).toHaveURL(/\/gift$/);
    await expect(await shop.heading()).toHaveText(/\S/);
  });
});

test('the digits of a bar code can be typed', async ({ page, shop, lang }) => {
  const found = await article(await Api.open(lang), 5);
  await open(shop);
  await expectAccessible(page);
  await type(shop, '');
  await expect(shop.field('scan.digits')).toHaveAccessibleDescription(new RegExp(shop.say('invalid.required')));
  await expect(shop.field('scan.digits')).toBeFocused();
  await type(shop, `${found.variant.gtin.slice(0, 7)} ${found.variant.gtin.slice(7)}`);
  await expectArticle(page, found);
  await page.goBack();
  await expect(await shop.heading()).toHaveText(shop.say('scan.title'));
});

test('what leads nowhere is said in words that help', async ({ page, shop }) => {
  const far = 'https://shop.example.evil.com/fr/gift#AAAA';
  const outcome = page.locator('#scan-outcome');
  await open(shop);
  for (const [code, title] of [
    ['4006381333931', 'scan.unknown_title'],
    ['4006381333932', 'scan.misread_title'],
    ['123 456', 'scan.pass_title'],
    [far, 'scan.elsewhere_title'],
    ['<b>robe</b>', 'scan.other_title'],
  ]) {
    await type(shop, code);
    await expect(outcome).toContainText(shop.say(title));
    await expect(outcome).toBeFocused();
    await expectAccessible(page);
  }
  await type(shop, far);
  await expect(outcome).toContainText(far);
  await expect(outcome.getByRole('link')).toHaveCount(0);
  await type(shop, 'lin');
  await outcome.getByRole('link', { name: shop.say('scan.search') }).click();
  await expect(page).toHaveURL(/products\?q=lin/);
});

test('a bar code that several articles carry asks which', async ({ page, shop, lang }) => {
  const api = await Api.open(lang);
  const found = [await article(api, 1), await article(api, 2)];
  const items = found.map(({ product, variant }) => ({
    sku: variant.sku,
    product_slug: product.slug,
    name: product.name,
    colour: variant.colour,
    size: variant.size,
  }));
  await page.route('**/api/products/by-gtin/**', (route) => route.fulfill({ json: { items, total: 2, page: 1, per_page: 24 } }));
  await open(shop);
  await type(shop, found[1].variant.gtin);
  const outcome = page.locator('#scan-outcome');
  await expect(outcome).toContainText(shop.say('scan.several'));
  await expectAccessible(page);
  await outcome.getByRole('link', { name: new RegExp(`^${found[1].product.name}`) }).click();
  await expectArticle(page, found[1]);
});

test('without a network the code is kept, and looked up when there is one', async ({ page, context, shop, lang }) => {
  const found = await article(await Api.open(lang), 7);
  await open(shop);
  await context.setOffline(true);
  await type(shop, found.variant.gtin);
  await expect(page.locator('#scan-outcome')).toContainText(shop.say('scan.offline_title'));
  await expectAccessible(page);
  await context.setOffline(false);
  await expectArticle(page, found);
});

for (const [name, error, key] of [
  ['refused', 'NotAllowedError', 'scan.refused'],
  ['missing', 'NotFoundError', 'scan.absent'],
  ['in use', 'NotReadableError', 'scan.busy'],
]) {
  test(`a camera that is ${name} leaves the field`, async ({ page, shop }) => {
    await page.addInitScript((error) => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new DOMException('', error);
      };
    }, error);
    await open(shop);
    await shop.button('scan.open').click();
    await expect(page.getByRole('alert')).toHaveText(shop.say(key));
    await expect(shop.field('scan.digits')).toBeFocused();
    await expectAccessible(page);
  });
}

test('a reader that does not load says so', async ({ page, shop }) => {
  await page.route('**/scanner/scan.js', (route) => route.abort());
  await open(shop);
  await shop.button('scan.open').click();
  await expect(page.getByRole('alert')).toHaveText(shop.say('scan.failed'));
});

test('a camera that has a light can light, and is closed', async ({ page, lang, baseURL, locale, viewport }, info) => {
  const picture = info.outputPath('nothing.png');
  await page.screenshot({ path: picture });
  await withCamera(film(picture, info), { baseURL, locale, viewport }, async (page) => {
    await page.addInitScript(() => {
      MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
      MediaStreamTrack.prototype.applyConstraints = async (asked) => {
        document.documentElement.dataset.asked = JSON.stringify(asked);
      };
    });
    const shop = new Shop(page, lang);
    await page.goto(`/${lang}/scan`);
    const light = shop.button('scan.torch');
    await light.click();
    await expect(light).toHaveAttribute('aria-pressed', 'true');
    await expect(page.locator('html')).toHaveAttribute('data-asked', '{"advanced":[{"torch":true}]}');
    await expectAccessible(page);
    await light.click();
    await expect(page.locator('html')).toHaveAttribute('data-asked', '{"advanced":[{"torch":false}]}');
    await shop.button('scan.stop').click();
    await expect(page.locator('video')).toHaveCount(0);
    await expect(shop.button('scan.open')).toBeVisible();
  });
});
