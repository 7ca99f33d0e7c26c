// The shop as a shopper uses it: pages, buttons and fields by the words on them.
import { expect, type Page } from '@playwright/test';
import type { Offer } from './api';
import { codeOf, mails } from './mailbox';
import { pattern, word, type Language } from './words';

export type Shopper = { name: string; email: string; phone?: string };

export class Shop {
  constructor(
    readonly page: Page,
    readonly lang: Language,
  ) {}

  say(key: string, values = {}) {
    return word(this.lang, key, values);
  }

  like(key: string, values = {}) {
    return pattern(this.lang, key, values);
  }

  /** Opens a page by its address below the language. */
  async open(path = '') {
    await this.page.goto(`/${this.lang}${path}`);
    await this.heading();
  }

  /** The heading of the page, once it has loaded. */
  async heading() {
    const heading = this.page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText(/\S/);
    return heading;
  }

  cards() {
    return this.page.locator('.card');
  }

  async search(text: string) {
    await this.page.getByRole('searchbox', { name: this.say('search.label') }).fill(text);
    await this.page.keyboard.press('Enter');
    await expect(this.page).toHaveURL(/\?q=/);
  }

  async openOffer(offer: Offer) {
    await this.open(`/products/${offer.product.slug}?sku=${encodeURIComponent(offer.variant.sku)}`);
  }

  /** The line of a store in the list of stores that have the chosen variant. */
  stockOf(store: string) {
    const name = this.page.getByRole('heading', { level: 3, name: store, exact: true });
    return this.page.locator('.stock-row').filter({ has: name });
  }

  /** Shows the stores that the list folds away at first. */
  async showAllStores() {
    await expect(this.page.locator('.stock-row').first()).toBeVisible();
    const [one, other] = [this.like('stock.more.one'), this.like('stock.more.other')];
    const more = this.page.getByRole('button', { name: one }).or(this.page.getByRole('button', { name: other }));
    if (await more.count()) await more.click();
  }

  /** Makes a store of the list the shopper's, unless an earlier visit did. */
  async chooseStore(store: string) {
    const choose = this.page.getByRole('button', { name: this.say('store.make_mine_of', { store }), exact: true });
    const mine = this.stockOf(store).getByText(this.say('store.is_mine'), { exact: true });
    await expect(choose.or(mine)).toBeVisible();
    if (await choose.isVisible()) await choose.click();
  }

  /** Takes the offer to the cart, by the button of the product page. */
  async addToCart(offer: Offer) {
    await this.openOffer(offer);
    await this.showAllStores();
    await this.chooseStore(offer.store.name);
    await this.page.getByRole('button', { name: this.say('buy.pick_up_at', { store: offer.store.name }) }).click();
    await expect(this.page.locator('.buy-done')).toBeVisible();
  }

  /** From the cart to the checkout, with the shopper's name and address filled in. */
  async fillCheckout(shopper: Shopper) {
    await this.open('/cart');
    await this.page.getByRole('link', { name: this.say('cart.checkout'), exact: true }).click();
    await expect(await this.heading()).toHaveText(this.say('checkout.title'));
    await this.field('checkout.name').fill(shopper.name);
    await this.field('checkout.email').fill(shopper.email);
    if (shopper.phone) await this.field('checkout.phone').fill(shopper.phone);
  }

  field(key: string) {
    return this.page.getByLabel(this.say(key), { exact: true });
  }

  send() {
    return this.page.getByRole('button', { name: this.say('checkout.send') });
  }

  /** Orders one unit as a guest; the order's page is on screen then. Its number. */
  async order(offer: Offer, shopper: Shopper) {
    await this.addToCart(offer);
    await this.fillCheckout(shopper);
    await this.send().click();
    return this.orderNumber();
  }

  button(key: string, values = {}) {
    return this.page.getByRole('button', { name: this.say(key, values), exact: true });
  }

  /** On the page to sign in, has the six digits sent to an address. */
  async askForCode(email: string) {
    await this.field('checkout.email').fill(email);
    await this.button('sign_in.send').click();
    await expect(this.field('sign_in.code')).toBeFocused();
  }

  async enterCode(code: string) {
    await this.field('sign_in.code').fill(code);
    await this.button('sign_in.submit').click();
  }

  /** Signs in by the six digits; so many e-mails came to the address before. */
  async signIn(email: string, earlier = 0) {
    await this.open('/sign-in');
    await this.askForCode(email);
    const [mail] = await mails(email, earlier + 1);
    await this.enterCode(codeOf(mail));
    await this.expectSignedIn(email);
  }

  async expectSignedIn(email: string) {
    await expect(this.page).toHaveURL(/\/account$/);
    await expect(this.page.locator('main').getByText(this.say('account.signed_in_as', { email }))).toBeVisible();
  }

  /** The account's page as a guest sees it. */
  async expectSignedOut() {
    await expect(this.page.locator('main').getByRole('link', { name: this.say('sign_in.title'), exact: true })).toBeVisible();
  }

  /** Where a product stands among the favourites, by its name. */
  favourite(name: string) {
    const heading = this.page.getByRole('heading', { level: 2, name, exact: true });
    return this.page.locator('.favourite').filter({ has: heading });
  }

  /** The button on the product's page that keeps it as a favourite. */
  heart(name: string) {
    return this.button('favourite.keep_of', { name });
  }

  /** The number of the order on screen. */
  async orderNumber() {
    await expect(this.page).toHaveURL(/\/orders\//);
    const heading = await this.heading();
    await expect(heading).toHaveText(this.like('order.title'));
    const number = /V-[0-9A-Z]+-[0-9A-Z]+/.exec(await heading.innerText());
    if (!number) throw new Error(`no order number in ${await heading.innerText()}`);
    return number[0];
  }

  /** The six digits on screen. */
  async digits() {
    const text = await this.page.locator('.pass-digits').innerText();
    return text.replace(/\D/g, '');
  }
}

let shoppers = 0;

/** A shopper nobody else is. */
export function someone(name = 'Zoé Martin'): Shopper {
  shoppers += 1;
  const unique = `${Date.now().toString(36)}${process.pid}${shoppers}`;
  return { name, email: `zoe.${unique}@example.com`, phone: '06 12 34 56 78' };
}
