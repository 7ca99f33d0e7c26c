// The desk as an associate uses it.
import { expect, type Page } from '@playwright/test';
import type { Store } from './api';
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

  /** Where a pickup stands in the list, by its order's number. */
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
}
