import { readLibreChatSettings } from '@parley/chat-core';
import type { ModelSpec, ModelSpecs } from '@parley/contracts';
import type { EndpointConfig } from '../../providers/port.ts';
import type { Entry } from './check-tree.ts';
import type { Say } from './endpoint-parts.ts';
import { at, flagAt, itemsAt, plain, textAt, wordOf } from './entry.ts';

/** Endpoints go by their own names, in whatever case: LibreChat's differ from one version to the next. */
function endpointNamed(endpoints: readonly EndpointConfig[], name: string): EndpointConfig | undefined {
  const wanted = name.toLowerCase();
  return endpoints.find(({ id }) => id.toLowerCase() === wanted) ?? endpoints.find((endpoint) => endpoint.name.toLowerCase() === wanted);
}

function iconOf(entry: Entry, say: Say): string | undefined {
  const icon = textAt(entry, 'iconURL');
  if (icon === undefined || icon === '') return undefined;
  if (/^\/(?!\/)/.test(icon) || /^data:image\/(?:png|jpeg|webp|svg\+xml);/.test(icon)) return icon;
  if (/^https?:/.test(icon)) say('warning', at(entry, 'iconURL')!, 'pictures are not fetched from elsewhere; the name is shown');
  return undefined;
}

const flagOr = (entry: Entry, key: string, otherwise: boolean): boolean => flagAt(entry, key) ?? otherwise;

/** Null when its model cannot be asked; that has been said. */
function specOf(entry: Entry, endpoints: readonly EndpointConfig[], say: Say): ModelSpec | null {
  const [name, label, preset] = [textAt(entry, 'name'), textAt(entry, 'label'), at(entry, 'preset')];
  if (name === undefined || label === undefined || preset?.kind !== 'map') return null;
  const { settings, model, refused } = readLibreChatSettings(plain(preset) as Record<string, unknown>);
  for (const key of refused) say('error', at(preset, key) ?? preset, `is not a value of ${key}`);
  if (model === undefined) {
    say('warning', preset, `${label} is left out: its preset names no ${textAt(preset, 'endpoint') === undefined ? 'endpoint' : 'model'}`);
    return null;
  }
  const endpoint = endpointNamed(endpoints, model.endpoint);
  if (endpoint === undefined) {
    say('warning', at(preset, 'endpoint') ?? preset, `${label} is left out: there is no endpoint ${model.endpoint}`);
    return null;
  }
  const [description, group, icon] = [textAt(entry, 'description'), textAt(entry, 'group'), iconOf(entry, say)];
  const preselected = flagAt(entry, 'default') ? 'hard' : flagAt(entry, 'softDefault') ? 'soft' : undefined;
  return {
    name,
    label,
    ...(description === undefined ? {} : { description }),
    ...(group === undefined ? {} : { group }),
    ...(icon === undefined ? {} : { icon }),
    ...(preselected === undefined ? {} : { default: preselected }),
    showIconInMenu: flagOr(entry, 'showIconInMenu', true),
    showIconInHeader: flagOr(entry, 'showIconInHeader', true),
    showOnLanding: flagOr(entry, 'showOnLanding', true),
    conversationStarters: itemsAt(entry, 'conversation_starters').flatMap((item) => wordOf(item) ?? []),
    model: { endpoint: endpoint.id, id: model.id },
    settings,
  };
}

const orderOf = (entry: Entry): number => {
  const order = at(entry, 'order');
  return order?.kind === 'scalar' && typeof order.value === 'number' ? order.value : Number.MAX_SAFE_INTEGER;
};

/** The `modelSpecs` of a checked file; null when it has none. `endpoints` are all there are once the file has been read. */
export function readModelSpecs(root: Entry | null, endpoints: readonly EndpointConfig[], say: Say): ModelSpecs | null {
  const specs = root === null ? undefined : at(root, 'modelSpecs');
  if (specs === undefined) return null;
  const seen = new Set<string>();
  const list = itemsAt(specs, 'list')
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .flatMap((entry) => {
      const spec = specOf(entry, endpoints, say);
      if (spec === null) return [];
      if (seen.has(spec.name)) {
        say('error', at(entry, 'name')!, `${spec.name} is the name of another spec too`);
        return [];
      }
      seen.add(spec.name);
      return [spec];
    });
  const enforce = flagOr(specs, 'enforce', false);
  const added = itemsAt(specs, 'addedEndpoints').flatMap((item) => {
    const name = wordOf(item) ?? '';
    const endpoint = endpointNamed(endpoints, name);
    if (endpoint === undefined) say('warning', item, `there is no endpoint ${name}`);
    return endpoint === undefined ? [] : [endpoint.id];
  });
  const isAdded = at(specs, 'addedEndpoints') !== undefined;
  if (enforce && list.length === 0) say('error', at(specs, 'enforce')!, 'leaves no model that may be asked: the list has none');
  if (enforce && isAdded) say('warning', at(specs, 'addedEndpoints')!, 'has no effect beside enforce: true');
  return {
    enforce,
    prioritize: flagOr(specs, 'prioritize', true),
    list,
    addedEndpoints: enforce ? [] : isAdded ? added : list.length > 0 ? [] : null,
  };
}
