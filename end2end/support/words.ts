// The words on the screen, read from the locales: tests look for what a person reads. The desk's are below `desk`.
import { readFileSync } from 'node:fs';

export type Language = 'fr' | 'en';

type Values = Record<string, string | number>;
type Texts = { [key: string]: string | Texts };

const apps = { shop: '../../locales', desk: '../../crates/desk/locales' };
type App = keyof typeof apps;

const texts = Object.fromEntries(
  Object.entries(apps).flatMap(([app, folder]) =>
    (['fr', 'en'] as const).map((lang) => [`${app} ${lang}`, read(`${folder}/${lang}.json`)]),
  ),
) as Record<string, Texts>;

function read(path: string): Texts {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

/** A key is the shop's, or the desk's when it begins with `desk:`. */
function find(lang: Language, name: string): string {
  const [app, key] = name.startsWith('desk:') ? (['desk', name.slice(5)] as const) : (['shop', name] as const);
  const found = key.split('.').reduce<string | Texts | undefined>(
    (at, part) => (typeof at === 'object' ? at[part] : undefined),
    texts[`${app satisfies App} ${lang}`],
  );
  if (typeof found !== 'string') throw new Error(`the ${app}'s ${lang}.json has no text ${key}`);
  return found;
}

/** The text of a key with its values filled in. */
export function word(lang: Language, key: string, values: Values = {}): string {
  return find(lang, key).replace(/\{+\s*(\w+)\s*\}+/g, (_, name) => String(values[name] ?? ''));
}

/** A pattern for the text of a key: values that are not given match anything. */
export function pattern(lang: Language, key: string, values: Values = {}): RegExp {
  const parts = find(lang, key).split(/\{+\s*(\w+)\s*\}+/);
  const source = parts.map((part, index) => {
    if (index % 2 === 0) return escape(part);
    return part in values ? escape(String(values[part])) : '.+';
  });
  return new RegExp(`^\\s*${source.join('')}\\s*$`);
}

function escape(text: string): string {
  // Any blank may be a no-break one on screen.
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s');
}
