// What the API answered, kept for when it can't be asked. The network comes first, and what is kept says since when.

const PRIVATE = 'private';
const PUBLIC = 'public';
const PRIVATE_PATH = /^\/api\/(cart|orders|reservations|purchases|receipts|invoices|returns|favourites|account|session|passes|recents)(\/|$)/;
const PUBLIC_PATH = /^\/api\/(products|stores|categories|retailer|availability)(\/|$)/;
/** A year's invoices in one file are too much to keep. */
const NEVER_KEPT = /^\/api\/invoices\/archive$/;
const SESSION = '/api/session';
const SIGN_IN = '/api/session/sign-in';
/** What another device offers may be its account. */
const TAKE_OVER = '/api/handoffs/take';
/** Who is not signed in. */
const GUEST = '';
const KEPT_SINCE = 'Vitrine-Kept-Since';
/** The server withholds what it showed before. */
const WITHHELD = [401, 403, 404, 410];
/** In milliseconds: then what is kept is shown, and the network may still say otherwise. */
const PATIENCE = 4_000;
const MOST_ANSWERS = 200;

/** Counts how often the browser forgot its person: an answer from before that is nobody's. */
let epoch = 0;
/** @type {Promise<string> | undefined} */
let apiOrigin;

/** Where the API is: the page's own site, or the one that it names. */
function whereApiIs() {
  apiOrigin ??= findFile(SHELL)
    .then((shell) => shell?.text())
    .then((html) => {
      const [meta] = /<meta[^>]*name="api"[^>]*>/.exec(html ?? '') ?? [];
      const [, named] = /content="([^"]+)"/.exec(meta ?? '') ?? [];
      return named ? new URL(named, self.location.origin).origin : self.location.origin;
    });
  return apiOrigin;
}

/** Which cache the answer of a path belongs into. @param {string} path */
function cacheOf(path) {
  if (NEVER_KEPT.test(path)) return undefined;
  if (PRIVATE_PATH.test(path)) return PRIVATE;
  return PUBLIC_PATH.test(path) ? PUBLIC : undefined;
}

/** @param {number} milliseconds @returns {Promise<undefined>} */
function later(milliseconds) {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}

/** An answer of the API with all that belongs to it; nothing when it is cut off or another's. @param {Response} answer */
async function whole(answer) {
  const type = answer.headers.get('Content-Type') ?? '';
  const { status, statusText } = answer;
  const isProblem = type.startsWith('application/problem+json');
  if (answer.redirected || (status >= 500 && !isProblem)) return undefined;
  if (status === 204 || status === 304) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('Content-Encoding');
  if (isProblem || type.startsWith('application/json')) {
    const text = await answer.text();
    JSON.parse(text);
    return new Response(text, { status, statusText, headers });
  }
  if (!type.startsWith('application/pdf')) return undefined;
  return new Response(await answer.blob(), { status, statusText, headers });
}

/** What the server says; nothing when it is not reached, whatever else answers in its place. @param {Request} request */
async function ask(request) {
  try {
    return await whole(await fetch(request));
  } catch {
    return undefined;
  }
}

/** The present moment by the server's clock, since the device's may be off by years. @param {Response} answer */
function saidAt(answer) {
  const date = new Date(answer.headers.get('Date') ?? Date.now());
  return date.toISOString();
}

/** Lets the oldest go. @param {Cache} cache @param {number} most */
async function trim(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

/** @param {string} cacheName @param {string} url @param {Response} answer @param {number} since the epoch it was asked in */
async function keep(cacheName, url, answer, since) {
  const cache = await caches.open(cacheName);
  if (WITHHELD.includes(answer.status)) await cache.delete(url);
  if (answer.status !== 200) return;
  const headers = { 'Content-Type': answer.headers.get('Content-Type') ?? '', [KEPT_SINCE]: saidAt(answer) };
  const body = await answer.blob();
  if (since !== epoch) return;
  // What is put again becomes the newest.
  await cache.put(url, new Response(body, { headers }));
  await trim(cache, MOST_ANSWERS);
}

/** @param {string} cacheName @param {string} url */
function recall(cacheName, url) {
  return caches.match(url, { cacheName, ignoreVary: true }).catch(() => undefined);
}

/** Whose a session is; nothing when that is not known. */
function personOf(session) {
  return session ? (session.account?.email ?? GUEST) : undefined;
}

/** Whose answers are kept; nothing when that is not known. */
async function keptPerson() {
  const kept = await recall(PRIVATE, new URL(SESSION, await whereApiIs()).href);
  return personOf(await kept?.json());
}

/** Keeps what was answered; what the storage refuses is asked again next time. */
async function remember(cacheName, url, answer, since) {
  try {
    let asked = since;
    if (answer.status === 200 && new URL(url).pathname === SESSION) {
      const [before, now] = [await keptPerson(), personOf(await answer.clone().json())];
      if (since !== epoch) return;
      if (before !== undefined && before !== now) {
        const forgetting = makeWay(before);
        asked = epoch;
        await forgetting;
      }
    }
    await keep(cacheName, url, answer, asked);
  } catch {
    return;
  }
}

const CART = '/api/cart';
const ORDERS = '/api/orders';
const FAVOURITES = '/api/favourites';

/** Whether what is kept is another by a change. @param {string} path */
function changesKept(path) {
  return path === ORDERS || path.startsWith(`${CART}/`) || path.startsWith(`${FAVOURITES}/`);
}

/** Something was changed: what is kept of it says so too, or is kept no longer. @param {string} changed @param {Response} answer @param {number} since the epoch it was changed in */
async function keepChanged(changed, answer, since) {
  const { origin, pathname, searchParams } = new URL(changed, await whereApiIs());
  if (!changesKept(pathname)) return;
  const noun = pathname.startsWith(`${FAVOURITES}/`) ? FAVOURITES : CART;
  const cache = await caches.open(PRIVATE);
  const kept = (await cache.keys()).filter(({ url }) => new URL(url).pathname === noun);
  await Promise.all(kept.map((key) => cache.delete(key)));
  if (pathname.startsWith(`${CART}/`)) {
    // As the app asks for it; any change of the cart answers all of it.
    await keep(PRIVATE, `${origin}${CART}?language=${searchParams.get('language')}&`, answer, since);
  }
  if (noun === FAVOURITES) await Promise.all(kept.map(({ url }) => keepSeen(url)));
}

/** Reads an address of the API. @param {FetchEvent} event @param {string} cacheName */
async function read(event, cacheName) {
  const { request } = event;
  if (new URL(request.url).origin !== (await whereApiIs())) return fetch(request);
  const since = epoch;
  if (cacheName === PRIVATE && !(await hasLeft())) return Response.error();
  const asked = ask(request);
  event.waitUntil(asked.then((answer) => answer && remember(cacheName, request.url, answer.clone(), since)));
  const answer = await Promise.race([asked, later(PATIENCE)]);
  if (answer) return answer;
  const kept = await recall(cacheName, request.url);
  if (kept && since === epoch) return kept;
  return (await asked) ?? Response.error();
}
