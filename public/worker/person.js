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
}

/** Forgets also what they looked at. */
async function forgetAll() {
  await Promise.allSettled([forgetPerson(), caches.delete(PUBLIC), forgetPictures()]);
}

/** @type {boolean | undefined} */
let leaving;

async function isLeaving() {
  leaving ??= await caches.has(LEAVING).catch(() => false);
  return leaving;
}

/** @param {boolean} now */
async function setLeaving(now) {
  if (now === (await isLeaving())) return;
  leaving = now;
  await (now ? caches.open(LEAVING) : caches.delete(LEAVING)).catch(() => {});
}

/** Tells the server first that somebody left while it was out of reach; whether it knows. */
async function hasLeft() {
  if (!(await isLeaving())) return true;
  const answer = await ask(new Request(new URL(SESSION, await whereApiIs()), { method: 'DELETE', credentials: 'include' }));
  if (!answer?.ok) return false;
  await setLeaving(false);
  return true;
}

/** Lets a sign-in or a sign-out through. @param {FetchEvent} event */
async function passSession({ request }) {
  const leaves = request.method === 'DELETE';
  await Promise.race([replay(), later(BEFORE_LEAVING)]);
  if (leaves) await forgetAll();
  else if (!(await hasLeft())) return Response.error();
  const answer = await fetch(request).catch(() => undefined);
  if (leaves) {
    await setLeaving(!answer?.ok);
    await forgetAll();
  } else if (answer?.ok) {
    await forgetPerson();
  }
  return answer ?? Response.error();
}
