import path from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../config/config.ts';
import { createContext, type Context } from '../context.ts';
import { createLogger } from '../logger.ts';
import { readBuild, root, serve } from '../serve.ts';
import { checkConfig } from './check-config.ts';
import { resetPassword } from './reset-password.ts';

/** Opens everything but the door, for one command, and closes it again. A running server holds the folder: then this says so and stops. */
async function withContext(work: (context: Context) => Promise<void>): Promise<void> {
  const config = readConfig();
  await using context = await createContext({
    config,
    logger: createLogger('warn'),
    build: readBuild(),
    clientDir: path.join(root, 'client/dist'),
    firstCode: null,
  });
  await work(context);
}

const program = new Command('parley')
  .description('Runs and looks after Parley. Configuration comes from the environment.')
  .version(readBuild());

program.command('start', { isDefault: true }).description('run the server').action(serve);

program
  .command('config')
  .description('look at the configuration')
  .command('check')
  .description('read the configuration and say what Parley would do with it, secrets left out')
  .action(() => checkConfig(readConfig()));

program
  .command('user')
  .description('look after accounts, while the server is stopped')
  .command('password <email>')
  .description('give an account a new random password, print it, and end all its sessions')
  .action((email: string) => withContext((context) => resetPassword(context, email)));

try {
  await program.parseAsync();
} catch (error) {
  console.error(`parley: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
