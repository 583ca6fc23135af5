import { z } from 'zod';

/**
 * An identifier made by whoever creates the thing: the client for conversations, messages and turns, the server for
 * users and sessions. UUIDv7 (RFC 9562 §5.7) by convention; any lower-case UUID is accepted so that imports keep theirs.
 */
export const idSchema = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  .meta({ description: 'A lower-case UUID', examples: ['01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10'] });

export type Id = z.infer<typeof idSchema>;

/** Milliseconds since the Unix epoch, UTC. Shown to people; never used to order messages (ordinals do that). */
export const timestampSchema = z.number().int().nonnegative();
