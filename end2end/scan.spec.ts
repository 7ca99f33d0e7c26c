// The desk's camera.
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { Desk } from './support/desk';
import { filmOfQr, withCamera } from './support/film';
import { expect, test } from './support/test';

test('an associate scans a shopper’s QR code and hands over', async ({ lang, baseURL, locale, viewport }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `scan ${info.project.name}`);
  const { order } = await api.order(goods);
  await api.signIn(goods.store.id);
  await api.makeReady(order.pickups[0].id);

  const video = filmOfQr(order.pickups[0].pass?.token ?? '', info);
  await withCamera(video, { baseURL, locale, viewport }, async (page) => {
    const desk = new Desk(page, lang);
    await desk.signIn(goods.store);
    await desk.openFind();
    await desk.button('find.scan').click();
    await expect(desk.page.getByRole('heading', { level: 1 })).toContainText(order.number, { timeout: 20_000 });
    await expectAccessible(desk.page);
    await desk.handOver();
    await expect(desk.page.getByRole('heading', { name: desk.like('hand_over.done_title') })).toBeVisible();
  });
});

test('a code that is not ours is refused with a sentence that helps', async ({ lang, baseURL, locale, viewport }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `forged ${info.project.name}`);
  const { order } = await api.order(goods);
  const token = order.pickups[0].pass?.token ?? '';
  const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');

  await withCamera(filmOfQr(forged, info), { baseURL, locale, viewport }, async (page) => {
    const desk = new Desk(page, lang);
    await desk.signIn(goods.store);
    await desk.openFind();
    await desk.button('find.scan').click();
    await expect(desk.refusal().filter({ hasText: desk.say('error.pass_not_genuine') })).toBeVisible({ timeout: 20_000 });
    await expectAccessible(desk.page);
  });
});
