// Draws the icons of the installed shop into public/icons, all from public/icon.svg and the app's own glyphs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium as engine } from '@playwright/test';
import { chromium, flags } from './support/browser.mjs';

const file = (path) => new URL(`../${path}`, import.meta.url);
const [, ground, frame, letter] = /^<svg[^>]*>(<path[^>]*>)(<path[^>]*>)(<path[^>]*>)<\/svg>/.exec(
  readFileSync(file('public/icon.svg'), 'utf8').trim(),
);

const svg = (drawing) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${drawing}</svg>`;
const around = (scale, drawing) => `<g transform="translate(16 16) scale(${scale}) translate(-16 -16)">${drawing}</g>`;
const ink = (drawing) => drawing.replaceAll(/stroke="#[0-9A-F]+"/g, 'stroke="#000"');

/** A glyph of the app, in the sign's white on the sign's blue. */
function shortcut(name) {
  const glyphs = readFileSync(file('src/components/icon.rs'), 'utf8');
  const [, drawing] = new RegExp(`Glyph::${name} => \\{?\\s*r#"(.*?)"#`, 's').exec(glyphs);
  const stroke = /stroke="(#[0-9A-F]+)"/.exec(frame)[1];
  const lines = `fill="none" stroke="${stroke}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"`;
  return svg(`${ground}<g transform="translate(6.4 6.4) scale(.8)" ${lines}>${drawing}</g>`);
}

// The white line inside the edge would be cut by a round mask, so a maskable sign goes without it; Apple rounds corners
// only, so it may stay a little further inside.
const any = svg(ground + frame + letter);
const maskable = svg(ground + around(1.1, letter));
const apple = svg(ground + around(0.86, frame + letter));
const monochrome = svg(ink(frame + letter));

const icons = {
  'any-192': [any, 192],
  'any-512': [any, 512],
  'maskable-192': [maskable, 192],
  'maskable-512': [maskable, 512],
  'monochrome-192': [monochrome, 192],
  'apple-180': [apple, 180],
  'scan-96': [shortcut('Scan'), 96],
  'passes-96': [shortcut('Package'), 96],
  'store-96': [shortcut('Store'), 96],
};

mkdirSync(file('public/icons/'), { recursive: true });
writeFileSync(file('public/icons/monochrome.svg'), `${monochrome}\n`);
const browser = await engine.launch({ executablePath: chromium, args: flags });
for (const [name, [drawing, size]] of Object.entries(icons)) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${drawing}`);
  const picture = await page.screenshot({ omitBackground: true });
  writeFileSync(file(`public/icons/${name}.png`), picture);
  await page.close();
  console.log(`   ${name}: ${picture.length} bytes`);
}
await browser.close();
