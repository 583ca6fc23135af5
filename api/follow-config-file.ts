import type { Config } from './config/config.ts';
import { watchConfigFile, type ConfigFileWatch } from './config/file/watch-config-file.ts';
import { ConfigError } from './config/read-env.ts';
import type { Context } from './context.ts';

const filesOf = ({ file, modelData }: Config): string[] => [file, modelData.file].filter((each) => each !== null);

/**
 * New requests go by a changed file without a restart; one that is wrong, or gone, changes nothing and is said, in the log and to
 * administrators. `read` reads the whole configuration again. Null where there is no file to follow.
 */
export function followConfigFile(context: Context, read: () => Config, everyMs?: number): ConfigFileWatch | null {
  const { config, logger, services } = context;
  const { file } = config;
  let watched = filesOf(config);
  if (watched.length === 0) return null;
  return watchConfigFile(() => watched, {
    reload: () => {
      const next = read();
      if (file === null && next.file !== null) throw new ConfigError(`${next.file} was not there at the start; a restart reads it.`);
      if (next.file !== file) throw new ConfigError(`${file} is gone, and ${next.file ?? 'no file'} would be read in its place.`);
      watched = filesOf(next);
      for (const warning of next.warnings) logger.warn({}, warning);
      services.notices.acceptConfiguration();
      context.reconfigure(next).then(
        () => logger.info({ endpoints: next.endpoints.map(({ id }) => id) }, 'the changed configuration file is in force'),
        (error: unknown) => logger.error({ err: error }, 'lists of models that are out of date could not be dropped'),
      );
    },
    refused: (sentences) => {
      services.notices.refuseConfiguration(sentences);
      logger.error({}, `the running configuration is kept: ${sentences.join('\n')}`);
    },
    ...(everyMs === undefined ? {} : { everyMs }),
  });
}
