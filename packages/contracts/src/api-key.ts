import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.ts';
import { limits } from './limits.ts';

/** What a key can open: the list of models, and asking them. */
export const apiKeyScopes = ['models.read', 'chat.write'] as const;
export const apiKeyScopeSchema = z.enum(apiKeyScopes);
export type ApiKeyScope = z.infer<typeof apiKeyScopeSchema>;

/** A key that a person made for a program of theirs. Its secret is shown once, when it is made, and never again. */
export const apiKeySchema = z
  .object({
    id: idSchema,
    name: z.string(),
    /** The first characters of the secret, by which it is known again. */
    prefix: z.string(),
    scopes: z.array(apiKeyScopeSchema),
    createdAt: timestampSchema,
    /** Null: it does not expire. One that is past opens nothing any more. */
    expiresAt: timestampSchema.nullable(),
    /** To the minute; null: it was never used. */
    lastUsedAt: timestampSchema.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(limits.nameCharacters),
  scopes: z.array(apiKeyScopeSchema).min(1).max(apiKeyScopes.length),
  /** Days until it expires, by the server's clock; absent: never. */
  expiresInDays: z.number().int().min(1).max(limits.apiKeyDays).optional(),
});
