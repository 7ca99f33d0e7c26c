// The news that the server pushes, and the page they are about.

/** What the server said; nothing when it is not readable. @param {PushMessageData | null} data */
function readNews(data) {
  try {
    return data?.json() ?? null;
  } catch {
    return null;
  }
}

/** What is said when nothing readable came: a browser that is promised a notice for every push takes back the leave. */
function something() {
  const french = self.navigator.language.startsWith('fr');
  return { title: french ? 'Du nouveau au magasin' : 'News from the shop', body: '', url: '/', tag: 'news' };
}

/** Takes away what was shown, and asks for no more. */
async function forgetNews() {
  const [shown, subscription] = await Promise.all([
    self.registration.getNotifications(),
    self.registration.pushManager?.getSubscription(),
  ]);
  for (const notification of shown) notification.close();
  await subscription?.unsubscribe();
}

/** @param {PushEvent} event */
async function showNews(event) {
  // News of who has left are nobody's here; that they came tells that the server can be reached.
  const left = await isLeaving();
  if (left) event.waitUntil(hasLeft());
  const news = left ? null : readNews(event.data);
  const { title, body, url, tag } = news?.title ? news : something();
  const options = { body, tag, icon: '/icon.svg', renotify: Boolean(tag), data: { url } };
  return self.registration.showNotification(title, options);
}

/** The address on our own site that news are about. @param {string | undefined} url */
function address(url) {
  const target = new URL(url ?? '/', self.location.origin);
  return target.origin === self.location.origin ? target : new URL('/', self.location.origin);
}

/** @param {URL} target */
async function show(target) {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = tabs.find((tab) => new URL(tab.url).pathname === target.pathname);
  return open ? open.focus() : self.clients.openWindow(target.href);
}
