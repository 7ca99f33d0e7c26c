// Pictures: named by their content, so that one that is kept stays right. The oldest go first.

const PICTURES = 'pictures';
const PICTURE_PATH = '/pictures/';
const MOST_PICTURES = 300;
const MOST_BYTES = 30_000_000;

/** @type {Promise<Map<string, number>> | undefined} The size of every picture that is kept, the oldest first. */
let sizes;

async function readSizes() {
  const cache = await caches.open(PICTURES);
  const known = new Map();
  for (const key of await cache.keys()) {
    known.set(key.url, Number((await cache.match(key))?.headers.get('Content-Length')));
  }
  return known;
}

/** Takes note of a picture; those that are to go for it. @param {Map<string, number>} known */
function makeRoom(known, url, size) {
  known.delete(url);
  known.set(url, size);
  let bytes = [...known.values()].reduce((sum, size) => sum + size, 0);
  const gone = [];
  for (const [oldest, size] of known) {
    if (known.size <= MOST_PICTURES && bytes <= MOST_BYTES) break;
    known.delete(oldest);
    bytes -= size;
    gone.push(oldest);
  }
  return gone;
}

/** An answer of another host that was not asked for as CORS wants it can't be read, and is not kept. @param {string} url @param {Response} answer */
async function keepPicture(url, answer) {
  const body = await answer.blob();
  const [type, length] = ['Content-Type', 'Content-Length'].map((name) => answer.headers.get(name) ?? '');
  const isWhole = length === '' || Number(length) === body.size;
  if (answer.status !== 200 || answer.redirected || !type.startsWith('image/') || !isWhole) return;
  const headers = { 'Content-Type': type, 'Content-Length': String(body.size) };
  const cache = await caches.open(PICTURES);
  await cache.put(url, new Response(body, { headers }));
  sizes ??= readSizes().catch(() => {
    sizes = undefined;
    return new Map();
  });
  const gone = makeRoom(await sizes, new URL(url, self.location.origin).href, body.size);
  await Promise.all(gone.map((oldest) => cache.delete(oldest)));
}

/** @param {FetchEvent} event */
async function openPicture(event) {
  const { url } = event.request;
  if (new URL(url).origin !== (await whereApiIs())) return fetch(event.request);
  const kept = await recall(PICTURES, url);
  if (kept) return kept;
  const answer = await fetch(event.request);
  // What the storage refuses is asked again next time.
  event.waitUntil(keepPicture(url, answer.clone()).catch(() => {}));
  return answer;
}

async function forgetPictures() {
  sizes = undefined;
  await caches.delete(PICTURES);
}
