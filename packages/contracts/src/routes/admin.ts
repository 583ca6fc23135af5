import { z } from 'zod';
import { modelRefSchema } from '../model-ref.ts';
import { refusedConfigurationSchema } from '../notices.ts';
import { probeSchema } from '../probe.ts';
import { defineRoute } from '../route.ts';

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
    errors: ['endpoint.not-found', 'endpoint.key-missing'],
  }),
};
