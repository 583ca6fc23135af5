import { z } from 'zod';
import { costSchema } from './message-cost.ts';

/** A day of UTC. */
export const daySchema = z.iso.date();

/** What was used of one model on one day, or in one conversation, for one purpose. */
export const usageRowSchema = costSchema
  .extend({
    /** Absent for a conversation. */
    day: daySchema.optional(),
    kind: z.enum(['answer', 'title', 'summary', 'api', 'probe']),
    endpoint: z.string(),
    model: z.string(),
  })
  .meta({ id: 'UsageRow' });
export type UsageReportRow = z.infer<typeof usageRowSchema>;

/** What a person may spend: by a budget of a month, or a balance. US dollars. */
export const allowanceSchema = z
  .object({
    who: z.enum(['user', 'role', 'balance']),
    endpoint: z.string().nullable(),
    granted: z.number().nonnegative(),
    spent: z.number().nonnegative(),
    reserved: z.number().nonnegative(),
    /** When there is more; null: never by itself. */
    until: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Allowance' });
export type Allowance = z.infer<typeof allowanceSchema>;

/** What may be spent in a month (of UTC): by one person, or by everybody of a role together; on one endpoint, or on all. */
export const budgetSchema = z
  .strictObject({
    principal: z.strictObject({ type: z.enum(['user', 'role']), id: z.string().min(1).max(128) }),
    /** Absent: on all endpoints together. */
    endpoint: z.string().min(1).max(64).optional(),
    dollarsPerMonth: z.number().positive().max(1_000_000),
  })
  .meta({ id: 'Budget' });
export type Budget = z.infer<typeof budgetSchema>;

/** A budget as administrators see it: with what was used of it in this month. US dollars. */
export const budgetReportSchema = budgetSchema
  .extend({
    /** Of a person; null for a role, and for an account that is not there any more. */
    name: z.string().nullable(),
    spent: z.number().nonnegative(),
    /** For calls that are under way. */
    reserved: z.number().nonnegative(),
    /** When the next month begins. */
    until: z.iso.datetime(),
  })
  .meta({ id: 'BudgetReport' });
export type BudgetReport = z.infer<typeof budgetReportSchema>;
