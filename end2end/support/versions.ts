// The shop as a folder of files before the server, so that a test can put another version in its place, or come between.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { test as base } from './test';

/**
 * What comes between: a portal's page in place of the answer, an answer that ends too early (with the connection, or
 * as if it were whole), one that comes late, none at all, a gateway without its server, a connection that is cut.
 */
export type Mischief = 'portal' | 'torn' | 'half' | 'late' | 'silent' | 'gateway' | 'cut';

/** In milliseconds. */
const LATE = 2_500;

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};
const ofServer = /^\/(api|pictures|mailbox|health|desk)(\/|\.|$)/;
const portal = '<!doctype html><title>Wi-Fi</title><h1>Welcome to the café. Accept our terms.</h1>';
const stamp = fileURLToPath(new URL('../../crates/xtask/release.mjs', import.meta.url));

export class Versions {
  /** Who comes between, by the path that is asked for. */
  meddle: (path: string, method: string) => Mischief | undefined = () => undefined;

  /** The paths that were asked for. */
  readonly asked: string[] = [];

  private constructor(
    private server: Server,
    public dist: string,
    private origin: URL,
  ) {}

  static async start(dist: string, origin: string) {
    const server = createServer((asked, answer) => versions.answer(asked, answer));
    const versions = new Versions(server, dist, new URL(origin));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return versions;
  }

  get url() {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** The version that is served. */
  get release() {
    return /name="release" content="(\w+)"/.exec(readFileSync(join(this.dist, 'index.html'), 'utf8'))?.[1] ?? '';
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer(asked: IncomingMessage, answer: ServerResponse) {
    const path = decodeURIComponent(new URL(asked.url ?? '/', this.url).pathname);
    this.asked.push(path);
    const mischief = this.meddle(path, asked.method ?? 'GET');
    if (mischief === 'cut') return void asked.socket.destroy();
    if (mischief === 'silent') return;
    if (mischief === 'portal') return send(answer, 200, 'text/html', Buffer.from(portal));
    if (mischief === 'gateway') return send(answer, 502, 'text/html', Buffer.from('<h1>502 Bad Gateway</h1>'));
    if (ofServer.test(path)) this.pass(asked, answer, mischief);
    else this.file(path, answer, mischief);
  }

  private file(path: string, answer: ServerResponse, mischief?: Mischief) {
    const file = join(this.dist, path);
    const isFile = existsSync(file) && statSync(file).isFile();
    if (!isFile && extname(path)) return send(answer, 404, 'text/plain', Buffer.from('There is no such file.'));
    const found = isFile ? file : join(this.dist, 'index.html');
    const type = types[extname(found)] ?? 'application/octet-stream';
    send(answer, 200, type, readFileSync(found), mischief);
  }

  private pass(asked: IncomingMessage, answer: ServerResponse, mischief?: Mischief) {
    const { hostname, port } = this.origin;
    const onward = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers });
    onward.on('response', (said) => {
      const through = () => void said.pipe(answer.writeHead(said.statusCode ?? 502, said.headers));
      if (!mischief) return through();
      if (mischief === 'late') return void setTimeout(through, LATE);
      const parts: Buffer[] = [];
      said.on('data', (part) => parts.push(part));
      said.on('end', () => send(answer, 200, said.headers['content-type'] ?? '', Buffer.concat(parts), mischief));
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }
}

function send(answer: ServerResponse, status: number, type: string, body: Buffer, mischief?: Mischief) {
  const half = body.subarray(0, Math.floor(body.length / 2));
  const head = { 'Content-Type': type, 'Cache-Control': 'no-cache' };
  if (mischief === 'torn') {
    answer.writeHead(status, { ...head, 'Content-Length': body.length });
    answer.write(half, () => answer.destroy());
  } else {
    answer.writeHead(status, head);
    answer.end(mischief === 'half' ? half : body);
  }
}

/** Files of a folder, by their path in it. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());

/** The same shop built again: every name with a hash is another one. */
export function nextVersion(dist: string, folder: string) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(dist, folder, { recursive: true });
  const names = filesIn(folder).filter((name) => !name.startsWith('desk'));
  const hashes = new Set(names.map((name) => /-([0-9a-f]{12,16})[_.]/.exec(basename(name))?.[1]).filter((hash) => hash !== undefined));
  const renamed = (text: string) => [...hashes].reduce((text, hash) => text.replaceAll(hash, `0e${hash.slice(2)}`), text);
  for (const name of names) {
    const path = join(folder, name);
    if (/\.(br|gz)$/.test(name)) rmSync(path);
    // Wasm names the scripts it imports; the names stay as long as they were.
    else if (/\.(js|html|css|wasm)$/.test(name)) {
      const text = renamed(readFileSync(path, 'latin1'));
      writeFileSync(path, name.endsWith('.html') ? text.replace(/ integrity="[^"]*"/g, '') : text, 'latin1');
    }
  }
  for (const name of names.filter((name) => existsSync(join(folder, name)))) {
    renameSync(join(folder, name), join(folder, dirname(name), renamed(basename(name))));
  }
  execFileSync('node', [stamp, folder]);
  return folder;
}

/** Waits until the worker has the whole shop and answers for the page. */
export async function installed(page: Page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, { timeout: 30_000 });
}

/** The caches of the browser, by name. */
export const cacheNames = (page: Page) => page.evaluate(async () => (await caches.keys()).sort());

/** The release that a page is of. */
export const releaseOf = (page: Page) => page.locator('meta[name="release"]').getAttribute('content');

type Fixtures = {
  versions: Versions;
  /** Takes the network away, from pages and workers, and gives it back. */
  network: { cut(): Promise<void>; mend(): Promise<void> };
  /** The shop, installed in the page's browser. */
  install: (path?: string) => Promise<void>;
};

export const test = base.extend<Fixtures>({
  versions: async ({}, use) => {
    const { VITRINE_DIST: dist, VITRINE_URL: origin } = process.env;
    if (!dist || !origin) throw new Error('these need VITRINE_DIST and VITRINE_URL');
    const versions = await Versions.start(dist, origin);
    await use(versions);
    await versions.close();
  },
  baseURL: async ({ versions }, use) => use(versions.url),
  network: async ({ context, versions }, use) => {
    const offline = (context: BrowserContext, now: boolean) => context.setOffline(now);
    await use({
      cut: async () => {
        versions.meddle = () => 'cut';
        await offline(context, true);
      },
      mend: async () => {
        versions.meddle = () => undefined;
        await offline(context, false);
      },
    });
  },
  install: async ({ page, shop }, use) =>
    use(async (path) => {
      await shop.open(path);
      await installed(page);
    }),
});

export { expect };
