import type { EndpointConfig } from '../../providers/port.ts';
import { hostPortOf, type EndpointContext, type LocalServer } from './endpoint-context.ts';

const patience = 1_000;

const endpointOf = ({ id, name, url }: LocalServer): EndpointConfig => ({
  id,
  name,
  format: 'openai-chat',
  baseUrl: `${url}/v1`,
  key: null,
  ownKeys: false,
  keyNeeded: false,
  models: null,
  titleModel: null,
});

/** Asks one address for its models; whatever answers properly is a model server. */
async function isThere(context: EndpointContext, server: LocalServer): Promise<boolean> {
  context.allow(hostPortOf(server.url));
  const { baseUrl, key } = endpointOf(server);
  try {
    const models = await context.registry['openai-chat']({ baseUrl, key, trust: 'operator' }).models(AbortSignal.timeout(patience));
    return models.length > 0;
  } catch {
    // Nobody there, or something that is no model server: both mean that it is not offered.
    return false;
  }
}

/** Looks for model servers on this machine, in the background: those that answer are offered, those that went away no longer are. */
export async function findLocalServers(context: EndpointContext): Promise<void> {
  await Promise.all(
    context.localServers.map(async (server) => {
      if (await isThere(context, server)) context.found.set(server.id, endpointOf(server));
      else context.found.delete(server.id);
    }),
  );
}
