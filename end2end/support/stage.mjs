// What pictures of the app show: goods of a store, and an order of them.
import { randomUUID } from 'node:crypto';

export const store = 'PAR11';

/** Two pieces that the store has. */
export async function goods(page, lang) {
  const { items } = await ask(page, 'get', `/api/products?language=${lang}&store=${store}&in_store=true`);
  const found = [];
  for (const { slug } of items) {
    const product = await ask(page, 'get', `/api/products/${slug}?language=${lang}`);
    for (const { sku } of product.variants) {
      const { items: stock } = await ask(page, 'get', `/api/availability?sku=${encodeURIComponent(sku)}`);
      const here = stock.find((item) => item.store_id === store && item.quantity > 8);
      if (here && here.pickup_method !== 'not_supported') {
        found.push({ sku, price: here.price });
        break;
      }
    }
    if (found.length === 2) return found;
  }
  throw new Error(`${store} has no two pieces to order`);
}

export async function placeOrder(page, lang, { sku, price }, quantity = 1) {
  const order = {
    name: 'Camille Exemple',
    email: `camille.${randomUUID()}@example.com`,
    store_id: store,
    lines: [{ sku, quantity }],
    expected_total: price,
    language: lang,
  };
  return (await ask(page, 'post', '/api/orders', order, { 'Idempotency-Key': randomUUID() })).order;
}

export async function ask(page, method, path, data, headers) {
  const answer = await page.request[method](path, { data, headers });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? undefined : answer.json();
}

/** Skeletons are gone and the pictures on screen are drawn. */
export async function settle(page) {
  await page.waitForFunction(() => !document.querySelector('.skeleton'), undefined, { timeout: 15_000 });
  await page.evaluate(async () => {
    const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
    await Promise.allSettled(seen.map((image) => image.decode()));
  });
}
