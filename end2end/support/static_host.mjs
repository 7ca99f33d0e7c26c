// A host that knows nothing but files: the built apps as they are, but for the API's origin in their pages, with the
// headers that `vitrine headers` prints.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** Sections of `name: value` lines, by what follows their `#`. */
function sections(text) {
  const all = new Map();
  for (const section of text.split('# ').slice(1)) {
    const [title, ...lines] = section.trim().split('\n');
    all.set(title.split(',')[0], Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2))));
  }
  return all;
}

export class StaticHost {
  #server = createServer((request, response) => this.#answer(request, response));
  #headers = new Map();
  api = '';

  constructor(dist) {
    this.dist = dist;
  }

  async open() {
    await new Promise((done) => this.#server.listen(0, '127.0.0.1', done));
    this.url = `http://localhost:${this.#server.address().port}`;
  }

  /** Where the API is, and what `vitrine headers` says for that. */
  serve(api, headers) {
    this.api = api;
    this.#headers = sections(headers);
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request, response) {
    const path = normalize(new URL(request.url, this.url).pathname);
    const page = extname(path) === '' ? (path.startsWith('/desk') ? 'desk/index.html' : 'index.html') : null;
    try {
      let content = await readFile(join(this.dist, page ?? path));
      if (page) content = content.toString().replace('name="api" content=""', `name="api" content="${this.api}"`);
      const headers = { ...this.#headers.get('every answer'), ...this.#headers.get(page ?? 'every other file') };
      response.writeHead(200, { ...headers, 'content-type': types[extname(page ?? path)] ?? 'application/octet-stream' });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }
}
