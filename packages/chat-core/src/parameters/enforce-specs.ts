import type { ConversationSettings, ModelRef, ModelSpec, ModelSpecs } from '@parley/contracts';

const isOf =
  (ref: ModelRef) =>
  ({ model }: ModelSpec) =>
    model.endpoint === ref.endpoint && model.id === ref.id;

/** Whether a person may ask a model at all. */
export const isOffered = (specs: ModelSpecs | null, ref: ModelRef): boolean =>
  specs === null || !specs.enforce || specs.list.some(isOf(ref));

/**
 * What a chat is asked with: where specs are enforced, what its spec says and nothing else, whatever the chat or the request brought along, as LibreChat has it.
 * The spec is the one the settings name, else the first of that model. What happens to messages that no longer fit stays the person's to choose.
 */
export function enforcedSettings(specs: ModelSpecs | null, ref: ModelRef, settings: ConversationSettings): ConversationSettings {
  if (!specs?.enforce) return settings;
  const ofModel = specs.list.filter(isOf(ref));
  const spec = ofModel.find(({ name }) => name === settings.spec) ?? ofModel[0];
  if (spec === undefined) return settings;
  const { model, compaction } = settings;
  return {
    ...spec.settings,
    spec: spec.name,
    ...(model === undefined ? {} : { model }),
    ...(compaction === undefined ? {} : { compaction }),
  };
}
