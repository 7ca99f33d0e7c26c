// What was changed without a network waits in the database and is sent once, in its order, each with its key.

const DATABASE = 'vitrine';
const CHANGES = 'changes';
const PASSES = 'passes';
const REPLAYING = 'vitrine-replay';
/** The server will know better in a while. */
const LATER = [408, 425, 429];
/** In milliseconds: what nobody answers keeps what comes after it from being sent. */
const SEND_PATIENCE = 15_000;
/** The server does not understand the app that made the change. */
const OUTDATED = 426;

const pages = new BroadcastChannel('vitrine-worker');

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(PASSES, { keyPath: 'id' });
      opening.result.createObjectStore(CHANGES, { keyPath: 'key' });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/** One transaction over the whole database. @param {(stores: IDBTransaction) => IDBRequest | void} work */
async function inDatabase(work) {
  const open = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = open.transaction([PASSES, CHANGES], 'readwrite');
      const request = work(transaction);
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    open.close();
  }
}

async function waitingChanges() {
  const all = await inDatabase((stores) => stores.objectStore(CHANGES).getAll());
  const waiting = all.filter((change) => !change.refused);
  return waiting.sort((one, other) => Number(one.at > other.at) - Number(one.at < other.at));
}

/** Sends a change; nothing when it is to be sent again. */
async function send(change) {
  const { key, method, url, body, contract } = change;
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'Idempotency-Key': key };
  if (contract) headers['Vitrine-Contract'] = String(contract);
  const text = body === undefined || body === null || typeof body === 'string' ? body : JSON.stringify(body);
  const signal = AbortSignal.timeout?.(SEND_PATIENCE);
  const request = new Request(new URL(url, await whereApiIs()), { method, headers, body: text, credentials: 'include', signal });
  const answer = await ask(request);
  return answer && answer.status < 500 && !LATER.includes(answer.status) ? answer : undefined;
}

/** Takes a change out of the way: what was refused stays, with the reason, until a page has told of it. */
async function settle(change, answer) {
  const [since, kept] = [epoch, answer.clone()];
  const text = await answer.text();
  const said = text ? JSON.parse(text) : null;
  await inDatabase((stores) => {
    const changes = stores.objectStore(CHANGES);
    if (answer.ok) return changes.delete(change.key);
    const found = changes.get(change.key);
    // It may be gone with its person.
    found.onsuccess = () => found.result && changes.put({ ...change, refused: { status: answer.status, answer: said } });
  });
  pages.postMessage({ type: 'replayed', key: change.key, status: answer.status, answer: said });
  if (answer.ok) await keepChanged(change.url, kept, since);
}

/** Asks who is here: another device may have signed this one out, and then nothing waits in the name of who is left. */
async function askWhoIsHere() {
  const url = new URL(SESSION, await whereApiIs()).href;
  const since = epoch;
  const answer = await ask(new Request(url, { cache: 'no-store', credentials: 'include', signal: AbortSignal.timeout?.(SEND_PATIENCE) }));
  if (answer) await remember(PRIVATE, url, answer, since);
  return Boolean(answer?.ok);
}

async function sendWaiting() {
  // What waits while somebody is still to leave is of whoever came after.
  if (!(await hasLeft())) return;
  const waiting = await waitingChanges();
  if (!waiting.length || !(await askWhoIsHere())) return;
  const since = epoch;
  for (const { key } of waiting) {
    const change = await inDatabase((stores) => stores.objectStore(CHANGES).get(key));
    // It was taken back while others were sent.
    if (!change) continue;
    const answer = await send(change);
    if (!answer || since !== epoch) return;
    // It stays until a server understands it; what another app made goes on.
    if (answer.status === OUTDATED) continue;
    await settle(change, answer);
  }
}

/** @type {Promise<void>} */
let replaying = Promise.resolve();
let isNext = false;

/** Never two at once, in whatever versions of this worker; one that has not begun serves all who ask meanwhile. */
function replay() {
  if (isNext) return replaying;
  isNext = true;
  const run = () => {
    isNext = false;
    return navigator.locks ? navigator.locks.request(REPLAYING, sendWaiting) : sendWaiting();
  };
  replaying = replaying.then(run).catch(() => {});
  return replaying;
}

/** The browser asks again later when something still waits. */
async function replayAll() {
  await replay();
  const waiting = await waitingChanges();
  if (waiting.length || (await isLeaving())) throw new Error(`${waiting.length} still wait`);
}
