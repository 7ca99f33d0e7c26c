(() => {
  // As long as the page is open, the worker keeps the files of its release.
  const release = document.querySelector('meta[name="release"]')?.content;
  const forever = new Promise(() => {});
  if (release) navigator.locks?.request(`release-${release}`, { mode: 'shared' }, () => forever).catch(() => {});

  // In milliseconds.
  const PATIENCE = 20000;
  const TRIED = 'vitrine-reloaded';
  const [, path] = location.pathname.split('/');
  const french = path === 'fr' || (path !== 'en' && navigator.language.startsWith('fr'));
  let shown;
  let unstyled = false;

  async function startClean() {
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(registrations.map((registration) => registration.unregister()));
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith('app-')).map((name) => caches.delete(name)));
  }

  async function reload() {
    let again = true;
    try {
      again = sessionStorage.getItem(TRIED) !== null;
      sessionStorage.setItem(TRIED, '1');
      if (again) await startClean();
    } catch {
      // A browser that keeps nothing has nothing that is broken.
    }
    location.reload();
  }

  function say() {
    if (shown) return;
    shown = document.createElement('div');
    shown.className = 'page';
    shown.setAttribute('role', 'alert');
    const text = document.createElement('p');
    text.textContent = french ? 'La boutique ne s’est pas chargée en entier.' : 'The shop did not load completely.';
    const button = document.createElement('button');
    button.className = 'button';
    button.textContent = french ? 'Recharger' : 'Reload';
    button.addEventListener('click', reload);
    const action = document.createElement('p');
    action.className = 'actions';
    action.append(button);
    shown.append(text, action);
    if (document.body) show();
    else addEventListener('DOMContentLoaded', show);
  }

  function show() {
    document.querySelector('#shell, #painted')?.setAttribute('hidden', '');
    document.body.prepend(shown);
  }

  function failed({ target }) {
    if (target instanceof Element && !target.matches('script, link[rel="stylesheet"]')) return;
    unstyled ||= target instanceof HTMLLinkElement;
    say();
  }

  const waiting = setTimeout(say, PATIENCE);
  addEventListener('error', failed, true);
  addEventListener('unhandledrejection', failed);
  addEventListener('TrunkApplicationStarted', () => {
    clearTimeout(waiting);
    removeEventListener('error', failed, true);
    removeEventListener('unhandledrejection', failed);
    if (unstyled) return;
    shown?.remove();
    try {
      sessionStorage.removeItem(TRIED);
    } catch {
      // Nothing was remembered.
    }
  });
})();
