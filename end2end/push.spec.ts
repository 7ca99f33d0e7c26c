import { randomUUID } from 'node:crypto';
import type { Page, Worker } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, pair } from './support/api';
import { chromium, flags } from './support/browser.mjs';
import type { Shop } from './support/shop';
import { expect, test } from './support/test';

// The browser without a window shows no notifications.
test.use({ serviceWorkers: 'allow', launchOptions: { executablePath: chromium, args: flags } });

type Answer = 'granted' | 'denied' | 'default';

/**
 * Stands in for the browser's question and its maker's push service, which a browser under test has not. What was
 * answered outlives a reload, as in a browser.
 */
async function answering(page: Page, answer: Answer) {
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const place = { endpoint: `https://push.example.com/${randomUUID()}`, keys };
  await page.addInitScript(
    ({ answer, place }) => {
      const subscription = { ...place, unsubscribe: async () => localStorage.setItem('subscribed', '') };
      const answered = () => localStorage.getItem('answered') ?? 'default';
      Object.defineProperty(Notification, 'permission', { get: answered });
      Notification.requestPermission = async () => {
        localStorage.setItem('asked', String(Number(localStorage.getItem('asked') ?? 0) + 1));
        localStorage.setItem('answered', answer);
        return answer as NotificationPermission;
      };
      PushManager.prototype.subscribe = async () => {
        localStorage.setItem('subscribed', 'yes');
        return subscription as unknown as PushSubscription;
      };
      PushManager.prototype.getSubscription = async () =>
        localStorage.getItem('subscribed') ? (subscription as unknown as PushSubscription) : null;
    },
    { answer, place },
  );
}

const asked = (page: Page) => page.evaluate(() => Number(localStorage.getItem('asked') ?? 0));

/** The page of a reservation that somebody made. */
async function openReservation(shop: Shop, name: string) {
  const api = await Api.open(shop.lang);
  const goods = await pair(api, name);
  const { reservation, link_token } = await api.placeReservation(goods, [goods.variants[0].sku]);
  await shop.open(`/reservations/${reservation.id}#${link_token}`);
  await expect(shop.page.locator('main')).toContainText(reservation.number);
  return reservation;
}

test('a shopper who taps is told, also after a reload, until they have enough', async ({ page, shop, say }, info) => {
  await answering(page, 'granted');
  await openReservation(shop, `push granted ${info.project.name}`);
  const ask = page.getByRole('button', { name: say('notify.ask'), exact: true });
  await expect(ask).toBeVisible();
  expect(await asked(page), 'nothing is asked on arrival').toBe(0);
  const told = page.waitForResponse((answer) => answer.url().endsWith('/api/push/subscription'));
  await ask.click();
  const answer = await told;
  expect([answer.request().method(), answer.status()]).toEqual(['PUT', 204]);
  await expect(page.getByText(say('notify.on'))).toBeVisible();
  expect(await asked(page)).toBe(1);
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByText(say('notify.on'))).toBeVisible();
  expect(await asked(page)).toBe(1);
  const ended = page.waitForResponse((answer) => answer.url().endsWith('/api/push/subscription'));
  await page.getByRole('button', { name: say('notify.stop'), exact: true }).click();
  expect((await ended).request().method()).toBe('DELETE');
  await expect(ask).toBeVisible();
});

test('a browser that says no explains how to say yes again', async ({ page, shop, say }, info) => {
  await answering(page, 'denied');
  await openReservation(shop, `push denied ${info.project.name}`);
  await page.getByRole('button', { name: say('notify.ask'), exact: true }).click();
  await expect(page.getByText(say('notify.denied'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('notify.ask'), exact: true })).toHaveCount(0);
  await expectAccessible(page);
});

