// Writes the scripts that a page carries in itself as one, without comments and indentation, since each visit loads them;
// and with the words that are painted before the app is there.
// Usage: node public/inline.mjs OUTPUT
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [output] = process.argv.slice(2);
if (!output) {
  console.error('usage: node public/inline.mjs OUTPUT');
  process.exit(2);
}

/** In this order they run. */
const scripts = ['start', 'ahead', 'paint'];
const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

function wordsOf(language) {
  const { home, list } = JSON.parse(read(`../locales/${language}.json`));
  const { first, second, text, enter, shelf } = home;
  return { first, second, text, enter, shelf, title: list.title, store: list.choose_store };
}

/** Comments have lines of their own. */
const shorten = (script) => script.replace(/^\s*(\/\/.*|\/\*.*\*\/.*)\n/gm, '').replace(/^\s+/gm, '');

const words = JSON.stringify({ fr: wordsOf('fr'), en: wordsOf('en') });
const whole = scripts.map((name) => shorten(read(`${name}.js`))).join('');
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, whole.replace('WORDS', () => words));
