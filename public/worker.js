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

self.addEventListener('push', (event) => {
  const news = read(event.data);
  if (!news?.title) return;
  const { title, body, url, tag } = news;
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
