// What the browser asks of the worker, and who answers.

/** Not the shop's: the desk, and the server's own pages. */
const APART = /^\/(desk|mailbox|health)([/.]|$)/;

/** @param {FetchEvent} event @param {URL} url */
function ofApi(event, url) {
  const { method } = event.request;
  if (method === 'GET') {
    const cacheName = cacheOf(url.pathname);
    return cacheName && read(event, cacheName);
  }
  if (method === 'POST' && [SIGN_IN, TAKE_OVER].includes(url.pathname)) return enter(event);
  if (method === 'DELETE' && url.pathname === SESSION) return leave();
  // Once it is known that nobody has left, a change needs nobody between it and the server.
  return leaving === false && !changesKept(url.pathname) ? undefined : passChange(event);
}

/** The answer; nothing when the network is to give it as if there were no worker. @param {FetchEvent} event */
function answerOf(event) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.pathname.startsWith('/api/')) return ofApi(event, url);
  if (request.method !== 'GET' || request.headers.has('Range')) return undefined;
  // They are where the API is, which may be another host.
  if (url.pathname.startsWith(PICTURE_PATH)) return openPicture(event);
  if (url.origin !== self.location.origin || APART.test(url.pathname)) return undefined;
  if (/\.[^/]*$/.test(url.pathname)) return openFile(event, url.pathname);
  return request.mode === 'navigate' ? openPage(event) : undefined;
}

self.addEventListener('fetch', (event) => {
  const answer = answerOf(event);
  if (answer) event.respondWith(answer);
});

self.addEventListener('install', (event) => {
  // Nobody is in the middle of something with a worker where there was none.
  if (!self.registration.active) self.skipWaiting();
  event.waitUntil(takeAll());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.allSettled([self.clients.claim(), sweep()]));
});

/** Keeps what a page had loaded before there was a worker. @param {string} url */
async function keepSeen(url) {
  const { origin, pathname } = new URL(url);
  if (origin !== (await whereApiIs())) return;
  if (pathname.startsWith(PICTURE_PATH)) return keepPicture(url, await fetch(url));
  const cacheName = cacheOf(pathname);
  const since = epoch;
  const answer = cacheName && (await ask(new Request(url, { credentials: 'include' })));
  if (answer) await remember(cacheName, url, answer, since);
}

const told = {
  activate: () => self.skipWaiting(),
  forget: async (/** @type {MessagePort | undefined} */ port) => {
    await forgetAll();
    port?.postMessage('forgotten');
  },
  replay,
  seen: (_, /** @type {{ urls: string[] }} */ { urls }) => Promise.allSettled([...new Set(urls)].map(keepSeen)),
};

self.addEventListener('message', (event) => {
  const work = told[event.data?.type];
  if (work) event.waitUntil(work(event.ports[0], event.data));
});

self.addEventListener('sync', (event) => {
  if (event.tag === CHANGES) event.waitUntil(replayAll());
});

self.addEventListener('push', (event) => event.waitUntil(showNews(event)));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(address(event.notification.data?.url)));
});
