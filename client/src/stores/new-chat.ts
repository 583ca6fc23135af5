import { isOffered } from '@parley/chat-core';
import type { ConversationSettings, Endpoint, ModelRef, ModelSpec, ModelSpecs, Preset } from '@parley/contracts';
import { create } from 'zustand';
import { firstModel, offers } from './chosen-model.ts';

interface NewChat {
  /** What the person set for the chat that does not exist yet; null: what new chats begin with. */
  readonly settings: ConversationSettings | null;
}

export const useNewChat = create<NewChat>(() => ({ settings: null }));

/** Keeps what was set for the next new chat; null forgets it, once the chat has begun. */
export const setNewChat = (settings: ConversationSettings | null): void => useNewChat.setState({ settings });

/** What a chat is asked with that begins with a spec. */
export const settingsOfSpec = (spec: ModelSpec): ConversationSettings => ({ ...spec.settings, model: spec.model, spec: spec.name });

interface Offer {
  readonly endpoints: readonly Endpoint[];
  readonly specs: ModelSpecs | null;
  readonly presets: readonly Preset[];
  /** The model the person chose last. */
  readonly last: ModelRef | null;
}

const isAllowed = ({ endpoints, specs }: Offer, model: ModelRef): boolean => offers(endpoints, model) && isOffered(specs, model);

/**
 * What a new chat begins with: the operator's default where the operator wants that first, else the person's own default, else the model they chose
 * last, else what the operator would suggest.
 */
export function beginning(offer: Offer): ConversationSettings {
  const { specs, presets, last, endpoints } = offer;
  const usable = specs?.list.filter((spec) => endpoints.some(({ id, key }) => id === spec.model.endpoint && key !== 'none')) ?? [];
  const hard = usable.find((spec) => spec.default === 'hard');
  if (hard && (specs?.prioritize || specs?.enforce)) return settingsOfSpec(hard);
  const preset = presets.find(({ isDefault }) => isDefault);
  const fallback = hard ?? usable.find((spec) => spec.default === 'soft') ?? (specs?.enforce ? usable[0] : undefined);
  const chosen = last && isAllowed(offer, last) ? last : null;
  if (preset) {
    const own = preset.settings.model;
    const model = own && isAllowed(offer, own) ? own : (chosen ?? fallback?.model ?? firstModel(endpoints, last));
    return { ...preset.settings, model: model ?? undefined };
  }
  if (chosen) {
    const spec = usable.find(({ model }) => model.endpoint === chosen.endpoint && model.id === chosen.id);
    return specs?.enforce && spec ? settingsOfSpec(spec) : { model: chosen };
  }
  if (fallback) return settingsOfSpec(fallback);
  return { model: firstModel(endpoints, last) ?? undefined };
}
