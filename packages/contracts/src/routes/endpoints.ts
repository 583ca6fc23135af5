import { z } from 'zod';
import { endpointSchema } from '../endpoint.ts';
import { limits } from '../limits.ts';
import { modelSpecsSchema } from '../model-specs.ts';
import { defineRoute } from '../route.ts';

const params = z.strictObject({ id: z.string().min(1).max(64) });

export const endpointRoutes = {
  list: defineRoute({
    id: 'endpoints.list',
    method: 'get',
    path: '/endpoints',
    summary: 'The endpoints this account can use, with their models.',
    policy: 'signed-in',
    rate: 'read',
    query: z.strictObject({
      /** `true` asks the endpoints again instead of answering from the cache. */
      fresh: z.enum(['true', 'false']).optional(),
    }),
    response: z.object({
      endpoints: z.array(endpointSchema),
      /** What the operator offers of them; null: everything as it is. */
      specs: modelSpecsSchema.nullable(),
    }),
    errors: [],
  }),
  putKey: defineRoute({
    id: 'endpoints.put-key',
    method: 'put',
    path: '/endpoints/:id/key',
    summary: 'Store a key of your own for an endpoint. It is encrypted and never sent back.',
    policy: 'signed-in',
    rate: 'write',
    params,
    body: z.strictObject({
      key: z.string().trim().min(1).max(limits.apiKeyCharacters),
      /** Another server that speaks the same format; only ever called with this key, never with the server's. */
      baseUrl: z
        .url({ protocol: /^https?$/ })
        .max(limits.urlCharacters)
        .optional(),
    }),
    response: endpointSchema,
    errors: ['endpoint.not-found', 'endpoint.url-refused'],
  }),
  deleteKey: defineRoute({
    id: 'endpoints.delete-key',
    method: 'delete',
    path: '/endpoints/:id/key',
    summary: 'Forget the key of your own for an endpoint.',
    policy: 'signed-in',
    rate: 'write',
    params,
    response: null,
    errors: ['endpoint.not-found'],
  }),
};
