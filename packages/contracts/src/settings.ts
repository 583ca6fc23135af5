import { z } from 'zod';
import { limits } from './limits.ts';
import type { SettingName } from './setting-names.ts';
import { modelRefSchema } from './model-ref.ts';

/** How much a model thinks before it answers, least first; a provider takes those of them it has. */
export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type ReasoningEffort = (typeof reasoningEfforts)[number];

/** How much a model says. */
export const verbosities = ['low', 'medium', 'high'] as const;

/**
 * What may be asked of a model beside the words of the chat, in Parley's own names; each is absent when the model's own default holds.
 * The ranges are the widest of all providers; an adapter narrows a value to its own, and says so.
 */
export const callSettingsSchema = z
  .strictObject({
    instructions: z.string().max(limits.draftCharacters).optional(),
    temperature: z.number().min(0).max(2).optional(),
    topP: z.number().min(0).max(1).optional(),
    topK: z.number().int().min(0).max(1_000).optional(),
    frequencyPenalty: z.number().min(-2).max(2).optional(),
    presencePenalty: z.number().min(-2).max(2).optional(),
    seed: z.number().int().min(-2_147_483_648).max(2_147_483_647).optional(),
    /** The answer ends before the first of these that the model writes. */
    stop: z.array(z.string().min(1).max(limits.stopCharacters)).max(limits.stopSequences).optional(),
    maxOutputTokens: z.number().int().min(1).max(1_000_000).optional(),
    reasoningEffort: z.enum(reasoningEfforts).optional(),
    /** Tokens a model may think for; 0: not at all. */
    thinkingBudget: z.number().int().min(0).max(1_000_000).optional(),
    verbosity: z.enum(verbosities).optional(),
    /** Whether the provider's own search of the web may be used. */
    webSearch: z.boolean().optional(),
    /** Where the model runs, of the places the operator offers. */
    region: z
      .string()
      .max(40)
      .regex(/^[a-z\d-]+$/)
      .optional(),
  })
  .meta({ id: 'CallSettings' }) satisfies z.ZodType<{ [Name in SettingName]?: unknown }>;
export type CallSettings = z.infer<typeof callSettingsSchema>;

/** What a conversation sends with every turn unless the turn says otherwise. */
export const conversationSettingsSchema = callSettingsSchema
  .extend({
    model: modelRefSchema.optional(),
    /** The name of the operator's spec that these settings come from. */
    spec: z.string().min(1).max(limits.specCharacters).optional(),
    /** What happens to older messages that no longer fit: a model summarises them, or they are left out. Absent: summarised. */
    compaction: z.enum(['auto', 'off']).optional(),
  })
  .meta({ id: 'ConversationSettings' });
export type ConversationSettings = z.infer<typeof conversationSettingsSchema>;

/** What one turn is asked with. Settings that name a spec are whole; others are laid over the conversation's. */
export const turnSettingsSchema = callSettingsSchema
  .extend({ spec: z.string().min(1).max(limits.specCharacters).optional() })
  .meta({ id: 'TurnSettings' });
export type TurnSettings = z.infer<typeof turnSettingsSchema>;
