// Names a release by what is in it: `node release.mjs DIST` writes its version into index.html, and a worker.js that
// knows every file. To do it again changes nothing, or says what has changed.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const dist = process.argv[2];
const sources = new URL('../../public/worker/', import.meta.url);
/** In this order they are one script. */
const parts = ['files', 'answers', 'pictures', 'changes', 'person', 'news', 'main'];

/** The desk is another app; copies, and what only a build or an installation looks at, no page needs. */
const apart = /^(desk|icons|screenshots|scanner)\/|\.(br|gz|map|txt|png|webmanifest)$|(^|\/)manifest\.json$/;
const stamped = /^(index\.html|worker\.js)$/;
const meta = /\s*<meta name="release"[^>]*>/;

function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return files.map((file) => relative(folder, file)).filter((path) => !apart.test(path) && !stamped.test(path));
}

const hash = (content, form) => createHash('sha256').update(content).digest(form);

const page = readFileSync(join(dist, 'index.html'), 'utf8').replace(meta, '');
const files = {};
for (const path of filesOf(dist).sort()) files[`/${path}`] = `sha256-${hash(readFileSync(join(dist, path)), 'base64')}`;
const version = hash(JSON.stringify(files) + page, 'hex').slice(0, 12);

const worker = parts.map((name) => readFileSync(new URL(`${name}.js`, sources), 'utf8'));
write('index.html', page.replace('</title>', `</title>\n    <meta name="release" content="${version}" />`));
write('worker.js', [`const RELEASE = ${JSON.stringify({ version, files })};\n`, ...worker].join('\n'));

function write(name, content) {
  writeFileSync(join(dist, name), content);
  // Compressed before, they say what it said before.
  for (const copy of ['br', 'gz']) rmSync(join(dist, `${name}.${copy}`), { force: true });
}
