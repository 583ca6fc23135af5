import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { transformWithOxc, type Plugin } from 'vite';

const here = import.meta.dirname;
const require = createRequire(import.meta.url);

async function frameScript(): Promise<string> {
  const file = path.join(here, '../sandbox/mermaid-frame.ts');
  return (await transformWithOxc(await readFile(file, 'utf8'), file)).code;
}

const mermaidScript = (): Promise<string> =>
  readFile(path.join(path.dirname(require.resolve('mermaid/package.json')), 'dist/mermaid.min.js'), 'utf8');

/**
 * The scripts of the sandboxed pages, as classic files beside them: a page with an opaque origin may not load the modules of the
 * application, and should not.
 */
export function sandboxScripts(): Plugin {
  const scripts: Readonly<Record<string, () => Promise<string>>> = {
    'sandbox/mermaid.min.js': mermaidScript,
    'sandbox/mermaid-frame.js': frameScript,
  };
  return {
    name: 'parley:sandbox-scripts',
    async generateBundle() {
      for (const [fileName, read] of Object.entries(scripts)) this.emitFile({ type: 'asset', fileName, source: await read() });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const read = scripts[(request.url ?? '').slice(1).split('?')[0] ?? ''];
        if (!read) return next();
        response.setHeader('content-type', 'text/javascript');
        response.setHeader('access-control-allow-origin', '*');
        read().then((code) => response.end(code), next);
      });
    },
  };
}
