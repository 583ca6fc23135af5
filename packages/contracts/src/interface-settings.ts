import { z } from 'zod';

const linkSchema = z.object({ url: z.string(), newTab: z.boolean() });

/** What an operator decides of the pages people see. */
export const interfaceSettingsSchema = z
  .object({
    /** Greets a new chat; `{{user.name}}` is the person's name. Absent: Parley's own words. */
    customWelcome: z.string().optional(),
    privacyPolicy: linkSchema.optional(),
    termsOfService: linkSchema.optional(),
    /** The version of the terms that everybody has to agree to; absent: none. Their text is at `GET /account/terms`. */
    termsVersion: z.string().optional(),
    /** Whether people choose the model; else the first, or the operator's default, answers. */
    modelSelect: z.boolean(),
    /** Whether people see and change the settings of a model. */
    parameters: z.boolean(),
    presets: z.boolean(),
    /** Whether people ask several models the same question at once. */
    multiConvo: z.boolean(),
    /** Whether people see how full the context is, and what is sent. */
    contextUsage: z.boolean(),
    /** Whether answers, and the view of what is sent, say what they cost. */
    contextCost: z.boolean(),
    /** Whether the settings say which version this is. */
    buildInfo: z.boolean(),
  })
  .meta({ id: 'InterfaceSettings' });
export type InterfaceSettings = z.infer<typeof interfaceSettingsSchema>;
