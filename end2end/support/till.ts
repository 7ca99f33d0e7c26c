// A till of a store: it sends receipts with its key, as a retailer's own tills do.
import { execFileSync } from 'node:child_process';
import type { Money, Offer, Store } from './api';
import type { Language } from './words';

export type TillLine = {
  sku?: string;
  name?: string;
  quantity: number;
  unit_price: Money;
  discount?: Money;
  vat_rate?: number;
};
type Customer = { loyalty_code?: string; email?: string };
export type Receipt = { number: string; lines: TillLine[]; total: Money; at: string; customer?: Customer };
export type Posted = { outcome: string; id: string | null; claim_url: string | null; problem: { code: string } | null };

let receipts = 0;

export class Till {
  private constructor(
    private key: string,
    readonly name: string,
    /** What it speaks with its customers. */
    readonly language: Language,
  ) {}

  /** A till with a key of its own. */
  static of(store: Store, name: string, language: Language) {
    const { VITRINE_BINARY: binary, VITRINE_DATABASE: database } = process.env;
    if (!binary || !database) throw new Error('xtask says where the server and its database are');
    const words = ['till', 'add', '--database', database, '--store', store.id, '--name', name];
    const said = execFileSync(binary, words, { encoding: 'utf8' });
    const key = /vt_[\w-]+/.exec(said)?.[0];
    if (!key) throw new Error(`no key in ${said}`);
    return new Till(key, name, language);
  }

  /** A sale of one unit, and what the customer paid in cash for it. */
  receipt({ variant, price }: Offer, customer?: Customer): Receipt {
    receipts += 1;
    return {
      number: `${Date.now().toString(36)}-${process.pid}-${receipts}`,
      lines: [{ sku: variant.sku, quantity: 1, unit_price: price }],
      total: price,
      at: new Date(Date.now() - 60_000).toISOString(),
      customer,
    };
  }

  async post({ number, lines, total, at, customer }: Receipt): Promise<Posted> {
    const payments = [{ method: 'cash', amount: total }];
    const receipt = { till: this.name, number, at, lines, total, payments, customer, language: this.language };
    const answer = await fetch(new URL('/api/pos/receipts', process.env.VITRINE_URL), {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ receipts: [receipt] }),
    });
    if (!answer.ok) throw new Error(`the till was answered ${answer.status}: ${await answer.text()}`);
    const { items } = (await answer.json()) as { items: Posted[] };
    return items[0];
  }

  /** Sends a sale; the receipt's id and the address that its code leads to. */
  async sell(goods: Offer, customer?: Customer) {
    const receipt = this.receipt(goods, customer);
    const { id, claim_url: url, outcome, problem } = await this.post(receipt);
    if (outcome !== 'created' || !id || !url) throw new Error(`the sale was ${outcome}: ${problem?.code}`);
    return { id, url, number: receipt.number };
  }
}
