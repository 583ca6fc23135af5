import { z } from 'zod';
import { idSchema, timestampSchema } from './ids.ts';
import { limits } from './limits.ts';

export const emailSchema = z.email().max(limits.emailCharacters);
export const newPasswordSchema = z.string().min(limits.passwordMinCharacters).max(limits.passwordMaxCharacters);
/** A password that is only checked: no lower bound, so that nothing about the rules leaks at the door. */
export const passwordSchema = z.string().min(1).max(limits.passwordMaxCharacters);
export const nameSchema = z.string().trim().min(1).max(limits.nameCharacters);

export const roleSchema = z.enum(['administrator', 'member']);
export type Role = z.infer<typeof roleSchema>;

export const accountSchema = z
  .object({ id: idSchema, email: z.string(), name: z.string(), role: roleSchema, createdAt: timestampSchema })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof accountSchema>;

/** What signing in or refreshing gives: the access token lives in the client's memory, the refresh token in a cookie. */
export const grantSchema = z
  .object({
    accessToken: z.string(),
    /** Milliseconds until the access token expires, measured from the answer, so that client clocks do not matter. */
    expiresIn: z.number().int().positive(),
    account: accountSchema,
  })
  .meta({ id: 'Grant' });
export type Grant = z.infer<typeof grantSchema>;

export const sessionSchema = z
  .object({
    id: idSchema,
    createdAt: timestampSchema,
    lastUsedAt: timestampSchema,
    /** The browser's own description, as text. */
    userAgent: z.string(),
    address: z.string(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
