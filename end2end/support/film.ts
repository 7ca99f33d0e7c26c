// The camera: a film of a code plays in its place, one browser for each film.
import { execFileSync } from 'node:child_process';
import { chromium as engine, type BrowserContextOptions, type Page, type TestInfo } from '@playwright/test';
import { chromium, flags } from './browser.mjs';

/** A short film of a picture, as the fake camera wants it. */
export function film(picture: string, info: TestInfo) {
  const video = info.outputPath('code.mjpeg');
  const fit =
    'scale=520:440:force_original_aspect_ratio=decrease:flags=neighbor,pad=640:480:(ow-iw)/2:(oh-ih)/2:white,format=yuvj420p';
  execFileSync('ffmpeg', ['-y', '-loglevel', 'error', '-loop', '1', '-i', picture, '-vf', fit, '-r', '10', '-t', '2', '-q:v', '2', video]);
  return video;
}

export function filmOfQr(text: string, info: TestInfo) {
  const picture = info.outputPath('code.png');
  execFileSync('qrencode', ['-o', picture, '-s', '8', '-m', '4', text]);
  return film(picture, info);
}

export async function withCamera<T>(video: string, options: BrowserContextOptions, use: (page: Page) => Promise<T>) {
  const browser = await engine.launch({
    executablePath: chromium,
    args: [
      ...flags,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  try {
    const context = await browser.newContext({ ...options, permissions: ['camera'] });
    return await use(await context.newPage());
  } finally {
    await browser.close();
  }
}
