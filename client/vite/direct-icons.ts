import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const use = /import \{([^}]+)\} from ['"]lucide-react['"];?/g;

/** The file of every icon by its name, as the package's own index says. */
async function readIcons(): Promise<Map<string, string>> {
  const index = await readFile(
    fileURLToPath(import.meta.resolve('lucide-react')).replace('/cjs/lucide-react.js', '/esm/lucide-react.mjs'),
    'utf8',
  );
  const lines = index.matchAll(/export \{([^}]+)\} from '\.\/icons\/([\w-]+)\.mjs'/g);
  return new Map(
    [...lines].flatMap(([, names = '', file = '']) => [...names.matchAll(/default as (\w+)/g)].map(([, name = '']) => [name, file])),
  );
}

/** Imports each icon from a file of its own: what imports them all through the index drags those of every page into the first. */
export function directIcons(): Plugin {
  let icons: Promise<Map<string, string>> | undefined;
  return {
    name: 'parley:direct-icons',
    apply: 'build',
    enforce: 'pre',
    async transform(code, id) {
      if (!id.endsWith('.tsx') || !code.includes('lucide-react')) return null;
      const files = await (icons ??= readIcons());
      const direct = code.replace(use, (statement: string, list: string) => {
        const names = list
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '' && !part.startsWith('type '));
        const known = names.every((part) => files.has(part.split(' ')[0] ?? ''));
        if (!known) return statement;
        const lines = names.map((part) => {
          const [name = '', , alias = name] = part.split(' ');
          return `import ${alias} from 'lucide-react/icons/${files.get(name)}';`;
        });
        return lines.join(' ');
      });
      return { code: direct, map: null };
    },
  };
}
