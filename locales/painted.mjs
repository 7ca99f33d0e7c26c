// Writes the script that paints the first screen, with the words that it shows in each language.
// Usage: node locales/painted.mjs SCRIPT OUTPUT
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [script, output] = process.argv.slice(2);
if (!script || !output) {
  console.error('usage: node locales/painted.mjs SCRIPT OUTPUT');
  process.exit(2);
}

function wordsOf(language) {
  const { home, list } = JSON.parse(readFileSync(new URL(`${language}.json`, import.meta.url), 'utf8'));
  const { first, second, text, enter, shelf } = home;
  return { first, second, text, enter, shelf, title: list.title, store: list.choose_store };
}

const words = JSON.stringify({ fr: wordsOf('fr'), en: wordsOf('en') });
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, readFileSync(script, 'utf8').replace('WORDS', () => words));
