import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { modelEntrySchema } from '../model-facts.ts';
import { defineRoute } from '../route.ts';
import { allowanceSchema, budgetReportSchema, budgetSchema, daySchema, usageRowSchema } from '../usage-report.ts';

const days = z
  .strictObject({ from: daySchema, to: daySchema })
  .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, {
    message: 'takes at most a year, in order',
  });

const personRowSchema = usageRowSchema.extend({ userId: idSchema, name: z.string() });

/** A model's own name, or `endpoint/model` for one endpoint alone. */
const modelName = z.strictObject({ name: z.string().min(1).max(400) });
const budgetKey = z.strictObject({
  type: z.enum(['user', 'role']),
  id: z.string().min(1).max(128),
  endpoint: z.string().min(1).max(64).optional(),
});
const budgets = z.object({ budgets: z.array(budgetReportSchema) });
const models = z.object({ models: z.array(z.object({ name: z.string(), facts: modelEntrySchema })) });

export const usageRoutes = {
  mine: defineRoute({
    id: 'usage.mine',
    method: 'get',
    path: '/usage',
    summary: 'What you used and what it cost, by day and model, and what you may still spend.',
    policy: 'signed-in',
    rate: 'read',
    query: days,
    response: z.object({ rows: z.array(usageRowSchema), allowances: z.array(allowanceSchema) }),
    errors: [],
  }),
  chat: defineRoute({
    id: 'usage.chat',
    method: 'get',
    path: '/usage/conversations/:id',
    summary: 'What a conversation of yours used and cost, by model.',
    policy: 'signed-in',
    rate: 'read',
    params: z.strictObject({ id: idSchema }),
    response: z.object({ rows: z.array(usageRowSchema) }),
    errors: ['conversation.not-found'],
  }),
  everybody: defineRoute({
    id: 'usage.everybody',
    method: 'get',
    path: '/usage/everybody',
    summary: 'What everybody used and what it cost, by day, person and model.',
    policy: 'administrator',
    rate: 'read',
    query: days,
    response: z.object({ rows: z.array(personRowSchema) }),
    errors: [],
  }),
  listBudgets: defineRoute({
    id: 'usage.list-budgets',
    method: 'get',
    path: '/usage/budgets',
    summary: 'What may be spent in a month, by person or role, and what was used of it in this one.',
    policy: 'administrator',
    rate: 'read',
    response: budgets,
    errors: [],
  }),
  putBudget: defineRoute({
    id: 'usage.put-budget',
    method: 'put',
    path: '/usage/budgets',
    summary: 'Set what a person or a role may spend in a month, on one endpoint or on all.',
    policy: 'administrator',
    rate: 'write',
    body: budgetSchema,
    response: budgets,
    errors: ['budget.unknown-principal', 'endpoint.not-found'],
  }),
  deleteBudget: defineRoute({
    id: 'usage.delete-budget',
    method: 'delete',
    path: '/usage/budgets',
    summary: 'Take a limit away.',
    policy: 'administrator',
    rate: 'write',
    query: budgetKey,
    response: budgets,
    errors: [],
  }),
  listModels: defineRoute({
    id: 'usage.list-models',
    method: 'get',
    path: '/usage/models',
    summary: 'What administrators said of models: limits, capabilities and prices.',
    policy: 'administrator',
    rate: 'read',
    response: models,
    errors: [],
  }),
  putModel: defineRoute({
    id: 'usage.put-model',
    method: 'put',
    path: '/usage/models',
    summary: 'Say what a model holds, takes or costs; it comes before what its endpoint and this version say.',
    policy: 'administrator',
    rate: 'write',
    query: modelName,
    body: modelEntrySchema,
    response: models,
    errors: [],
  }),
  deleteModel: defineRoute({
    id: 'usage.delete-model',
    method: 'delete',
    path: '/usage/models',
    summary: 'Take back what was said of a model.',
    policy: 'administrator',
    rate: 'write',
    query: modelName,
    response: models,
    errors: [],
  }),
};
