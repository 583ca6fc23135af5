import { z } from 'zod';

/** Why a node goes by an older configuration than its file has. */
export const refusedConfigurationSchema = z
  .object({
    /** The process that refused it. */
    node: z.string(),
    since: z.number(),
    /** Each with its place, `librechat.yaml:9:1: database: unknown key; …`, as far as it has one. */
    sentences: z.array(z.string()),
  })
  .meta({ id: 'RefusedConfiguration' });
export type RefusedConfiguration = z.infer<typeof refusedConfigurationSchema>;
