import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.ts';
import { limits } from './limits.ts';
import { conversationSettingsSchema } from './settings.ts';

export const presetNameSchema = z.string().trim().min(1).max(limits.nameCharacters);

/** Settings that a person keeps under a name. */
export const presetSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    settings: conversationSettingsSchema,
    /** New chats begin with it. */
    isDefault: z.boolean(),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
  })
  .meta({ id: 'Preset' });
export type Preset = z.infer<typeof presetSchema>;

/** What a person writes of a preset. */
export const presetInputSchema = z.strictObject({
  name: presetNameSchema,
  settings: conversationSettingsSchema,
  isDefault: z.boolean(),
});
