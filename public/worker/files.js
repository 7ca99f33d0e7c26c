// The app's own files, kept by release: taken whole or not at all, and let go when the last page of a release is gone.

/** The build writes before this: @type {{ version: string, files: Record<string, string> }} RELEASE */
const OURS = `app-${RELEASE.version}`;
/** Every page of the shop is this one. */
const SHELL = '/';
/** So many downloads at once leave room for what the page on screen asks for. */
const AT_ONCE = 4;
/** In milliseconds: by then the page that is left is gone, and the one that opens holds its lock. */
const SETTLED = 3_000;
/** A page holds a lock of this name and its release as long as it is open; see public/start.js. */
const OPEN = 'release-';

const KINDS = [
  [/\.js$/, 'javascript'],
  [/\.css$/, 'css'],
  [/\.wasm$/, 'wasm'],
  [/\/$/, 'html'],
];

/** @param {ArrayBuffer} bytes */
async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

/** Whether an answer is the file that the build wrote, and all of it. @param {string} path @param {Response} answer */
async function isGenuine(path, answer) {
  const [, kind] = KINDS.find(([name]) => name.test(path)) ?? [];
  if (answer.status !== 200 || answer.redirected) return false;
  if (kind && !answer.headers.get('Content-Type')?.includes(kind)) return false;
  const bytes = await answer.clone().arrayBuffer();
  // Who runs the shop may write where its API is into this one, so no hash can be known.
  if (path === SHELL) return new TextDecoder().decode(bytes).includes(`name="release" content="${RELEASE.version}"`);
  return (await hashOf(bytes)) === RELEASE.files[path];
}

/** From the network; past the browser's own cache when that holds something else. @param {string} path */
async function download(path) {
  for (const cache of /** @type {RequestCache[]} */ (['default', 'reload'])) {
    const answer = await fetch(path, { cache });
    if (await isGenuine(path, answer)) return answer;
  }
  throw new Error(`${path} is not of the release ${RELEASE.version}`);
}

/** The releases that are kept, the oldest first. */
async function releases() {
  return (await caches.keys()).filter((name) => name.startsWith('app-'));
}

/** A file that any release has; ours first. A storage that fails is an empty one. @param {string} path */
async function findFile(path) {
  try {
    const others = (await releases()).filter((name) => name !== OURS);
    for (const cacheName of [OURS, ...others]) {
      const found = await caches.match(path, { cacheName, ignoreVary: true });
      if (found) return found;
    }
  } catch {
    return undefined;
  }
}

/** @param {Cache} cache @param {string} path */
async function take(cache, path) {
  const known = path === SHELL ? undefined : await findFile(path);
  await cache.put(path, known && (await isGenuine(path, known)) ? known : await download(path));
}

/** Takes all files of this release, the shell last: where there is one, everything it needs is there too. */
async function takeAll() {
  const isNew = !(await caches.has(OURS));
  const cache = await caches.open(OURS);
  const left = Object.keys(RELEASE.files);
  const hand = async () => {
    for (let path = left.pop(); path; path = left.pop()) await take(cache, path);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, hand));
    await take(cache, SHELL);
  } catch (error) {
    left.length = 0;
    if (isNew) await caches.delete(OURS);
    throw error;
  }
}

/** Of other releases those that a page is open of; where the browser can't tell, the newest. @param {string[]} others */
async function inUse(others) {
  if (!navigator.locks) return others.slice(-1);
  const { held = [] } = await navigator.locks.query();
  return held.map(({ name }) => name.replace(OPEN, 'app-'));
}

/** Lets go of releases that no page is open of. One that waits to take over is nobody's yet. */
async function sweep() {
  const { installing, waiting } = self.registration;
  if (installing || waiting) return;
  const others = (await releases()).filter((name) => name !== OURS);
  const used = await inUse(others);
  await Promise.all(others.filter((name) => !used.includes(name)).map((name) => caches.delete(name)));
}

let isRefreshed = false;

/** Who runs the shop may have changed where its API is, or its policy: the next page is to know, in the same release. */
async function refreshShell() {
  if (isRefreshed) return;
  isRefreshed = true;
  const answer = await fetch(SHELL, { cache: 'no-cache' });
  const isWhole = (await answer.clone().text()).includes('</html>');
  if (!isWhole || !(await isGenuine(SHELL, answer))) return;
  const cache = await caches.open(OURS);
  await cache.put(SHELL, answer);
  apiOrigin = undefined;
}

/** A page of the shop. @param {FetchEvent} event */
async function openPage(event) {
  event.waitUntil(later(SETTLED).then(sweep).catch(() => {}));
  const kept = await caches.match(SHELL, { cacheName: OURS, ignoreVary: true }).catch(() => undefined);
  if (!kept) return fetch(event.request);
  event.waitUntil(refreshShell().catch(() => {}));
  return kept;
}

/** A file of the app. A page in its place is not one: it comes from whoever stands between. @param {FetchEvent} event */
async function openFile(event, path) {
  const found = await findFile(path);
  if (found) return found;
  const answer = await fetch(event.request);
  return answer.headers.get('Content-Type')?.includes('html') ? Response.error() : answer;
}
