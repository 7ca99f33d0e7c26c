// Paints what `ahead.js` asked for, pictures and names in the places that the app gives them, while the app itself is on
// its way; and takes it away once the app shows the same.
(() => {
  /** In milliseconds: an app that shows nothing of its page by then says so itself. */
  const PATIENCE = 5000;
  const [, language, noun, slug] = location.pathname.split('/');
  // `public/inline.mjs` puts the texts of each language here.
  const words = WORDS[language];
  const [answer] = window.ahead.values();
  const origin = document.querySelector('meta[name="api"]').content.trim().replace(/\/+$/, '');

  function make(name, className, ...children) {
    const element = document.createElement(name);
    element.className = className;
    element.append(...children);
    return element;
  }

  /** The same requests as of `components/picture.rs`, so that each picture comes once. */
  function picture(of, sizes, isFirst) {
    if (!of) return make('span', 'picture picture-none');
    const at = (width, kind) => `${origin}/pictures/${of.id}-${width}.${kind}`;
    const srcset = (kind) => of.widths.map((width) => `${at(width, kind)} ${width}w`).join(', ');
    const source = Object.assign(make('source', ''), { type: 'image/avif', srcset: srcset('avif'), sizes });
    const image = Object.assign(make('img', ''), {
      crossOrigin: 'anonymous',
      alt: '',
      width: of.width,
      height: of.height,
      // The app's own work would be done before a picture that is decoded beside it is seen.
      decoding: isFirst ? 'sync' : 'async',
      loading: isFirst ? 'eager' : 'lazy',
      fetchPriority: isFirst ? 'high' : 'auto',
      sizes,
      srcset: srcset('jpg'),
    });
    const whole = make('picture', 'picture', source, image);
    whole.style.setProperty('--ground', of.colour);
    return whole;
  }

  function grid(products, firsts) {
    const card = (product, index) => {
      const isWide = index % 7 === 6;
      const sizes = isWide ? '(min-width: 60rem) 50vw, 100vw' : '(min-width: 60rem) 25vw, 50vw';
      const text = make('span', 'card-text', make('span', 'card-name', product.name));
      return make('li', isWide ? 'card card-wide' : 'card', picture(product.picture, sizes, index < firsts), text);
    };
    return make('ul', 'product-grid', ...products.map(card));
  }

  function home({ items: [star, ...others] }) {
    const spans = [words.first, words.second].map((line) => make('span', '', line));
    const title = make('h1', 'window-title', spans[0], ' ', spans[1]);
    const enter = make('p', 'actions', make('span', 'button button-now', words.enter));
    const said = make('div', 'window-words', title, make('p', 'window-text', words.text), enter);
    const sizes = '(min-width: 60rem) 50vw, 100vw';
    const caption = make('span', 'window-caption', make('span', '', star.name));
    const shown = make('span', 'window-star', picture(star.picture, sizes, true), caption);
    const shelf = make('div', 'page home-shelf', make('h2', '', words.shelf), grid(others, 0));
    return make('div', 'home-page', make('div', 'window', said, shown), shelf);
  }

  function list({ items }) {
    const head = make('div', 'list-head', make('h1', 'display', words.title), make('p', 'list-count'));
    const filter = () => make('span', 'check');
    const store = localStorage.getItem('my-store') ? filter() : make('span', 'text-link', words.store);
    const filters = make('div', 'filters', filter(), filter(), filter(), store);
    const categories = make('div', 'subcategories', make('ul', ''));
    return make('div', 'page list-page', head, categories, filters, make('div', 'list-results', grid(items.slice(0, 8), 4)));
  }

  /** The variant that the page begins with, as `usual_variant` finds it for a guest. */
  function variantOf({ variants }) {
    const asked = new URLSearchParams(location.search).get('sku');
    return (
      variants.find(({ sku }) => sku === asked) ??
      variants.find(({ in_store: here }) => here?.status === 'in_stock' || here?.status === 'limited') ??
      variants.find(({ stores_with_stock: stores }) => stores > 0) ??
      variants[0]
    );
  }

  function product(found) {
    const all = variantOf(found)?.pictures.slice(0, 4) ?? [];
    const sizes = '(min-width: 60rem) 58vw, 100vw';
    const shown = (all.length ? all : [undefined]).map((one, index) => picture(one, sizes, index === 0));
    const trail = make('div', 'trail', make('ol', ''));
    const name = make('div', 'product-name', trail, make('div', 'product-heading', make('h1', 'product-title', found.name)));
    return make('div', 'product', make('div', 'product-pictures', ...shown), make('div', 'product-side', name));
  }

  function paint(answered) {
    const shell = document.getElementById('shell');
    if (!shell || shell.hidden) return;
    const [header] = shell.children;
    header.append(make('span', 'search'));
    const page = noun ? (slug ? product : list) : home;
    shell.replaceChildren(header, page(answered));
    shell.ariaHidden = 'true';
    // Under this name the app lets it stand, and is not seen as long as it does.
    shell.id = 'painted';
    // What is decoded is seen with the second frame; the app, which keeps the page busy, waits for that.
    const frame = () => new Promise(requestAnimationFrame);
    window.painted = shell.querySelector('.picture img')?.decode().then(frame).then(frame);
    window.painted?.catch(() => {});
    addEventListener('TrunkApplicationStarted', () => uncover(shell, performance.now() + PATIENCE));
  }

  /** Until the app's page has its heading, and its cards instead of their places. */
  function uncover(shell, end) {
    const main = document.getElementById('main');
    const isThere = main?.querySelector('h1, [role="alert"]') && !main.querySelector('.product-grid[aria-hidden]');
    if (!isThere && performance.now() < end) return requestAnimationFrame(() => uncover(shell, end));
    // What was decoded once is not decoded at once for the next one that shows it: for a moment it would be gone.
    const first = main?.querySelector('.picture img');
    const decoded = first?.complete ? first.decode().catch(() => {}) : Promise.resolve();
    decoded.then(() => shell.remove());
  }

  answer
    ?.then((response) => (response?.ok ? response.clone().json() : undefined))
    .then((answered) => answered && paint(answered))
    // What can't be painted is the app's to tell.
    .catch(() => {});
})();
