// Writes one style sheet from an entry whose lines are `@import "file" layer(name);`, without comments and
// indentation, so that a first visit loads one file. Usage: node style/bundle.mjs ENTRY OUTPUT
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [entry, output] = process.argv.slice(2);
if (!entry || !output) {
  console.error("usage: node style/bundle.mjs ENTRY OUTPUT");
  process.exit(2);
}

const shorten = (css) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/;}/g, "}")
    .trim();

const bundled = readFileSync(entry, "utf8").replace(
  /@import "([^"]+)"(?: layer\(([\w-]+)\))?;/g,
  (_, file, layer) => {
    const css = readFileSync(join(dirname(entry), file), "utf8");
    return layer ? `@layer ${layer}{${css}}` : css;
  },
);

mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `${shorten(bundled)}\n`);
