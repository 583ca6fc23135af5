import { z } from 'zod';
import { fileRulesSchema } from '../file.ts';
import { interfaceSettingsSchema } from '../interface-settings.ts';
import { defineRoute } from '../route.ts';

export const systemRoutes = {
  config: defineRoute({
    id: 'system.config',
    method: 'get',
    path: '/config',
    summary: 'What a client needs before anyone is signed in.',
    policy: 'public',
    rate: 'public',
    response: z
      .object({
        name: z.string(),
        build: z.string(),
        protocol: z.number(),
        registration: z.object({
          open: z.boolean(),
          /** No account exists yet: the next one becomes the administrator. */
          first: z.boolean(),
          codeNeeded: z.boolean(),
        }),
        /** Plain http off loopback was allowed by the operator; administrators see a banner. */
        insecure: z.boolean(),
        interface: interfaceSettingsSchema,
        files: fileRulesSchema,
        /** Whether people may make keys for programs, and programs call `/v1` with them. */
        apiKeys: z.boolean(),
      })
      .meta({ id: 'PublicConfig' }),
    errors: [],
  }),
  openapi: defineRoute({
    id: 'system.openapi',
    method: 'get',
    path: '/openapi.json',
    summary: 'This contract as an OpenAPI 3.1 document.',
    policy: 'public',
    rate: 'public',
    response: z.looseObject({ openapi: z.string() }),
    errors: [],
  }),
  docs: defineRoute({
    id: 'system.docs',
    method: 'get',
    path: '/docs',
    summary: 'This contract as a page to read.',
    policy: 'public',
    rate: 'public',
    response: 'document',
    errors: [],
  }),
  health: defineRoute({
    id: 'system.health',
    method: 'get',
    path: '/health',
    summary: 'Whether this process can serve: 200, or 503 while it drains.',
    policy: 'public',
    rate: 'public',
    response: z.object({ status: z.literal('ok') }),
    errors: [],
  }),
};
