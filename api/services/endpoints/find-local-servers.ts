import type { EndpointConfig, ProviderFormat } from '../../providers/port.ts';
import { hostPortOf, type EndpointContext, type LocalServer } from './endpoint-context.ts';

const patience = 1_000;

const endpointOf = ({ id, name }: LocalServer, format: ProviderFormat, baseUrl: string): EndpointConfig => ({
  id,
  name,
  format,
  baseUrl,
  key: null,
  ownKeys: false,
  keyNeeded: false,
  free: true,
  models: null,
  titleModel: null,
});

/** The doors a server may have, its own first. */
const doorsOf = (server: LocalServer): EndpointConfig[] => [
  ...(server.format === undefined ? [] : [endpointOf(server, server.format, server.url)]),
  endpointOf(server, 'openai-chat', `${server.url}/v1`),
];

/** Asks at one door for models; whatever answers properly is a model server. */
async function isThere({ registry }: EndpointContext, { format, baseUrl, key }: EndpointConfig): Promise<boolean> {
  try {
    const models = await registry[format]({ baseUrl, key, trust: 'operator' }).models(AbortSignal.timeout(patience));
    return models.length > 0;
  } catch {
    // Nobody there, or something that is no model server: both mean that it is not offered.
    return false;
  }
}

/** Asks at every door at once, so that an address where nobody is costs no more time than one. */
async function findDoor(context: EndpointContext, server: LocalServer): Promise<EndpointConfig | undefined> {
  context.allow(hostPortOf(server.url));
  const doors = doorsOf(server);
  const open = await Promise.all(doors.map((door) => isThere(context, door)));
  return doors.find((_, index) => open[index]);
}

/** Looks for model servers on this machine, in the background: those that answer are offered, those that went away no longer are. */
export async function findLocalServers(context: EndpointContext): Promise<void> {
  await Promise.all(
    context.localServers.map(async (server) => {
      const door = await findDoor(context, server);
      if (door) context.found.set(server.id, door);
      else context.found.delete(server.id);
    }),
  );
}
