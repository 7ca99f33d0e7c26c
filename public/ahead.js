// Asks for what the page at this address begins with while the app itself is on its way; `browser/ahead.rs` takes it over.
(() => {
  const [, language, noun, slug, more] = location.pathname.split('/');
  /** @type {Map<string, Promise<Response | undefined>>} The answers by their path. */
  const answers = (window.ahead = new Map());

  /** What the app would ask for first, with the words of its own requests. */
  function path() {
    const query = new URLSearchParams({ language });
    const store = JSON.parse(localStorage.getItem('my-store'))?.id;
    if (noun === 'products' && slug && !more) {
      if (store) query.set('store', store);
      return `/api/products/${slug}?${query}`;
    }
    if (slug || (noun && noun !== 'products') || location.search) return undefined;
    if (store) query.set('store', store);
    if (!noun) query.set('per_page', '8');
    return `/api/products?${query}`;
  }

  function ask(path) {
    const api = document.querySelector('meta[name="api"]').content.trim().replace(/\/+$/, '');
    const headers = { Accept: 'application/json', 'Vitrine-Contract': '1' };
    // The app's own requests end with this sign, and what the worker keeps of one is to be found by the other.
    const asked = fetch(`${api}${path}&`, { headers, credentials: 'include' });
    // What fails here is asked for once more by the app, which knows what to say.
    answers.set(path, asked.catch(() => undefined));
  }

  function askForChunks() {
    const names = document.querySelector('meta[name="product-chunks"]')?.content;
    for (const name of names?.split(' ') ?? []) {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: `/${name}` });
      document.head.append(link);
    }
  }

  if (language !== 'fr' && language !== 'en') return;
  try {
    const first = path();
    if (first) ask(first);
    if (noun === 'products' && slug) askForChunks();
  } catch {
    // A browser that remembers nothing is not asked ahead.
  }
  // What the first page did not want is not of now when a later one does.
  addEventListener('TrunkApplicationStarted', () => setTimeout(() => answers.clear(), 1000));
})();
