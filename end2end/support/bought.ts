// What was bought and comes back, made by the API: an order that was handed over, and the return of its lines.
import { randomUUID } from 'node:crypto';
import { offer, type Api, type Money, type Offer, type Order, type Store } from './api';

export type Bought = { order: Order; lines: { id: string; sku: string; total: Money }[] };
export type ReturnLine = { line_id: string; reason: string; condition: string; quantity?: number; exchange_sku?: string };
export type Returned = { id: string; number: string; pass: { digits: string; token: string } | null; lines: { id: string }[] };

/** Pieces of one store, no SKU twice, that another store keeps too. */
export async function keptInBoth(api: Api, name: string, bought: string, brought: string, count: number) {
  const found: Offer[] = [];
  for (let turn = 0; found.length < count && turn < 60; turn += 1) {
    const next = await offer(api, `${name} ${turn}`, { store: bought });
    const { sku } = next.variant;
    if (found.some((other) => other.variant.sku === sku) || (await api.quantity(sku, brought)) === null) continue;
    found.push(next);
  }
  if (found.length < count) throw new Error(`${bought} and ${brought} do not both keep ${count} pieces`);
  return found;
}

export async function storeCalled(api: Api, id: string): Promise<Store> {
  const found = (await api.stores()).find((store) => store.id === id);
  if (!found) throw new Error(`the demo has no store ${id}`);
  return found;
}

/** One of each, ordered by a shopper whose cookie the caller keeps, and handed over in the store. */
export async function bought(api: Api, goods: Pick<Offer, 'variant' | 'store' | 'price'>[]): Promise<Bought> {
  const key = randomUUID();
  const total = goods.reduce((sum, { price }) => sum + price.amount, 0);
  const { order } = await api.post<{ order: Order }>(
    '/api/orders',
    {
      name: 'Camille Autre',
      email: `camille.${key}@example.com`,
      store_id: goods[0].store.id,
      lines: goods.map(({ variant }) => ({ sku: variant.sku, quantity: 1 })),
      expected_total: { ...goods[0].price, amount: total },
      language: api.lang,
    },
    { 'Idempotency-Key': key },
  );
  await api.signIn(goods[0].store.id);
  await api.makeReady(order.pickups[0].id);
  await api.collect(order.pickups[0].id);
  const { lines } = await api.post<{ lines: Bought['lines'] }>('/api/desk/purchases/find', { number: order.number });
  return { order, lines };
}

/** What the shopper announces of it. */
export async function announced(api: Api, { order }: Bought, lines: ReturnLine[], way = 'original'): Promise<Returned> {
  const request = {
    purchase_id: order.id,
    lines: lines.map((line) => ({ quantity: 1, ...line })),
    by: 'store',
    way,
    language: api.lang,
  };
  const key = { 'Idempotency-Key': randomUUID() };
  const placed = await api.post<{ return_request: Returned }>('/api/returns', request, key);
  return placed.return_request;
}
