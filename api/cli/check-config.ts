import type { Config } from '../config/config.ts';

/** Prints what was understood. Reading it has already refused what cannot be right. */
export function checkConfig(config: Config): void {
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
  console.log(lines.join('\n'));
  for (const warning of config.warnings) console.log(`warning       ${warning}`);
}
