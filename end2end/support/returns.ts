// What comes back: the parts of it that are not on the screen of the test.
import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Api, Offer, Store } from './api';
import type { Shop } from './shop';

type Line = { id: string; returnable: number; returned: number };
export type Purchase = { id: string; number: string; lines: Line[]; returns: { id: string; number: string }[] };
type ReturnLine = { id: string; line_id: string; quantity: number };
type Refund = { amount: { amount: number; currency: string }; way: string };
export type ReturnRequest = { id: string; number: string; lines: ReturnLine[]; refund: Refund | null };
type DeskReturn = { return_request: ReturnRequest };
type Decision = { decision: 'shelf' | 'damaged' } | { decision: 'refused'; refusal: string };

/** The stores that a test closes, and those whose lists the desk's tests read: nothing is brought there. */
const others = ['NCE01', 'MPL01', 'REN01', 'MRS06'];

/** An order whose goods the shopper has; the caller is its shopper too. */
export async function collected(api: Api, goods: Offer, units = 1) {
  const placed = await api.order(goods, units);
  const [pickup] = placed.order.pickups;
  await api.signIn(goods.store.id);
  await api.makeReady(pickup.id);
  await api.collect(pickup.id);
  return placed;
}

export function purchase(api: Api, id: string) {
  return api.get<Purchase>(`/api/purchases/${id}`);
}

/** A return by API of one unit of the purchase's first line. */
export async function announce(api: Api, id: string, more = {}) {
  const { lines } = await purchase(api, id);
  const line = { line_id: lines[0].id, quantity: 1, reason: 'too_small', condition: 'unused' };
  return api.post<{ return_request: ReturnRequest & { pass: { digits: string } }; link_token: string }>(
    '/api/returns',
    { purchase_id: id, lines: [line], by: 'store', way: 'original', language: api.lang, ...more },
    { 'Idempotency-Key': randomUUID() },
  );
}

/** Another store than the one it was bought in. */
export async function otherStore(api: Api, bought: Store) {
  const stores = (await api.stores()).filter(({ id }) => id !== bought.id && !others.includes(id));
  if (!stores[0]) throw new Error('the demo has one store only');
  return stores[0];
}

/** An associate of a store finds the return by its six digits. */
export async function findReturn(api: Api, store: Store, digits: string) {
  await api.signIn(store.id);
  const found = await api.post<DeskReturn>('/api/desk/passes/find', { digits });
  return found.return_request;
}

/** What the store says of every line. */
export async function receive(api: Api, { id, lines }: ReturnRequest, decision: Decision = { decision: 'shelf' }) {
  const inspected = lines.map((line) => ({ line_id: line.id, ...decision }));
  const answer = await api.post<{ desk_return: DeskReturn }>(`/api/desk/returns/${id}/receive`, { lines: inspected });
  return answer.desk_return.return_request;
}

export async function refund(api: Api, { id, refund }: ReturnRequest) {
  await api.post(`/api/desk/returns/${id}/refund`, { expected: refund?.amount });
}

/** A piece on a page that asks which of them. */
export function piece(shop: Shop, index = 0) {
  return shop.page.locator('.piece').nth(index);
}

/** Chooses a piece and says why it goes back and how it is. */
export async function choosePiece(shop: Shop, index = 0) {
  const line = piece(shop, index);
  await line.getByRole('checkbox').check();
  await line.getByRole('radio', { name: shop.say('returns.too_small'), exact: true }).check();
  await line.getByRole('radio', { name: shop.say('returns.unused'), exact: true }).check();
}

/** The number of the return on screen. */
export async function returnNumber(shop: Shop) {
  await expect(shop.page).toHaveURL(/\/returns\//);
  const heading = await shop.heading();
  await expect(heading).toContainText(/R-[0-9A-Z]+-[0-9A-Z]+/);
  return /R-[0-9A-Z]+-[0-9A-Z]+/.exec(await heading.innerText())?.[0] ?? '';
}

/** The id of the return on screen. */
export function returnId(shop: Shop) {
  return new URL(shop.page.url()).pathname.split('/').at(-1) ?? '';
}
