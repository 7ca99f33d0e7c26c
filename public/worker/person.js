// Whose answers are kept: nobody's but of whoever is at the device now.

/** In milliseconds: who signs in or out need not wait longer for what they changed before. */
const BEFORE_LEAVING = 3_000;
/** Remembers that somebody left while the server was out of reach. */
const LEAVING = 'leaving';

async function emptyDatabase() {
  await inDatabase((stores) => {
    stores.objectStore(PASSES).clear();
    stores.objectStore(CHANGES).clear();
  });
}

/** Forgets the person: answers, codes, changes. A storage that fails has nothing to forget. */
async function forgetPerson() {
  epoch += 1;
  await Promise.allSettled([caches.delete(PRIVATE), emptyDatabase()]);
  pages.postMessage({ type: 'forgotten' });
}

/** Forgets also what they looked at, and is sent no more news of theirs. */
async function forgetAll() {
  await Promise.allSettled([forgetPerson(), caches.delete(PUBLIC), forgetPictures(), forgetNews()]);
}

/** Makes way for another: what a guest had joins the account, but for the answers; what an account had is forgotten. */
async function makeWay(before) {
  if (before !== GUEST) return forgetPerson();
  epoch += 1;
  await caches.delete(PRIVATE).catch(() => {});
}

/** @type {boolean | undefined} */
let leaving;

async function isLeaving() {
  const noted = leaving ?? (await caches.has(LEAVING).catch(() => false));
  leaving ??= noted;
  return leaving;
}

/** @param {boolean} now */
async function setLeaving(now) {
  if (now === (await isLeaving())) return;
  leaving = now;
  await (now ? caches.open(LEAVING) : caches.delete(LEAVING)).catch(() => {});
}

async function tellServer() {
  const signal = AbortSignal.timeout?.(PATIENCE);
  const url = new URL(SESSION, await whereApiIs());
  // A browser's cache lets it wait for every read of the same address that is under way, unless it has no part in this.
  const answer = await ask(new Request(url, { method: 'DELETE', cache: 'no-store', credentials: 'include', signal }));
  if (!answer?.ok) return false;
  await setLeaving(false);
  return true;
}

/** @type {Promise<boolean> | undefined} One at a time: an answer that came late would take away the next one's cookie. */
let telling;

/** Tells the server first that somebody left while it was out of reach; whether it knows. */
async function hasLeft() {
  if (!(await isLeaving())) return true;
  telling ??= tellServer().finally(() => (telling = undefined));
  return telling;
}

/** Lets a sign-in through, or what comes from another device. @param {FetchEvent} event */
async function enter({ request }) {
  if (!(await hasLeft())) return Response.error();
  await Promise.race([replay(), later(BEFORE_LEAVING)]);
  // Whoever was signed in is known; all others are guests.
  const before = (await keptPerson()) ?? GUEST;
  const answer = await fetch(request).catch(() => undefined);
  if (answer?.ok) {
    const said = await answer.clone().json().catch(() => undefined);
    const now = personOf(said?.session ?? said?.signed_in?.session);
    if (now !== before) await makeWay(before);
  }
  return answer ?? Response.error();
}

/** Signs out, now or as soon as the server is reached. What is kept by then may be of whoever came after. */
async function leave() {
  const isLate = await isLeaving();
  if (!isLate) {
    await Promise.race([replay(), later(BEFORE_LEAVING)]);
    await setLeaving(true);
    await forgetAll();
  }
  const isTold = await hasLeft();
  if (!isLate) await forgetAll();
  // The server is told also when no page is open by then.
  if (!isTold) self.registration.sync?.register(CHANGES).catch(() => {});
  return isTold ? new Response(null, { status: 204 }) : Response.error();
}

/** Lets a change through that is not to be made in the name of whoever has left. @param {FetchEvent} event */
async function passChange(event) {
  if (!(await hasLeft())) return Response.error();
  const since = epoch;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(keepChanged(event.request.url, answer.clone(), since).catch(() => {}));
  return answer;
}
