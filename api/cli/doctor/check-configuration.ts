import type { Config } from '../../config/config.ts';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';

/** What reading the configuration warned about, and settings that are allowed and rarely meant. */
export function checkConfiguration(config: Config): DoctorCheck {
  const findings = (): Finding[] => {
    const found: Finding[] = config.warnings.map((said) => ({ level: 'warn', said }));
    if (config.insecure)
      found.push({
        level: 'warn',
        said: 'Passwords travel in plain text on the network (ALLOW_INSECURE_HTTP).',
        advice: 'Put a proxy with https in front.',
      });
    if (config.domain !== null && config.trustedProxies === 0)
      found.push({
        level: 'warn',
        said: 'DOMAIN_SERVER is set and no proxy is trusted: everybody shares one address in rate limits.',
        advice: 'Set TRUST_PROXY to the number of proxies in front.',
      });
    return found.length === 0 ? [{ level: 'ok', said: 'Everything that is set is understood.' }] : found;
  };
  return { name: 'configuration', run: async () => findings() };
}
