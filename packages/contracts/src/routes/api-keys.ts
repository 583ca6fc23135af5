import { z } from 'zod';
import { apiKeySchema, newApiKeySchema } from '../api-key.ts';
import { idSchema } from '../ids.ts';
import { defineRoute } from '../route.ts';

export const apiKeyRoutes = {
  list: defineRoute({
    id: 'api-keys.list',
    method: 'get',
    path: '/api-keys',
    summary: 'The keys you made for programs, newest first, expired ones included.',
    policy: 'signed-in',
    rate: 'read',
    response: z.object({ keys: z.array(apiKeySchema) }),
    errors: ['api-key.disabled'],
  }),
  create: defineRoute({
    id: 'api-keys.create',
    method: 'post',
    path: '/api-keys',
    summary: 'Make a key for a program. Its secret is in this answer and never shown again.',
    policy: 'signed-in',
    rate: 'auth',
    body: newApiKeySchema,
    response: z.object({ key: apiKeySchema, secret: z.string() }),
    status: 201,
    errors: ['api-key.disabled', 'api-key.too-many'],
  }),
  remove: defineRoute({
    id: 'api-keys.remove',
    method: 'delete',
    path: '/api-keys/:id',
    summary: 'Revoke a key: it opens nothing any more, on any node within five seconds.',
    policy: 'signed-in',
    rate: 'write',
    params: z.strictObject({ id: idSchema }),
    response: null,
    errors: ['api-key.not-found', 'api-key.disabled'],
  }),
};
