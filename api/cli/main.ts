import path from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../config/config.ts';
import { createContext, type Context } from '../context.ts';
import { explainStart } from '../explain-start.ts';
import { createLogger } from '../logger.ts';
import { readBuild, root, serve } from '../serve.ts';
import { backup } from './backup.ts';
import { checkConfig } from './check-config.ts';
import { doctor } from './doctor.ts';
import { probeModels } from './doctor/probe-models.ts';
import { migrate, type MigrateFlags } from './migrate.ts';
import { newPassword } from './new-password.ts';
import { restoreFile, type RestoreFlags } from './restore.ts';
import { showConfig } from './show-config.ts';
import { status } from './status.ts';

/** Opens everything but the door, for one command, and closes it again. A running server holds the folder: then this says so and stops. */
async function withContext<Result>(work: (context: Context) => Promise<Result>): Promise<Result> {
  const config = readConfig();
  await using context = await createContext({
    config,
    logger: createLogger('warn'),
    build: readBuild(),
    clientDir: path.join(root, 'client/dist'),
    firstCode: null,
  });
  return await work(context);
}

const program = new Command('parley')
  .description('Runs and looks after Parley. Configuration comes from the environment, and from parley.yaml or librechat.yaml.')
  .version(readBuild());

program.command('start', { isDefault: true }).description('run the server').action(serve);

const config = program.command('config').description('look at the configuration');
config
  .command('check [file]')
  .description('say everything that is wrong with a configuration file, or, without FILE, with what the server would use; 1 on errors')
  .action((file?: string) => {
    process.exitCode = checkConfig(file);
  });
config
  .command('show')
  .description('print every value in force with its origin: default, environment, file and line, or administrator; secrets masked')
  .action(() => showConfig());

const doctorCommand = program
  .command('doctor')
  .description('look at configuration, stores, providers, proxy, clock and disk, also while the server runs, and say what to do')
  .option('--json', 'print what was found as JSON')
  .action(async (flags: { json?: boolean }) => {
    process.exitCode = await doctor(flags);
  });
doctorCommand
  .command('models [name]')
  .description('have the running server ask models what they really do: NAME is ENDPOINT or ENDPOINT/MODEL; what is found is kept')
  .action(async (name: string | undefined, _flags: object, command: Command) => {
    process.exitCode = await probeModels(readConfig(), name, command.optsWithGlobals<{ json?: boolean }>());
  });

program
  .command('status')
  .description('say what runs on DATA_DIR: answers, readers, memory')
  .action(() => status(readConfig()));

program
  .command('backup [file]')
  .description('write everything in DATA_DIR to one file, also while the server runs; FILE may be a folder')
  .action((file?: string) => backup(readConfig(), readBuild(), file));

program
  .command('restore <file>')
  .description('bring a backup back, while the server is stopped')
  .option('--to <folder>', 'the data folder to make, instead of DATA_DIR')
  .option('--replace', 'rename a data folder that is there, and put the backup in its place')
  .action((file: string, flags: RestoreFlags) => restoreFile(readConfig(), file, flags));

program
  .command('migrate [way]')
  .description('move everything while no server runs: sqlite-to-mongo, from DATA_DIR to MONGO_URI, or mongo-to-sqlite, back again')
  .option('--dry-run', 'say what the next start would change in the database of DATA_DIR, after trying it on a copy')
  .option('--rollback', 'bring the database of DATA_DIR back as it was before the last upgrade')
  .action((way: string | undefined, flags: MigrateFlags) => migrate(readConfig(), way, flags));

program
  .command('user')
  .description('look after accounts')
  .command('password <email>')
  .description('give an account a new random password, print it, and end all its sessions')
  .action((email: string) => newPassword(readConfig(), email, withContext));

/** Where the configuration cannot be read, it is what the error is about. */
function dataDir(): string {
  try {
    return readConfig().dataDir;
  } catch {
    return '';
  }
}

try {
  await program.parseAsync();
} catch (error) {
  console.error('parley:', explainStart(error, dataDir()) ?? error);
  process.exitCode = 1;
}
