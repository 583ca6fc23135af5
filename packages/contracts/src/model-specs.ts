import { z } from 'zod';
import { modelRefSchema } from './model-ref.ts';
import { callSettingsSchema } from './settings.ts';

/** A model with its settings, as the operator made them up for people. */
export const modelSpecSchema = z
  .object({
    /** Unique, kept in the settings of chats. */
    name: z.string(),
    label: z.string(),
    description: z.string().optional(),
    /** A heading of the operator's, or an endpoint's id: then it stands with the models of that endpoint. */
    group: z.string().optional(),
    /** An address of this server, or a `data:` picture; nothing is fetched from elsewhere. */
    icon: z.string().optional(),
    /** New chats begin with it. `soft`: unless the person chose another model before. */
    default: z.enum(['hard', 'soft']).optional(),
    showIconInMenu: z.boolean(),
    showIconInHeader: z.boolean(),
    /** Shown above an empty chat. */
    showOnLanding: z.boolean(),
    conversationStarters: z.array(z.string()),
    model: modelRefSchema,
    settings: callSettingsSchema,
  })
  .meta({ id: 'ModelSpec' });
export type ModelSpec = z.infer<typeof modelSpecSchema>;

/** What of all models people are offered. */
export const modelSpecsSchema = z
  .object({
    /** Nothing but these may be asked. */
    enforce: z.boolean(),
    /** A new chat begins with the default of these, not with what the person chose last. */
    prioritize: z.boolean(),
    /** In the order in which they are shown. */
    list: z.array(modelSpecSchema),
    /** Endpoints whose models are offered beside them; null: all. */
    addedEndpoints: z.array(z.string()).nullable(),
  })
  .meta({ id: 'ModelSpecs' });
export type ModelSpecs = z.infer<typeof modelSpecsSchema>;
