import type { ModelPlace, RequestEdits } from '../providers/port.ts';

/** A deployment as operators describe it: in a group of the file, or in the older variables. */
export interface AzureDeployment {
  /** The first label of the resource's host, or the whole host. */
  readonly instance?: string | undefined;
  /** Such as `2024-10-21`; absent, `v1`, `latest` or `preview` mean the address without dates. */
  readonly version?: string | undefined;
  /** In place of the resource's own address; `${INSTANCE_NAME}` and `${DEPLOYMENT_NAME}` in it are filled in. */
  readonly baseUrl?: string | undefined;
  /** A model that has an address of its own, `baseUrl`, instead of a deployment. */
  readonly serverless?: boolean | undefined;
  /** Responses are spoken, which is only at the address without dates. */
  readonly responses?: boolean | undefined;
  readonly deployment: string;
  /** Null: the person's. */
  readonly key: string | null;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly edits?: RequestEdits | undefined;
}

const undated = /^(?:v1|latest|preview)$/i;

/** The name that a deployment can have at Azure made of a model's: no dots. */
export const deploymentOfModel = (model: string): string => model.replaceAll('.', '');

/** The host of a resource; undefined when no host can be made of it. */
function hostOf(instance: string | undefined): string | undefined {
  if (instance === undefined || !/^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(instance)) return undefined;
  return instance.includes('.') ? instance : `${instance}.openai.azure.com`;
}

function withVersion(address: string, version: string | undefined): string {
  const url = new URL(address);
  if (version !== undefined && !url.searchParams.has('api-version')) url.searchParams.set('api-version', version);
  return url.href;
}

/** The address that deployments stand below. */
function deploymentsAt({ baseUrl = '', instance, deployment }: AzureDeployment): string | undefined {
  const host = hostOf(instance);
  if (baseUrl === '') return host === undefined ? undefined : `https://${host}/openai/deployments`;
  // Split and joined: in a replacement text, `$` means something.
  const filled = baseUrl
    .split('${INSTANCE_NAME}')
    .join(instance ?? '')
    .split('${DEPLOYMENT_NAME}')
    .join(deployment);
  if (!URL.canParse(filled) || !/^https?:$/.test(new URL(filled).protocol)) return undefined;
  const url = new URL(filled);
  const path = url.pathname.replace(/(?:\/chat\/completions)?\/*$/, '');
  const at = path.endsWith(`/${deployment}`) ? path.slice(0, -deployment.length - 1) : path;
  const isResource = url.hostname.endsWith('.azure.com') && /^(?:\/openai)?$/.test(at);
  url.pathname = isResource ? '/openai/deployments' : at;
  return url.href;
}

/**
 * Where a deployment is: `…/openai/deployments/NAME` with the date of its version, `…/openai/v1` without one and for Responses, or, serverless,
 * the address given.
 * Undefined when what is given makes no address.
 */
export function azurePlace(given: AzureDeployment): ModelPlace | undefined {
  const { version, serverless = false, responses = false, deployment, key, headers, edits } = given;
  const common = {
    model: deployment,
    ...(responses ? { format: 'openai-responses' as const } : {}),
    key,
    ...(headers === undefined ? {} : { headers }),
    ...(edits === undefined ? {} : { edits }),
  };
  if (serverless) {
    if (given.baseUrl === undefined || !URL.canParse(given.baseUrl)) return undefined;
    // Some of these servers look for the one, some for the other.
    return { ...common, baseUrl: withVersion(given.baseUrl, version), keyHeaders: ['authorization', 'api-key'] };
  }
  const base = deploymentsAt(given);
  if (base === undefined) return undefined;
  const dated = version !== undefined && !undated.test(version) && !responses;
  const url = new URL(base);
  const isUndated = url.pathname.endsWith('/v1');
  if (isUndated || (!dated && url.pathname.endsWith('/openai/deployments'))) {
    url.pathname = url.pathname.replace(/\/deployments$/, '/v1');
    return { ...common, baseUrl: withVersion(url.href, version === 'preview' ? version : undefined), keyHeaders: ['api-key'] };
  }
  // Elsewhere a gateway knows where Responses are: the deployment is in the body.
  if (responses) return { ...common, baseUrl: withVersion(url.href, version), keyHeaders: ['api-key'] };
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(deployment)}`;
  return { ...common, baseUrl: withVersion(url.href, version), keyHeaders: ['api-key'] };
}
