// The camera: a film of a QR code plays in its place, one browser for each film.
import { execFileSync } from 'node:child_process';
import { chromium as engine, type TestInfo } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { Api, offer } from './support/api';
import { chromium, flags } from './support/browser.mjs';
import { Desk } from './support/desk';
import { expect, test } from './support/test';

/** A short film of a QR code, as the fake camera wants it. */
function film(text: string, info: TestInfo) {
  const [picture, video] = [info.outputPath('code.png'), info.outputPath('code.mjpeg')];
  execFileSync('qrencode', ['-o', picture, '-s', '8', '-m', '4', text]);
  const fit = 'scale=440:440:flags=neighbor,pad=640:480:(ow-iw)/2:(oh-ih)/2:white,format=yuvj420p';
  execFileSync('ffmpeg', ['-y', '-loglevel', 'error', '-loop', '1', '-i', picture, '-vf', fit, '-r', '10', '-t', '2', '-q:v', '2', video]);
  return video;
}

async function deskWithCamera(video: string, lang: 'fr' | 'en', options: object) {
  const browser = await engine.launch({
    executablePath: chromium,
    args: [
      ...flags,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  const context = await browser.newContext({ ...options, permissions: ['camera'] });
  return { browser, desk: new Desk(await context.newPage(), lang) };
}

test('an associate scans a shopper’s QR code and hands over', async ({ lang, baseURL, locale, viewport }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `scan ${info.project.name}`);
  const { order } = await api.order(goods);
  await api.signIn(goods.store.id);
  await api.makeReady(order.pickups[0].id);

  const video = film(order.pickups[0].pass?.token ?? '', info);
  const { browser, desk } = await deskWithCamera(video, lang, { baseURL, locale, viewport });
  try {
    await desk.signIn(goods.store);
    await desk.openFind();
    await desk.button('find.scan').click();
    await expect(desk.page.getByRole('heading', { level: 1 })).toContainText(order.number, { timeout: 20_000 });
    await expectAccessible(desk.page);
    await desk.handOver();
    await expect(desk.page.getByRole('heading', { name: desk.like('hand_over.done_title') })).toBeVisible();
  } finally {
    await browser.close();
  }
});

test('a code that is not ours is refused with a sentence that helps', async ({ lang, baseURL, locale, viewport }, info) => {
  const api = await Api.open(lang);
  const goods = await offer(api, `forged ${info.project.name}`);
  const { order } = await api.order(goods);
  const token = order.pickups[0].pass?.token ?? '';
  const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');

  const { browser, desk } = await deskWithCamera(film(forged, info), lang, { baseURL, locale, viewport });
  try {
    await desk.signIn(goods.store);
    await desk.openFind();
    await desk.button('find.scan').click();
    await expect(desk.refusal().filter({ hasText: desk.say('error.pass_not_genuine') })).toBeVisible({ timeout: 20_000 });
    await expectAccessible(desk.page);
  } finally {
    await browser.close();
  }
});
