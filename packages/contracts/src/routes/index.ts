import type { RouteDeclaration } from '../route.ts';
import { accountRoutes } from './account.ts';
import { adminRoutes } from './admin.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { authRoutes } from './auth.ts';
import { contextRoutes } from './context.ts';
import { conversationRoutes } from './conversations.ts';
import { endpointRoutes } from './endpoints.ts';
import { fileRoutes } from './files.ts';
import { messageRoutes } from './messages.ts';
import { presetRoutes } from './presets.ts';
import { realtimeRoutes } from './realtime.ts';
import { systemRoutes } from './system.ts';
import { turnRoutes } from './turns.ts';
import { usageRoutes } from './usage.ts';

/** The whole HTTP contract, by resource and action. */
export const contract = {
  account: accountRoutes,
  admin: adminRoutes,
  apiKeys: apiKeyRoutes,
  auth: authRoutes,
  context: contextRoutes,
  conversations: conversationRoutes,
  endpoints: endpointRoutes,
  files: fileRoutes,
  messages: messageRoutes,
  presets: presetRoutes,
  realtime: realtimeRoutes,
  system: systemRoutes,
  turns: turnRoutes,
  usage: usageRoutes,
};

/** Every route, in one list. */
export const allRoutes: readonly RouteDeclaration[] = Object.values(contract).flatMap((group) => Object.values<RouteDeclaration>(group));
