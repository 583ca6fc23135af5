import { readConfig, type Config } from '../config/config.ts';
import { sentences, type LoadedFile } from '../config/file/load-config-file.ts';
import { inspectConfigFile, inspectUsedFile, ownSurroundings, withoutFile, type Surroundings } from '../config/file/used-file.ts';
import { ConfigError } from '../config/read-env.ts';
import { showCount } from './show.ts';

type Print = (text: string) => void;

function understood(config: Config): string {
  const endpoints = config.endpoints.map(({ name, key, keyNeeded, ownKeys }) => {
    if (key !== null) return `${name} (the server's key)`;
    return keyNeeded ? `${name} (people bring their own keys)` : `${name}${ownKeys ? ' (no key needed, own keys taken)' : ''}`;
  });
  const lines = [
    `listens on    ${config.host}:${config.port}${config.insecure ? ', plain http beyond this machine' : ''}`,
    `reached at    ${config.domain ?? 'the same address'}`,
    `keeps         ${config.dataDir}`,
    `registration  ${config.registration.open ? 'open' : 'closed after the first account'}`,
    `proxies       ${config.trustedProxies} trusted`,
    `endpoints     ${endpoints.join(', ')}`,
  ];
  return lines.join('\n');
}

/** Every finding with its place, then a verdict. Returns whether the file can be used. */
function printFile(loaded: LoadedFile, print: Print): boolean {
  const [errors, warnings] = [sentences(loaded, 'error'), sentences(loaded, 'warning')];
  for (const sentence of errors) print(`error         ${sentence}`);
  for (const sentence of warnings) print(`warning       ${sentence}`);
  const counts = [showCount(errors.length, 'error'), showCount(warnings.length, 'warning')].join(', ');
  print(`file          ${loaded.file}: ${errors.length === 0 ? 'valid' : 'cannot be used'} (${counts})`);
  return errors.length === 0;
}

/** What the environment says, the file put in when it can be used. Returns whether it can be right. */
function printAll(surroundings: Surroundings, fileWarnings: readonly string[], print: Print): boolean {
  try {
    const config = readConfig(surroundings.source, surroundings.folder);
    print(understood(config));
    for (const warning of config.warnings) if (!fileWarnings.includes(warning)) print(`warning       ${warning}`);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(`error         ${error.message}`);
    return false;
  }
}

/**
 * Says everything about a configuration file, or, without one, about what the server would use: its file and the environment. Returns the exit code: 1 on
 * errors, 0 otherwise, warnings included. Secrets are never printed.
 */
export function checkConfig(file: string | undefined, print: Print = console.log, surroundings: Surroundings = ownSurroundings()): 0 | 1 {
  if (file !== undefined) return printFile(inspectConfigFile(file, surroundings), print) ? 0 : 1;
  const used = inspectUsedFile(surroundings);
  const isUsable = used === null || printFile(used, print);
  if (used === null) print('file          none: no CONFIG_PATH, parley.yaml or librechat.yaml');
  const warnings = used === null ? [] : sentences(used, 'warning');
  const isRight = printAll(isUsable ? surroundings : withoutFile(surroundings), warnings, print);
  return isUsable && isRight ? 0 : 1;
}
