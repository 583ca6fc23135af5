import { RequestError } from '@parley/contracts';
import type { Config } from '../config/config.ts';
import type { Context } from '../context.ts';
import { OperatorError } from '../storage/kit/operator-error.ts';
import { resetPassword } from './reset-password.ts';
import type { ControlCommands, MadeBackup, Status } from './control-command.ts';

export interface ControlNeeds {
  readonly context: Pick<Context, 'config' | 'storage' | 'turnLog' | 'services' | 'gateway'>;
  readonly version: string;
  /** Makes a backup while this process has the data folder. */
  readonly backUp: (config: Config, options: { readonly to: string; readonly signal: AbortSignal }) => Promise<MadeBackup>;
  readonly now?: () => number;
}

/** What the command line may ask of a server. */
export function createControlCommands({ context, version, backUp, now = Date.now }: ControlNeeds): ControlCommands {
  const { config, storage, turnLog, services, gateway } = context;
  const startedAt = now();
  let isBackingUp = false;

  function status(): Status {
    const { rss: resident, heapUsed: heap, external } = process.memoryUsage();
    const { running, draining } = services.chat.stats();
    const { logs, bytes } = turnLog.stats();
    const { sockets, streams, users } = gateway.stats();
    return {
      version,
      pid: process.pid,
      node: process.versions.node,
      uptime: now() - startedAt,
      store: storage.description,
      draining,
      turns: { running, logs, logBytes: bytes },
      readers: { sockets, streams, users },
      memory: { resident, heap, external },
    };
  }

  return {
    status: async () => status(),
    async backup({ to }, signal) {
      if (isBackingUp) throw new OperatorError('A backup is being made already.');
      isBackingUp = true;
      try {
        return await backUp(config, { to, signal });
      } finally {
        isBackingUp = false;
      }
    },
    decisions: async () => ({ budgets: await services.usage.budgets(), models: await services.usage.models() }),
    'models.probe': async ({ name }, signal) => {
      try {
        return await services.probes.probeNamed(name, signal);
      } catch (error) {
        if (error instanceof RequestError && error.code === 'endpoint.not-found')
          throw new OperatorError(`No endpoint has the name ${name}.`, { cause: error });
        throw error;
      }
    },
    'user.password': ({ email }) => resetPassword(services.accounts, email),
  };
}
