import { checkClock } from './cli/doctor/check-clock.ts';
import { checkConfiguration } from './cli/doctor/check-configuration.ts';
import { checkDataFolder } from './cli/doctor/check-data-folder.ts';
import { checkProvider } from './cli/doctor/check-provider.ts';
import { checkProxy } from './cli/doctor/check-proxy.ts';
import type { Config } from './config/config.ts';
import type { MongoConfig, RedisConfig } from './config/stores.ts';
import { createRegistry } from './context.ts';
import { isPublicUrl } from './egress/check-url.ts';
import { createEgress } from './egress/create-egress.ts';
import type { Egress } from './egress/port.ts';
import { checkJournal } from './realtime/journal/check-journal.ts';
import { checkRedis } from './realtime/redis/check-redis.ts';
import { linkOpener } from './realtime/redis/open-link.ts';
import { addressesOf, hostPortOf } from './services/endpoints/endpoint-context.ts';
import { openProvider } from './services/endpoints/open-provider.ts';
import { operatorAccess } from './services/endpoints/reach-endpoint.ts';
import { openBlobs } from './open-blobs.ts';
import { checkFolder } from './storage/folder/check-folder.ts';
import type { Installation } from './storage/ports/installation.ts';
import { checkBucket } from './storage/s3/check-bucket.ts';
import { checkSqlite } from './storage/sqlite/check-sqlite.ts';
import { peekInstallation } from './storage/sqlite/peek-installation.ts';
import type { DoctorCheck } from './telemetry/finding.ts';

// Beside context.ts, the assembly for looking at an installation while its server runs: nothing is opened for writing.

export interface DoctorParts extends AsyncDisposable {
  readonly checks: readonly DoctorCheck[];
}

/** The driver is loaded where it is needed only. */
const mongoCheck = ({ uri }: MongoConfig): DoctorCheck => ({
  name: 'mongodb',
  async run(signal) {
    const { checkMongo } = await import('./storage/mongo/check-mongo.ts');
    return await checkMongo({ uri }).run(signal);
  },
});

function redisCheck(config: RedisConfig): DoctorCheck {
  return {
    name: 'redis',
    async run() {
      const link = await linkOpener(config)(() => undefined);
      try {
        return await checkRedis({ command: (args) => link.send(null, args) });
      } finally {
        link.destroy();
      }
    },
  };
}

/** Whose the store of files is, asked of the record without opening it for writing. */
function filesCheck({ dataDir, stores: { files, mongo } }: Config): DoctorCheck {
  const installation = async (): Promise<Installation | null> => {
    if (mongo === null) return peekInstallation(dataDir);
    const found = await import('./storage/mongo/peek-installation.ts');
    return found.peekInstallation(mongo.uri);
  };
  if (files.kind === 'folder') return checkFolder({ folder: files.folder, installation });
  return checkBucket({ open: () => openBlobs(files), installation });
}

function providerChecks(config: Config, egress: Egress): DoctorCheck[] {
  const registry = createRegistry(egress);
  return config.endpoints
    .filter(({ format }) => format !== 'demo')
    .map((endpoint) => checkProvider(endpoint, () => openProvider(registry, endpoint, operatorAccess(endpoint))));
}

/** Everything there is to look at with this configuration. */
export function doctorParts(config: Config, egress: Egress = createEgress()): DoctorParts {
  const { domain, dataDir, endpoints, stores } = config;
  // An endpoint that only people's own keys open is nobody this machine has to do with yet.
  const used = endpoints.filter(({ key, keyNeeded, baseUrl }) => baseUrl !== '' && (key !== null || !keyNeeded));
  const places = [...used.flatMap(addressesOf), ...(domain === null ? [] : [domain])];
  for (const url of places) if (!isPublicUrl(url)) egress.allow(hostPortOf(url));
  return {
    checks: [
      checkConfiguration(config),
      checkDataFolder(dataDir),
      stores.mongo === null ? checkSqlite(dataDir) : mongoCheck(stores.mongo),
      ...(stores.redis === null ? [checkJournal(dataDir)] : [redisCheck(stores.redis)]),
      filesCheck(config),
      ...providerChecks(config, egress),
      ...(domain === null ? [] : [checkProxy(egress, domain)]),
      checkClock(egress, places),
    ],
    [Symbol.asyncDispose]: () => egress[Symbol.asyncDispose](),
  };
}
