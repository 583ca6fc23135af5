import { z } from 'zod';

/** What was asked of a model to see what it really does. */
export const probedAbilities = ['stream', 'tools', 'images', 'reasoning', 'json'] as const;
export type ProbedAbility = (typeof probedAbilities)[number];

const finding = z.object({
  /** `unknown`: the answer says nothing about it, such as one about too many requests. */
  result: z.enum(['yes', 'no', 'unknown']),
  /** The provider's own words, or what was seen in their place. */
  note: z.string().optional(),
});
export type ProbeFinding = z.infer<typeof finding>;

export const probeSchema = z
  .object({
    endpoint: z.string(),
    model: z.string(),
    at: z.number(),
    findings: z.object({ stream: finding, tools: finding, images: finding, reasoning: finding, json: finding }),
  })
  .meta({ id: 'Probe' });
export type Probe = z.infer<typeof probeSchema>;
