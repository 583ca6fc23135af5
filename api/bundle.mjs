// Makes `api/dist`: the server and all it uses in a few files. Linking some seven hundred modules took longer than everything else at a start.
import path from 'node:path';
import { build } from 'rolldown';

const file = (name) => path.join(import.meta.dirname, name);

await build({
  platform: 'node',
  // Threads are started by the name of a file that lies beside the one that starts them; so all lie in one folder.
  input: {
    main: file('main.ts'),
    'cli/main': file('cli/main.ts'),
    'journal-worker': file('realtime/journal/journal-worker.ts'),
    'writer-worker': file('storage/sqlite/writer/writer-worker.ts'),
    'backup-worker': file('storage/sqlite/backup/backup-worker.ts'),
  },
  // What comes with a compiled part is loaded from where it is installed.
  external: ['better-sqlite3', '@node-rs/argon2'],
  output: { dir: file('dist'), cleanDir: true, chunkFileNames: '[name].js' },
  logLevel: 'warn',
  onLog(_level, log) {
    throw new Error(log.message);
  },
});
