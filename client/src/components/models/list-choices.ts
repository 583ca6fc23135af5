import type { Endpoint, ModelInfo, ModelRef, ModelSpec, ModelSpecs } from '@parley/contracts';
import { isSameModel, isUsable } from '../../stores/chosen-model.ts';

/** One line of the list: a model, or a spec of the operator's. */
export interface Choice {
  readonly key: string;
  readonly name: string;
  readonly ref: ModelRef;
  readonly spec?: ModelSpec;
  readonly info?: ModelInfo;
}

export interface ChoiceGroup {
  readonly key: string;
  readonly label: string;
  readonly choices: readonly Choice[];
}

export interface Offered {
  readonly endpoints: readonly Endpoint[];
  readonly specs: ModelSpecs | null;
  readonly favourites: readonly ModelRef[];
  /** Names of specs. */
  readonly favouriteSpecs: readonly string[];
  readonly recent: readonly ModelRef[];
}

interface Words {
  readonly favourites: string;
  readonly recent: string;
  readonly specs: string;
}

/** With fewer models than this, what was chosen last is in sight anyway. */
const manyModels = 9;
const mostRecent = 3;

const modelChoice = (endpoint: Endpoint, info: ModelInfo): Choice => ({
  key: `${endpoint.id}\n${info.id}`,
  name: info.name,
  ref: { endpoint: endpoint.id, id: info.id },
  info,
});

type SpecChoice = Choice & { readonly spec: ModelSpec };

/** Those whose endpoint can be asked. */
const specChoices = ({ specs, endpoints }: Offered): SpecChoice[] =>
  (specs?.list ?? [])
    .filter(({ model }) => endpoints.some((endpoint) => endpoint.id === model.endpoint && isUsable(endpoint)))
    .map((spec) => ({ key: `spec\n${spec.name}`, name: spec.label, ref: spec.model, spec }));

/** Specs without a group of their own, then each group in the order of its first spec. Those of an endpoint's stand with its models. */
function specGroups(choices: readonly SpecChoice[], words: Words): ChoiceGroup[] {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) {
    const label = choice.spec.group ?? words.specs;
    groups.set(label, [...(groups.get(label) ?? []), choice]);
  }
  return [...groups].map(([label, choices]) => ({ key: `spec\n${label}`, label, choices }));
}

/** Endpoints that anything in the list is of, whether it can be asked or not. */
export const endpointsInList = (endpoints: readonly Endpoint[], specs: ModelSpecs | null): readonly Endpoint[] =>
  endpoints.filter(
    ({ id }) =>
      (specs?.addedEndpoints ?? null) === null ||
      specs?.addedEndpoints?.includes(id) ||
      specs?.list.some(({ model }) => model.endpoint === id),
  );

/** Every word typed must be in the name of the choice, its model or its group. */
function isFound({ name, ref, spec }: Choice, label: string, typed: readonly string[]): boolean {
  const text = `${name} ${ref.id} ${label} ${spec?.description ?? ''}`.toLowerCase();
  return typed.every((word) => text.includes(word));
}

/**
 * What the list shows, in its order: favourites, what was chosen last, the operator's specs, then the endpoints that are offered beside them. A model
 * stands in it once, and so does a spec.
 */
export function listChoices(offered: Offered, typed: string, words: Words): ChoiceGroup[] {
  const { endpoints, specs, favourites, favouriteSpecs, recent } = offered;
  const added = specs?.addedEndpoints ?? null;
  const open = endpoints.filter((endpoint) => isUsable(endpoint) && (added === null || added.includes(endpoint.id)));
  const all = open.flatMap((endpoint) => endpoint.models.map((info) => modelChoice(endpoint, info)));
  const pick = (refs: readonly ModelRef[]): Choice[] => refs.flatMap((ref) => all.find((choice) => isSameModel(choice.ref, ref)) ?? []);
  const ofOperator = specChoices(offered);
  const likedSpecs = favouriteSpecs.flatMap((name) => ofOperator.find(({ spec }) => spec.name === name) ?? []);
  const liked = [...likedSpecs, ...pick(favourites)];
  const lately =
    typed === '' && all.length >= manyModels
      ? pick(recent)
          .filter((choice) => !liked.includes(choice))
          .slice(0, mostRecent)
      : [];
  const above = new Set([...liked, ...lately].map(({ key }) => key));
  const ofSpecs = specGroups(
    ofOperator.filter(({ key }) => !above.has(key)),
    words,
  );
  const ofEndpoints = open.map((endpoint) => {
    const beside = ofSpecs.filter(({ label }) => label === endpoint.id || label === endpoint.name).flatMap(({ choices }) => choices);
    const models = endpoint.models.map((info) => modelChoice(endpoint, info)).filter(({ key }) => !above.has(key));
    return { key: endpoint.id, label: endpoint.name, choices: [...beside, ...models] };
  });
  const isBeside = ({ label }: ChoiceGroup): boolean => open.some((endpoint) => label === endpoint.id || label === endpoint.name);
  const text = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return [
    { key: 'favourites', label: words.favourites, choices: liked },
    { key: 'recent', label: words.recent, choices: lately },
    ...ofSpecs.filter((group) => !isBeside(group)),
    ...ofEndpoints,
  ]
    .map((group) => ({ ...group, choices: group.choices.filter((choice) => isFound(choice, group.label, text)) }))
    .filter(({ choices }) => choices.length > 0);
}
