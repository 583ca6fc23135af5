import { helloFrameSchema } from '../realtime.ts';
import { defineRoute } from '../route.ts';

export const realtimeRoutes = {
  stream: defineRoute({
    id: 'realtime.stream',
    method: 'post',
    path: '/realtime/stream',
    summary: 'The SSE twin of the WebSocket at /api/realtime: the same frames, one per `data:` line. Changed topics reopen it.',
    policy: 'public',
    rate: 'stream',
    body: helloFrameSchema,
    response: 'stream',
    errors: [
      'auth.required',
      'auth.expired',
      'auth.session-revoked',
      'realtime.protocol',
      'realtime.too-many-sockets',
      'realtime.too-many-topics',
      'request.origin-refused',
      'request.insecure',
    ],
  }),
};
