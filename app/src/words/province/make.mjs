// Makes english.txt, the English names of the parts of countries, from the Unicode CLDR as an npm package carries it:
//
//   npm pack cldr-subdivisions-full@48.2.0, unpack it, then
//   node make.mjs path/of/package
//
// A line a part: its code of ISO 3166-2, a space, its name; in the order of the codes. The CLDR has next to none of them in
// Chinese.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [cldr] = process.argv.slice(2);
const file = JSON.parse(readFileSync(join(cldr, 'subdivisions/en/en.json'), 'utf8'));
const names = Object.entries(file.subdivisions.localeDisplayNames.subdivisions)
  .map(([code, name]) => [`${code.slice(0, 2)}-${code.slice(2)}`.toUpperCase(), name])
  .filter(([code]) => /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code))
  .sort(([one], [other]) => (one < other ? -1 : 1));
const here = dirname(fileURLToPath(import.meta.url));
writeFileSync(join(here, 'english.txt'), names.map(([code, name]) => `${code} ${name}\n`).join(''));
