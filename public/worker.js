// The shop's service worker: it shows the news that the server pushes, and opens the page they are about.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** What the server said; nothing when it is not readable. */
function read(data) {
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

self.addEventListener('push', (event) => {
  const news = read(event.data);
  const { title, body, url, tag } = news?.title ? news : something();
  const options = { body, tag, icon: '/icon.svg', renotify: Boolean(tag), data: { url } };
  event.waitUntil(self.registration.showNotification(title, options));
});

/** The address on our own site that news are about. */
function address(url) {
  const target = new URL(url ?? '/', self.location.origin);
  return target.origin === self.location.origin ? target : new URL('/', self.location.origin);
}

async function show(target) {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = tabs.find((tab) => new URL(tab.url).pathname === target.pathname);
  return open ? open.focus() : self.clients.openWindow(target.href);
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(address(event.notification.data?.url)));
});
