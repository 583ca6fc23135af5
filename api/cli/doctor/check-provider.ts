import type { EndpointConfig, ModelProvider } from '../../providers/port.ts';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';

const patience = 15_000;
/** What is wrong in the operator's own words, by the provider's code. */
const adviceByCode: Readonly<Record<string, string>> = {
  'provider.key-refused': 'Replace the key: the provider does not take it.',
  'provider.forbidden': 'The key may not be used for this; see the account at the provider.',
  'provider.quota-exhausted': 'The account at the provider has nothing left.',
  'provider.unreachable': 'See whether this machine reaches the address: DNS, firewall, proxy.',
  'provider.timeout': 'See whether this machine reaches the address: DNS, firewall, proxy.',
  'egress.blocked': 'The address is private and was not named by the operator.',
};

const plural = (count: number): string => `${count} model${count === 1 ? '' : 's'}`;

async function look(endpoint: EndpointConfig, provider: ModelProvider, signal: AbortSignal): Promise<Finding[]> {
  const listed = await provider.models(AbortSignal.any([signal, AbortSignal.timeout(patience)]));
  const known = new Set(listed.map(({ id }) => id));
  const missing = (endpoint.models ?? []).filter((id) => !known.has(id));
  const found: Finding[] = [{ level: 'ok', said: `${endpoint.name} answers and lists ${plural(listed.length)}.` }];
  if (missing.length > 0 && listed.length > 0)
    found.push({
      level: 'warn',
      said: `${endpoint.name} does not list ${missing.join(', ')}.`,
      advice: 'Correct the names of models, unless the list is known to be incomplete.',
    });
  return found;
}

/** Deployments cannot be listed with the key that opens them. */
function placed({ name }: EndpointConfig, places: NonNullable<EndpointConfig['places']>): Finding {
  const addresses = new Set(Object.values(places).map(({ baseUrl }) => new URL(baseUrl).host));
  const said = `${name}: ${plural(Object.keys(places).length)} at ${[...addresses].join(', ')}, which have no list; a message shows whether they answer.`;
  return { level: 'ok', said };
}

/** Asks an endpoint for its models with the operator's key. */
export function checkProvider(endpoint: EndpointConfig, connect: () => ModelProvider): DoctorCheck {
  const run = async (signal: AbortSignal): Promise<readonly Finding[]> => {
    if (endpoint.places !== undefined) return [placed(endpoint, endpoint.places)];
    if (endpoint.key === null && endpoint.keyNeeded) return [{ level: 'ok', said: `${endpoint.name}: people bring their own keys.` }];
    try {
      return await look(endpoint, connect(), signal);
    } catch (error) {
      const { code, message } = error as { code?: unknown; message?: unknown };
      const advice = adviceByCode[String(code)];
      return [{ level: 'fail', said: `${endpoint.name}: ${String(message)}`, ...(advice === undefined ? {} : { advice }) }];
    }
  };
  return { name: 'provider', run };
}
