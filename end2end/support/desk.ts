// The desk as an associate uses it.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Money, Store } from './api';
import { pattern, word, type Language } from './words';

export class Desk {
  constructor(
    readonly page: Page,
    readonly lang: Language,
  ) {}

  say(key: string, values = {}) {
    return word(this.lang, `desk:${key}`, values);
  }

  like(key: string, values = {}) {
    return pattern(this.lang, `desk:${key}`, values);
  }

  button(key: string, values = {}) {
    return this.page.getByRole('button', { name: this.say(key, values), exact: true });
  }

  async signIn(store: Store, pin = process.env.VITRINE_PIN ?? '') {
    await this.page.goto('/desk/');
    await this.tryPin(store, pin);
    await expect(this.page.getByRole('heading', { level: 1, name: this.say('prepare.title') })).toBeVisible();
  }

  async tryPin(store: Store, pin: string) {
    await this.page.getByLabel(this.say('sign_in.store'), { exact: true }).selectOption(store.id);
    await this.page.getByLabel(this.say('sign_in.pin'), { exact: true }).fill(pin);
    await this.button('sign_in.submit').click();
  }

  /** Where a pickup or a reservation stands in the list, by its number. */
  card(number: string) {
    return this.page.locator('.pickup-card').filter({ hasText: number });
  }

  async openFind() {
    await this.page.getByRole('link', { name: this.say('frame.find') }).first().click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.say('find.title') })).toBeVisible();
  }

  async find(digits: string) {
    await this.openFind();
    await this.page.getByLabel(this.say('find.digits'), { exact: true }).fill(digits);
    await this.button('find.submit').click();
  }

  /** The message of a refused action. */
  refusal() {
    return this.page.getByRole('alert');
  }

  /** Hands over what is on screen, in its two steps. */
  async handOver() {
    await this.button('hand_over.submit').click();
    // What nobody could have read yet cannot be confirmed.
    await this.page.waitForTimeout(700);
    await this.button('hand_over.confirm').click();
  }

  /** A piece of the pickup or the reservation on screen, or of one card. */
  piece(sku: string, within: Page | Locator = this.page) {
    const reference = this.page.getByText(this.say('pickup.sku', { sku }), { exact: true });
    return within.locator('.pickup-line').filter({ has: reference });
  }

  async prepare(within: Page | Locator) {
    await within.getByRole('button', { name: this.like('action.prepare_of') }).click();
  }

  async makeReady(within: Page | Locator, place: string) {
    await within.getByRole('button', { name: this.like('action.make_ready_of') }).click();
    await within.getByLabel(this.say('action.place_label')).fill(place);
    await within.getByRole('button', { name: this.say('action.confirm_ready'), exact: true }).click();
  }

  /** Says that a piece was not found, in its two steps. */
  async sayMissing(piece: Locator) {
    await piece.getByRole('button', { name: this.like('piece.missing_of') }).click();
    // What nobody could have read yet cannot be confirmed.
    await this.page.waitForTimeout(700);
    await piece.getByRole('button', { name: this.say('piece.missing_confirm'), exact: true }).click();
  }

  /** Says that the shopper of the reservation on screen is there. */
  async arrive() {
    await this.button('action.arrive').click();
    await expect(this.page.getByRole('heading', { name: this.say('try_on.title') })).toBeFocused();
  }

  async choose(piece: Locator, outcome: 'bought' | 'returned') {
    await piece.getByRole('radio', { name: this.say(`piece.${outcome}`), exact: true }).check();
  }

  /** Ends the fitting on screen. */
  async closeTryOn() {
    await this.page.waitForTimeout(700);
    await this.button('try_on.close').click();
    await expect(this.page.getByRole('heading', { name: this.like('try_on.done_title') })).toBeFocused();
  }

  /** Says that a piece was found. */
  async sayFound(piece: Locator) {
    await piece.getByRole('button', { name: this.like('piece.found_of') }).click();
    await expect(piece).toContainText(this.say('piece.is_found'));
  }

  /** Takes back what was done last. */
  async undo(within: Page | Locator) {
    const button = within.getByRole('button', { name: this.like('undo.submit_of') });
    await button.waitFor();
    // What has just come up under a finger takes nothing back.
    await this.page.waitForTimeout(700);
    await button.click();
  }

  /** What can be done beside the next step. */
  async openMore(within: Page | Locator) {
    await within.locator('.more summary').click();
  }

  async openStore() {
    await this.page.getByRole('link', { name: this.say('frame.store_page'), exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.say('store.title') })).toBeVisible();
  }

  /** Opens what came back, and the field for shoppers without a code. */
  async openReturns() {
    await this.page.getByRole('link', { name: this.say('frame.returns') }).first().click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.say('returns.title') })).toBeVisible();
  }

  async findPurchase(number: string) {
    await this.page.getByLabel(this.say('without_code.label'), { exact: true }).fill(number);
    await this.button('without_code.submit').click();
  }

  /** What becomes of a line of the return on screen. */
  async decide(piece: Locator, decision: 'shelf' | 'damaged' | 'refused') {
    await piece.getByRole('radio', { name: this.say(`decision.${decision}`), exact: true }).check();
  }

  /** Does something in its two steps; what nobody could have read yet cannot be confirmed. */
  async inTwoSteps(offer: Locator, confirm: string) {
    await offer.click();
    await this.page.waitForTimeout(700);
    await this.button(confirm).click();
  }

  /** Takes in the return on screen, once every line is decided. */
  async receive() {
    await this.inTwoSteps(this.button('inspect.receive'), 'inspect.confirm');
  }

  /** Says that the money of the return on screen was given back. */
  async refund(amount: string) {
    await this.inTwoSteps(this.page.getByRole('button', { name: this.like('refund.pay', { amount }) }), 'refund.confirm');
    await expect(this.page.getByRole('heading', { name: this.say('ended.refunded_title') })).toBeFocused();
  }

  /** An amount as the desk writes it. */
  money({ amount, currency }: Money) {
    return new Intl.NumberFormat(this.lang, { style: 'currency', currency }).format(amount / 100);
  }
}
