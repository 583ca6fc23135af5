import { z } from 'zod';
import { turnErrorSchema } from './errors.ts';
import { parameterSchema } from './parameter.ts';
import { factsSourceSchema, modelCapabilitiesSchema, modelPricesSchema } from './model-facts.ts';

/** One model an endpoint offers. Absent figures are not known. */
export const modelInfoSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    contextTokens: z.number().int().positive().optional(),
    outputTokens: z.number().int().positive().optional(),
    capabilities: modelCapabilitiesSchema.optional(),
    /** Absent: nobody knows what it costs. */
    prices: modelPricesSchema.optional(),
    /** Nobody said how much the model holds: `contextTokens` is what is assumed. */
    assumed: z.boolean().optional(),
    source: factsSourceSchema.optional(),
    /** Which of the endpoint's `parameterSets` is the model's; absent: the first. */
    parameters: z.number().int().nonnegative().optional(),
  })
  .meta({ id: 'ModelInfo' });
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** A configured use of a provider, as a person sees it. Never carries a key or an operator's URL. */
export const endpointSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    /** Where its key comes from. `none`: the person must enter one first; `not-needed`: local servers and the demo. */
    key: z.enum(['server', 'own', 'none', 'not-needed']),
    /** Whether a person may enter a key of their own. */
    acceptsOwnKey: z.boolean(),
    models: z.array(modelInfoSchema),
    /** Why the list of models could not be read, if so; models configured by name are offered all the same. */
    failure: turnErrorSchema.nullable(),
    /** When the list was last read, where reading it again failed: what is offered is as old as that. */
    listedAt: z.number().optional(),
    /** The settings that its models take, each set once. */
    parameterSets: z.array(z.array(parameterSchema)),
  })
  .meta({ id: 'Endpoint' });
export type Endpoint = z.infer<typeof endpointSchema>;
