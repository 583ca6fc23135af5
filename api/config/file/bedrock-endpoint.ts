import type { AwsAccess, EndpointConfig } from '../../providers/port.ts';
import { bedrockUrl, isRegion, knownBedrockModels } from '../bedrock-environment.ts';
import type { Entry } from './check-tree.ts';
import { headersOf, titlesOf, type Say } from './endpoint-parts.ts';
import { at, itemsAt, plain, textAt, wordOf } from './entry.ts';

/** Texts by name; what names a variable without a value is left out, and has been said. */
function textsOf(entry: Entry | undefined): Record<string, string> | undefined {
  if (entry?.kind !== 'map') return undefined;
  const kept = [...entry.entries].flatMap(([name, value]) => {
    const text = wordOf(value);
    return text === undefined || value.missing.length > 0 ? [] : [[name, text] as const];
  });
  return Object.fromEntries(kept);
}

const modelsOf = (entry: Entry): string[] | undefined => {
  const models = at(entry, 'models');
  if (models?.kind !== 'list') return undefined;
  const names = [...new Set(models.items.flatMap((item) => wordOf(item) ?? []))];
  return names.length === 0 ? undefined : names;
};

/** The region of the variables, else the first that the file offers. */
function regionOf(entry: Entry, given: EndpointConfig | undefined, say: Say): string | undefined {
  const regions = itemsAt(entry, 'availableRegions');
  for (const item of regions) if (!isRegion(String(plain(item)))) say('error', item, 'is no region; it takes one such as us-east-1');
  const first = regions[0] === undefined ? undefined : wordOf(regions[0]);
  return given?.aws?.region ?? first;
}

/** What people may choose among: the region that is called otherwise first. With an address of the operator's own, that is where all are called. */
function regionsOf(entry: Entry, region: string, own: string | undefined): Pick<AwsAccess, 'regions'> {
  const offered = itemsAt(entry, 'availableRegions').flatMap((item) => wordOf(item) ?? []);
  const names = [...new Set([region, ...offered])].filter(isRegion);
  return names.length < 2 ? {} : { regions: Object.fromEntries(names.map((name) => [name, own ?? bedrockUrl(name)])) };
}

/**
 * AWS Bedrock as the file and the variables describe it together. Without a region in either there is none, and that is said.
 */
export function bedrockEndpoint(entry: Entry, all: Entry | undefined, given: EndpointConfig | undefined, say: Say): EndpointConfig | null {
  const region = regionOf(entry, given, say);
  if (region === undefined || !isRegion(region)) {
    if (region === undefined) say('warning', entry, 'is left out: no region is named in BEDROCK_AWS_DEFAULT_REGION or in availableRegions');
    return null;
  }
  const url = at(entry, 'baseURL')?.missing.length === 0 ? textAt(entry, 'baseURL')?.replace(/\/+$/, '') : undefined;
  if (url !== undefined && (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)))
    say('error', at(entry, 'baseURL')!, 'found no address, takes one that begins with http:// or https://');
  const guardrail = textsOf(at(entry, 'guardrailConfig'));
  const profiles = textsOf(at(entry, 'inferenceProfiles'));
  const headers = headersOf(entry, say);
  const models = modelsOf(entry) ?? given?.models ?? null;
  const aws: AwsAccess = {
    ...(given?.aws ?? { region, credentials: null, profile: null }),
    ...(guardrail === undefined ? {} : { guardrail }),
    ...(profiles === undefined ? {} : { inferenceProfiles: profiles }),
    ...regionsOf(entry, region, url ?? (given === undefined || given.baseUrl === bedrockUrl(region) ? undefined : given.baseUrl)),
  };
  const choice = Object.keys(aws.regions ?? {});
  const { fallbackModels: _, ...before } = given ?? {
    id: 'bedrock',
    name: 'AWS Bedrock',
    format: 'bedrock-converse' as const,
    baseUrl: bedrockUrl(region),
    key: null,
    ownKeys: false,
    keyNeeded: false,
    titleModel: null,
  };
  return {
    ...before,
    ...titlesOf(entry, all),
    ...(url === undefined ? {} : { baseUrl: url }),
    ...(headers === undefined ? {} : { headers }),
    models,
    ...(models === null ? { fallbackModels: [...Object.keys(profiles ?? {}), ...knownBedrockModels] } : {}),
    ...(choice.length === 0 ? {} : { parameters: { changes: [{ name: 'region' as const, options: choice, default: region }] } }),
    aws,
  };
}
