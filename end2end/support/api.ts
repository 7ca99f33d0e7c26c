// What tests ask of the API directly: to find goods, to be the other shopper, to look behind the screen.
import { randomUUID } from 'node:crypto';
import { request, type APIRequestContext } from '@playwright/test';
import type { Language } from './words';

export type Money = { amount: number; currency: string };
export type Variant = { sku: string; colour?: string; size?: string; price: { current: Money } };
export type Product = { slug: string; name: string; variants: Variant[] };
export type Store = { id: string; slug: string; name: string; city: string };
export type Availability = {
  sku: string;
  store_id: string;
  status: string;
  quantity: number | null;
  pickup_method: string;
  price: Money;
  store: Store;
};
export type Pickup = {
  id: string;
  status: string;
  store: Store;
  pass: { digits: string; token: string } | null;
};
export type ReservationLine = {
  id: string;
  sku: string;
  name: string;
  status: string;
  elsewhere: { store_id: string; name: string } | null;
};
export type Reservation = {
  id: string;
  number: string;
  status: string;
  email: string;
  store: Store;
  slot: { from: string; until: string };
  lines: ReservationLine[];
  pass: { digits: string; token: string } | null;
};
export type Order = { id: string; number: string; email: string; total: Money; pickups: Pickup[] };

/** What an associate does to a reservation. */
type Action = 'prepare' | 'found' | 'missing' | 'ready' | 'arrive' | 'close' | 'undo';

export class Api {
  private constructor(
    private http: APIRequestContext,
    readonly lang: Language,
  ) {}

  /** A browserless caller with its own cookies. */
  static async open(lang: Language = 'fr') {
    return new Api(await request.newContext({ baseURL: process.env.VITRINE_URL }), lang);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.http.get(path);
    if (!answer.ok()) throw new Error(`GET ${path} answered ${answer.status()}: ${await answer.text()}`);
    return answer.json();
  }

  async post<T>(path: string, data: unknown = {}, headers = {}): Promise<T> {
    const answer = await this.http.post(path, { data, headers });
    if (!answer.ok()) throw new Error(`POST ${path} answered ${answer.status()}: ${await answer.text()}`);
    return answer.status() === 204 ? (undefined as T) : answer.json();
  }

  async product(slug: string) {
    return this.get<Product>(`/api/products/${slug}?language=${this.lang}`);
  }

  async products() {
    const list = await this.get<{ items: Product[] }>(`/api/products?language=${this.lang}&per_page=100`);
    return list.items;
  }

  async stores() {
    return (await this.get<{ items: Store[] }>('/api/stores')).items;
  }

  async availability(sku: string) {
    return (await this.get<{ items: Availability[] }>(`/api/availability?sku=${encodeURIComponent(sku)}`)).items;
  }

  async quantity(sku: string, store: string) {
    return (await this.availability(sku)).find((item) => item.store_id === store)?.quantity ?? null;
  }

  /** An order of another shopper. */
  async order(offer: Offer, quantity = 1) {
    const key = randomUUID();
    const placed = await this.post<{ order: Order; link_token: string }>(
      '/api/orders',
      {
        name: 'Camille Autre',
        email: `camille.${key}@example.com`,
        store_id: offer.store.id,
        lines: [{ sku: offer.variant.sku, quantity }],
        expected_total: { ...offer.price, amount: offer.price.amount * quantity },
        language: this.lang,
      },
      { 'Idempotency-Key': key },
    );
    return placed;
  }

  /** A reservation of another shopper, for the store's first slot. */
  async placeReservation({ store }: Pick<Offer, 'store'>, skus: string[], note?: string) {
    const days = await this.get<{ items: { slots: { from: string }[] }[] }>(`/api/stores/${store.slug}/slots`);
    const slot = days.items[0]?.slots[0]?.from;
    if (!slot) throw new Error(`${store.name} has no slot`);
    const key = randomUUID();
    return this.post<{ reservation: Reservation; link_token: string }>(
      '/api/reservations',
      { name: 'Camille Autre', email: `camille.${key}@example.com`, store_id: store.id, slot, skus, note, language: this.lang },
      { 'Idempotency-Key': key },
    );
  }

