import path from 'node:path';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { runnerImport, type Plugin } from 'vite';

const catalogueFile = /\/src\/localization\/([a-z-]+)\/index\.ts$/i;
const compilerFile = /\/src\/localization\/compile\.ts$/;

/**
 * Compiles the ICU messages while building, so that no parser of messages is sent to the browser. In development and in tests
 * `localization/compile.ts` does it at their first use instead.
 */
export function compileMessages(): Plugin {
  return {
    name: 'parley:compile-messages',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      const file = id.split(path.sep).join('/');
      if (compilerFile.test(file)) return 'export const compile = (message) => message;';
      const locale = catalogueFile.exec(file)?.[1];
      if (locale === undefined) return null;
      const { module, dependencies } = await runnerImport<Record<string, Record<string, string>>>(id, {
        configFile: false,
        logLevel: 'silent',
      });
      for (const dependency of dependencies) this.addWatchFile(dependency);
      const words = Object.entries(module[locale] ?? {}).map(([key, text]) => [key, text.includes('{') ? compileMessage(text) : text]);
      return `export const ${locale} = ${JSON.stringify(Object.fromEntries(words))};`;
    },
  };
}
