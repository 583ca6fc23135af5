import { z } from 'zod';
import { settingNames } from './setting-names.ts';

/** How a setting is set: `tags` is a list of short texts, `text` a long one. */
export const parameterKindSchema = z.enum(['slider', 'number', 'select', 'switch', 'tags', 'text']);

/**
 * One setting as a model takes it, enough to draw its control. A setting that is not described is not to be had there. Names, help and the
 * words for options are the reader's own (`parameters.<name>` in the client).
 */
export const parameterSchema = z
  .object({
    name: z.enum(settingNames),
    kind: parameterKindSchema,
    min: z.number().optional(),
    max: z.number().optional(),
    step: z.number().positive().optional(),
    /** Of a `select`, least first. */
    options: z.array(z.string()).optional(),
    /** Of `tags`: how many at most. */
    maxItems: z.number().int().positive().optional(),
    /** What holds while nothing is set; absent where the model decides. */
    default: z.union([z.number(), z.string(), z.boolean()]).optional(),
    /** The operator's value, which is sent whatever is asked for: nothing to choose. */
    fixed: z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]).optional(),
    /** Words of the operator in place of Parley's. */
    label: z.string().optional(),
    description: z.string().optional(),
  })
  .meta({ id: 'Parameter' });
export type Parameter = z.infer<typeof parameterSchema>;

/** What an operator says of the settings of an endpoint that Parley knows nothing of. */
export interface ParameterChanges {
  /** The wire format whose settings are offered in place of the endpoint's own. */
  readonly like?: string;
  /** Put over what is described; a name that is not described is added. */
  readonly changes: readonly (Partial<Parameter> & Pick<Parameter, 'name'>)[];
}