  async hasSlots(store: Store) {
    return (await this.get<{ items: unknown[] }>(`/api/stores/${store.slug}/slots`)).items.length > 0;
  }

  async signIn(store: string) {
    await this.post('/api/desk/session', { store_id: store, pin: process.env.VITRINE_PIN });
  }

  async makeReady(pickup: string) {
    await this.post(`/api/desk/pickups/${pickup}/ready`, { staging_place: 'B3' });
  }

  async collect(pickup: string) {
    await this.post(`/api/desk/pickups/${pickup}/collect`);
  }

  /** What the store's associate does to a reservation. */
  async attend(reservation: string, action: Action, data = {}) {
    await this.post(`/api/desk/reservations/${reservation}/${action}`, data);
  }
}

/** The stores that a test closes: other tests stay out of them. */
const forClosing = ['NCE01', 'MPL01'];

/** A variant in a store that has it. */
export type Offer = { product: Product; variant: Variant; store: Store; quantity: number; price: Money };

/**
 * An offer with at least some units that no other test takes: a test names its own, and gets the same each time.
 * Tests run side by side on one stock, so the name must differ wherever a count is looked at.
 */
export async function offer(api: Api, name: string, { units = 3, store }: { units?: number; store?: string } = {}) {
  const products = await api.products();
  let turn = hash(name);
  for (let tries = 0; tries < 400; tries += 1, turn += 1) {
    const product = await api.product(products[turn % products.length].slug);
    const variant = product.variants[Math.floor(turn / products.length) % product.variants.length];
    const offers = (await api.availability(variant.sku)).filter(
      (item) =>
        (item.quantity ?? 0) >= units &&
        item.pickup_method !== 'not_supported' &&
        (store === undefined ? !forClosing.includes(item.store_id) : item.store_id === store),
    );
    if (offers.length > 0) {
      const { store: at, quantity, price } = offers[Math.floor(turn / 7) % offers.length];
      return { product, variant, store: at, quantity: quantity ?? 0, price } satisfies Offer;
    }
  }
  throw new Error(`the demo has no variant with ${units} units${store ? ` in ${store}` : ''}`);
}

/** Two variants of a product in a store that has both, and where one can come to try them on. */
export type Pair = { product: Product; variants: [Variant, Variant]; store: Store; quantities: [number, number] };

/** The stores whose lists the desk's tests read. */
const forDesks = ['REN01', 'MRS06', ...forClosing];

/** A pair with so many units of each that no other test takes; see `offer`. */
export async function pair(api: Api, name: string, { least = 3, most = Infinity } = {}): Promise<Pair> {
  const products = await api.products();
  const turn = hash(name);
  for (let tries = 0; tries < products.length; tries += 1) {
    const product = await api.product(products[(turn + tries) % products.length].slug);
    const stocks = await Promise.all(product.variants.map(({ sku }) => api.availability(sku)));
    const at = (index: number, store: string) =>
      stocks[index].find((item) => item.store_id === store && item.pickup_method !== 'not_supported')?.quantity ?? 0;
    for (const store of rotated(await api.stores(), turn).filter(({ id }) => !forDesks.includes(id))) {
      const fits = (units: number) => units >= least && units <= most;
      const having = product.variants.map((_, index) => index).filter((index) => fits(at(index, store.id)));
      if (having.length < 2 || !(await api.hasSlots(store))) continue;
      const [first, second] = rotated(having, turn);
      return {
        product,
        variants: [product.variants[first], product.variants[second]],
        store,
        quantities: [at(first, store.id), at(second, store.id)],
      };
    }
  }
  throw new Error(`the demo has no two variants with ${least} to ${most} units in one store`);
}

function rotated<T>(items: T[], turn: number): T[] {
  const start = turn % Math.max(items.length, 1);
  return [...items.slice(start), ...items.slice(0, start)];
}

function hash(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return sum;
}
