import type { EndpointConfig } from '../../providers/port.ts';
import { ConfigError } from '../read-env.ts';
import { readAccountFile, vertexUrl, type ReadAccount } from '../service-account.ts';
import type { Entry, Finding } from './check-tree.ts';
import { at, flagAt, plain, textAt, wordOf } from './entry.ts';

type Say = (level: Finding['level'], entry: Entry, message: string) => void;

const regionForm = /^[a-z0-9-]{2,40}$/;

/** The account that the file names, else the one of the environment; null when there is none, which has been said. */
function accountOf(vertex: Entry, given: ReadAccount | null, say: Say): ReadAccount | null {
  const file = textAt(vertex, 'serviceKeyFile');
  if (file === undefined) {
    if (given === null) say('error', vertex, 'needs the key of a service account: serviceKeyFile here, or GOOGLE_SERVICE_KEY_FILE');
    return given;
  }
  try {
    return readAccountFile(file, 'serviceKeyFile');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say('error', at(vertex, 'serviceKeyFile')!, error.message);
    return null;
  }
}

interface Named {
  readonly models?: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
}

/** The models to offer, and what they are called at Vertex; nothing where the file names none. One without a name for want of a variable is left out. */
function namesOf(vertex: Entry, say: Say): Named {
  const models = at(vertex, 'models');
  const deployment = textAt(vertex, 'deploymentName');
  if (models?.kind === 'list') {
    const ids = [...new Set(models.items.flatMap((item) => wordOf(item) ?? []))];
    return ids.length === 0 ? {} : { models: ids };
  }
  if (models?.kind !== 'map') return {};
  const named = [...models.entries].flatMap(([id, model]): [string, string][] => {
    if (plain(model) === false) return [];
    const own = at(model, 'deploymentName');
    if (own !== undefined && own.missing.length > 0) {
      say('warning', model, `${id} is left out: ${own.missing.join(', ')} is missing`);
      return [];
    }
    return [[id, textAt(model, 'deploymentName') ?? deployment ?? id]];
  });
  return named.length === 0 ? {} : { models: named.map(([id]) => id), names: Object.fromEntries(named) };
}

/** Claude on Vertex, where `endpoints.anthropic.vertex` asks for it. */
export function anthropicOnVertex(endpoint: EndpointConfig, entry: Entry | undefined, given: ReadAccount | null, say: Say): EndpointConfig {
  const vertex = at(entry, 'vertex');
  if (vertex === undefined || flagAt(vertex, 'enabled') === false) return endpoint;
  const location = textAt(vertex, 'region') ?? 'us-east5';
  if (!regionForm.test(location)) say('error', at(vertex, 'region')!, `found ${location}, takes a region such as us-east5, or global`);
  const found = accountOf(vertex, given, say);
  if (found === null) return endpoint;
  const { models, names } = namesOf(vertex, say);
  return {
    ...endpoint,
    ...(models === undefined ? {} : { models }),
    baseUrl: vertexUrl(location),
    key: null,
    ownKeys: false,
    keyNeeded: false,
    google: {
      vertex: {
        project: textAt(vertex, 'projectId') ?? found.project,
        location,
        account: found.account,
        ...(names === undefined ? {} : { names }),
      },
    },
  };
}
