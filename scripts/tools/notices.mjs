// Prints the licence texts of what a bill of materials (standard input) names, from what is installed here: the bundles carry the code alone, and
// their licences ask that the texts go with it. A text that many share stands once.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const { components } = JSON.parse(readFileSync(0, 'utf8'));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const folders = new Map();
for (const [folder, { version }] of Object.entries(packages)) folders.set(`${folder.split('node_modules/').at(-1)}@${version}`, folder);

/** What a package says of its licence; absent (another system's part) or without a text, its name must do. */
function textOf(folder) {
  try {
    const names = readdirSync(folder).filter((name) => /^(licen[sc]e|notice|copying)/i.test(name));
    return names.map((name) => readFileSync(path.join(folder, name), 'utf8').trim()).join('\n\n');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

const sharers = new Map();
for (const { 'bom-ref': ref, purl, licenses } of components) {
  if (!purl?.startsWith('pkg:npm/') || ref.startsWith('@parley/')) continue;
  const names = (licenses ?? []).map(({ license, expression }) => expression ?? license.id ?? license.name).join(', ');
  const text = textOf(folders.get(ref) ?? '');
  sharers.set(text, [...(sharers.get(text) ?? []), `${ref} (${names})`]);
}
for (const [text, refs] of sharers) console.log(`${refs.join('\n')}\n\n${text}\n\n${'-'.repeat(80)}\n`);
