import path from 'node:path';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { runnerImport, type Plugin } from 'vite';

/** What is imported from a language: its first words (`index.ts`), and those that come later. */
const catalogueFile = /\/src\/localization\/[a-z-]+\/[a-z-]+\.ts$/i;
const compilerFile = /\/src\/localization\/compile\.ts$/;

const compileAll = (words: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [key, text.includes('{') ? compileMessage(text) : text]));

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
      if (!catalogueFile.test(file)) return null;
      const { module, dependencies } = await runnerImport<Record<string, Record<string, string>>>(id, {
        configFile: false,
        logLevel: 'silent',
      });
      for (const dependency of dependencies) this.addWatchFile(dependency);
      return Object.entries(module)
        .map(([name, words]) => `export const ${name} = ${JSON.stringify(compileAll(words))};`)
        .join('\n');
    },
  };
}
