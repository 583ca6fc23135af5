import type { Express } from 'express';
import { RequestError } from '@parley/contracts';
import { guard, type GuardNeeds } from '../middleware/guard.ts';
import { accountImplementations } from './account/index.ts';
import { apiKeyImplementations } from './api-keys/index.ts';
import { adminImplementations } from './admin/index.ts';
import { authImplementations } from './auth/index.ts';
import { contextImplementations } from './context/index.ts';
import { conversationImplementations } from './conversations/index.ts';
import { endpointImplementations } from './endpoints/index.ts';
import { fileImplementations } from './files/index.ts';
import type { Implementation } from './implement.ts';
import { messageImplementations } from './messages/index.ts';
import { presetImplementations } from './presets/index.ts';
import { realtimeImplementations } from './realtime/index.ts';
import { systemImplementations } from './system/index.ts';
import { turnImplementations } from './turns/index.ts';
import { usageImplementations } from './usage/index.ts';

/** Everything that answers, resource by resource. */
export const implementations: readonly Implementation[] = [
  ...accountImplementations,
  ...adminImplementations,
  ...apiKeyImplementations,
  ...authImplementations,
  ...contextImplementations,
  ...conversationImplementations,
  ...endpointImplementations,
  ...fileImplementations,
  ...messageImplementations,
  ...presetImplementations,
  ...realtimeImplementations,
  ...systemImplementations,
  ...turnImplementations,
  ...usageImplementations,
];

/** Mounts the contract under `/api`, each route behind the guard; another method on a known path is `request.method-not-allowed`. */
export function mountContract(app: Express, needs: GuardNeeds): void {
  for (const implementation of implementations) {
    const { method, path } = implementation.route;
    app[method](`/api${path}`, guard(needs, implementation));
  }
  for (const path of new Set(implementations.map(({ route }) => route.path))) {
    const methods = implementations.filter(({ route }) => route.path === path).map(({ route }) => route.method.toUpperCase());
    app.all(`/api${path}`, (_request, response) => {
      response.setHeader('Allow', methods.join(', '));
      throw new RequestError('request.method-not-allowed');
    });
  }
}
