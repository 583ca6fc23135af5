import { z } from 'zod';
import { refusedConfigurationSchema } from '../notices.ts';
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
};
