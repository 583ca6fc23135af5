import type { EndpointConfig } from '../../providers/port.ts';
import { ConfigError } from '../read-env.ts';
import { readAccountFile, vertexUrl, type ReadAccount } from '../service-account.ts';
import type { Entry, Finding } from './check-tree.ts';
import { at, flagAt, textAt } from './entry.ts';

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

/** Claude on Vertex, where `endpoints.anthropic.vertex` asks for it. */
export function anthropicOnVertex(endpoint: EndpointConfig, entry: Entry | undefined, given: ReadAccount | null, say: Say): EndpointConfig {
  const vertex = at(entry, 'vertex');
  if (vertex === undefined || flagAt(vertex, 'enabled') === false) return endpoint;
  const location = textAt(vertex, 'region') ?? 'us-east5';
  if (!regionForm.test(location)) say('error', at(vertex, 'region')!, `found ${location}, takes a region such as us-east5, or global`);
  const found = accountOf(vertex, given, say);
  if (found === null) return endpoint;
  return {
    ...endpoint,
    baseUrl: vertexUrl(location),
    key: null,
    ownKeys: false,
    keyNeeded: false,
    google: { vertex: { project: textAt(vertex, 'projectId') ?? found.project, location, account: found.account } },
  };
}
