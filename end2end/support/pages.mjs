// Addresses of pages that show something, asked of the server.

async function ask(url, path) {
  const answer = await fetch(new URL(path, url));
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

export async function demoPages(url, lang) {
  const { items } = await ask(url, `/api/products?language=${lang}&per_page=100`);
  // A product on sale with several colours has the most to show.
  const showy = items.find((item) => item.price.regular && item.colourways.length > 1) ?? items[0];
  const stores = await ask(url, '/api/stores');
  const store = stores.items.find((item) => item.id === 'PAR11') ?? stores.items[0];
  return {
    home: `/${lang}`,
    list: `/${lang}/products`,
    search: `/${lang}/products?q=${lang === 'fr' ? 'lin' : 'linen'}`,
    empty: `/${lang}/products?q=zzzzqqqq`,
    product: `/${lang}/products/${showy.slug}`,
    stores: `/${lang}/stores`,
    store: `/${lang}/stores/${store.slug}`,
    cart: `/${lang}/cart`,
    checkout: `/${lang}/checkout`,
    reserve: `/${lang}/reserve?piece=${showy.slug}~${encodeURIComponent(showy.colourways[0]?.sku ?? '')}`,
    account: `/${lang}/account`,
    signIn: `/${lang}/sign-in`,
    favourites: `/${lang}/favourites`,
    passes: `/${lang}/passes`,
    purchases: `/${lang}/purchases`,
    receipt: `/${lang}/receipts/claim`,
    legal: `/${lang}/legal`,
    scan: `/${lang}/scan`,
    withdrawal: `/${lang}/withdrawal`,
    gift: `/${lang}/gift`,
    continue: `/${lang}/continue`,
    missing: `/${lang}/products/no-such-product`,
  };
}
