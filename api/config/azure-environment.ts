import type { EndpointConfig, ModelPlace } from '../providers/port.ts';
import { azurePlace, deploymentOfModel } from './azure-place.ts';
import { ConfigError, type EnvReader } from './read-env.ts';

/**
 * Azure OpenAI from the variables that LibreChat had before groups; null without `AZURE_API_KEY`. One resource: its models are deployments by
 * the models' names, or the one deployment that is named.
 */
export function azureFromEnvironment(env: EnvReader): EndpointConfig | null {
  const key = env.secret('AZURE_API_KEY');
  const instance = env.optional('AZURE_OPENAI_API_INSTANCE_NAME') ?? undefined;
  const deployment = env.optional('AZURE_OPENAI_API_DEPLOYMENT_NAME') ?? undefined;
  const version = env.optional('AZURE_OPENAI_API_VERSION') ?? undefined;
  const baseUrl = env.optional('AZURE_OPENAI_BASEURL')?.replace(/\/+$/, '');
  const asDeployment = env.flag('AZURE_USE_MODEL_AS_DEPLOYMENT_NAME', false);
  const byDefault = env.optional('AZURE_OPENAI_DEFAULT_MODEL') ?? deployment;
  const models = env.list('AZURE_OPENAI_MODELS') ?? (byDefault === undefined ? [] : [byDefault]);
  const titleModel = env.optional('AZURE_OPENAI_TITLE_MODEL');
  if (key === null) return null;
  if (models.length === 0)
    throw new ConfigError('AZURE_API_KEY is set, but no model: name AZURE_OPENAI_MODELS or AZURE_OPENAI_API_DEPLOYMENT_NAME.');
  const operatorKey = key === 'user_provided' ? null : key;
  const places = models.map((model): [string, ModelPlace] => {
    const named = asDeployment ? deploymentOfModel(model) : (deployment ?? deploymentOfModel(model));
    const place = azurePlace({ instance, version, baseUrl, deployment: named, key: operatorKey });
    if (place === undefined)
      throw new ConfigError(
        'AZURE_API_KEY is set, but no address: AZURE_OPENAI_API_INSTANCE_NAME takes the name of a resource, AZURE_OPENAI_BASEURL an address that begins with http:// or https://.',
      );
    return [model, place];
  });
  return {
    id: 'azureOpenAI',
    name: 'Azure OpenAI',
    format: 'openai-chat',
    baseUrl: places[0]![1].baseUrl,
    key: operatorKey,
    ownKeys: operatorKey === null,
    keyNeeded: true,
    models,
    titleModel: titleModel !== null && models.includes(titleModel) ? titleModel : null,
    places: Object.fromEntries(places),
  };
}
