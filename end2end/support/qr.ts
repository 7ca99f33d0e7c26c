// QR codes on the screen, read as the scanner reads them: by the part that the shop ships, without its camera.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
// By default it would come from another host.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** What a code on the screen says; nothing when it can't be read. */
export async function readQr(place: Locator) {
  const [code] = await readBarcodes(await place.screenshot(), { formats: ['QRCode'] });
  return code?.text ?? '';
}