test('a question that is closed may be asked again', async ({ page, shop, say }, info) => {
  await answering(page, 'default');
  await openReservation(shop, `push dismissed ${info.project.name}`);
  const ask = page.getByRole('button', { name: say('notify.ask'), exact: true });
  await ask.click();
  await expect.poll(() => asked(page)).toBe(1);
  await expect(ask).toBeEnabled();
  await ask.click();
  await expect.poll(() => asked(page)).toBe(2);
});

test('a browser without push shows nothing', async ({ page, shop, say }, info) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'PushManager');
  });
  await openReservation(shop, `push unsupported ${info.project.name}`);
  await expect(page.getByRole('button', { name: say('notify.ask'), exact: true })).toHaveCount(0);
  await expectAccessible(page);
});

/** The shop's worker, and a way to push something to it as a browser's maker does. */
async function pushesTo(page: Page) {
  const { origin } = new URL(page.url());
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find((version) => version.status === 'activated');
      if (active) resolve(active.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
  });
  const registrationId = await registered;
  return (data: string) => session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
}

/** The notifications on screen. */
const shown = (page: Page) =>
  page.evaluate(async () => {
    const notifications = await (await navigator.serviceWorker.ready).getNotifications();
    return notifications.map(({ title, body, tag }) => ({ title, body, tag }));
  });

test('what the server pushes is shown, and a tap leads to its page', async ({ page, context, shop, lang, baseURL }) => {
  const origin = new URL(baseURL ?? '').origin;
  const file = await page.request.get('/worker.js');
  expect([file.status(), file.headers()['cache-control']]).toEqual([200, 'no-cache']);
  await context.grantPermissions(['notifications'], { origin });
  await shop.open('/stores');
  const push = await pushesTo(page);
  const news = { title: 'Tout est prêt', body: 'On vous attend.', url: `/${lang}/stores`, tag: 'r1' };
  await push(JSON.stringify(news));
  await expect.poll(() => shown(page)).toEqual([{ title: news.title, body: news.body, tag: news.tag }]);
  // The browser was promised a notice for every push, also for one that says nothing.
  await push('');
  await expect.poll(async () => (await shown(page)).map(({ tag }) => tag)).toContain('news');

  const [worker] = context.serviceWorkers();
  expect(await tapped(worker, news.url), 'the open tab comes to the front').toBe('focus');
  const elsewhere = `/${lang}/legal`;
  expect(await tapped(worker, elsewhere), 'a page that is not open is opened').toBe(`${origin}${elsewhere}`);
  expect(await tapped(worker, 'https://evil.example/'), 'another site is not').toBe(`${origin}/`);
});

/** Taps a notification of an address. Only a real finger may move windows, so what the worker would do is answered. */
function tapped(worker: Worker, url: string): Promise<string> {
  return worker.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        /* eslint-disable @typescript-eslint/no-explicit-any */
        const scope = self as any;
        scope.WindowClient.prototype.focus = async () => resolve('focus');
        scope.Clients.prototype.openWindow = async (target: string) => resolve(target);
        const tap: any = new scope.ExtendableEvent('notificationclick');
        tap.notification = { close() {}, data: { url } };
        scope.dispatchEvent(tap);
      }),
    url,
  );
}

test('news of who has left are taken away, and shown no more', async ({ page, context, shop, baseURL }) => {
  await context.grantPermissions(['notifications'], { origin: new URL(baseURL ?? '').origin });
  await shop.open('/account');
  const push = await pushesTo(page);
  await page.reload();
  const news = JSON.stringify({ title: 'La commande V-1 est prête', body: 'Avant samedi.', url: '/', tag: 'r1' });
  await push(news);
  await expect.poll(async () => (await shown(page)).map(({ tag }) => tag)).toEqual(['r1']);

  await context.setOffline(true);
  await shop.button('account.forget').click();
  await shop.button('account.forget_confirm').click();
  await expect.poll(() => shown(page)).toEqual([]);
  // Until all of them is gone, what comes is taken away too.
  await expect(async () => {
    await push(news);
    expect((await shown(page)).map(({ tag }) => tag)).toEqual(['news']);
  }).toPass();
});
