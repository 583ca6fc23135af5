import { z } from 'zod';
import { accountSchema } from '../account.ts';
import { limits } from '../limits.ts';
import { modelRefSchema } from '../model-ref.ts';
import { refusedConfigurationSchema } from '../notices.ts';
import { probeSchema } from '../probe.ts';
import { defineRoute } from '../route.ts';

/** Enough of an account to tell one person from another. */
const personSchema = accountSchema.pick({ id: true, name: true, email: true, role: true }).meta({ id: 'Person' });

export const adminRoutes = {
  notices: defineRoute({
    id: 'admin.notices',
    method: 'get',
    path: '/admin/notices',
    summary: 'What an administrator should know of now: a changed configuration that was refused, by node.',
    policy: 'administrator',
    rate: 'read',
    response: z.object({ configuration: z.array(refusedConfigurationSchema) }).meta({ id: 'Notices' }),
    errors: [],
  }),
  probe: defineRoute({
    id: 'admin.probe',
    method: 'post',
    path: '/admin/probe',
    summary: 'Ask a model, with at most five small requests, what it really does; what is found counts for everybody from then on.',
    policy: 'administrator',
    rate: 'write',
    body: z.strictObject({ model: modelRefSchema }),
    response: probeSchema,
    errors: ['endpoint.not-found', 'endpoint.key-missing', 'budget.exceeded'],
  }),
  listProbes: defineRoute({
    id: 'admin.list-probes',
    method: 'get',
    path: '/admin/probes',
    summary: 'What models showed when they were last asked, by endpoint and model.',
    policy: 'administrator',
    rate: 'read',
    response: z.object({ probes: z.array(probeSchema) }),
    errors: [],
  }),
  people: defineRoute({
    id: 'admin.people',
    method: 'get',
    path: '/admin/people',
    summary: 'The first accounts in whose name or email a text occurs, in the order they were made.',
    policy: 'administrator',
    rate: 'read',
    query: z.strictObject({ text: z.string().max(limits.emailCharacters) }),
    response: z.object({ people: z.array(personSchema) }),
    errors: [],
  }),
};
