import type { ModelEntry } from '@parley/contracts';
import { bundledModels } from './bundled-models.ts';
import type { VendorData } from './model-data.ts';
import { namesOf } from './model-names.ts';

/** Where a model is called: prices hold at their vendor's own door. */
export interface ModelDoor {
  readonly endpointId: string;
  /** Empty for an endpoint without one. */
  readonly baseUrl: string;
}

const hostFits = (hostname: string, host: string): boolean => (/^[.-]/.test(host) ? hostname.endsWith(host) : hostname === host);

function isAt({ endpoints, hosts }: VendorData, { endpointId, baseUrl }: ModelDoor): boolean {
  if (endpoints.includes(endpointId)) return true;
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return hosts.some((host) => hostFits(hostname, host));
}

function byFamily(vendors: readonly VendorData[], names: readonly string[]): Omit<ModelEntry, 'prices'> | undefined {
  let longest = '';
  let found: Omit<ModelEntry, 'prices'> | undefined;
  for (const { families } of vendors) {
    for (const [prefix, entry] of Object.entries(families)) {
      if (prefix.length <= longest.length || !names.some((name) => name.startsWith(prefix))) continue;
      longest = prefix;
      found = entry;
    }
  }
  return found;
}

/**
 * What this version knows of a model: by its name, else by that of its family, the longest that fits. At the vendor's own door with prices; elsewhere
 * its limits alone, since somebody else says what it costs there. Undefined: nothing.
 */
export function findBundled(door: ModelDoor, model: string): ModelEntry | undefined {
  const names = namesOf(model);
  const here = bundledModels.filter((vendor) => isAt(vendor, door));
  for (const vendors of [here, bundledModels]) {
    for (const name of names) {
      for (const { models } of vendors) {
        const found = Object.hasOwn(models, name) ? models[name] : undefined;
        if (found === undefined) continue;
        if (vendors === here) return found;
        const { prices: _, ...limits } = found;
        return limits;
      }
    }
  }
  return byFamily(bundledModels, names);
}
