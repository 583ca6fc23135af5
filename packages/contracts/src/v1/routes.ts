import type { z } from 'zod';
import type { ApiKeyScope } from '../api-key.ts';
import type { RateClass } from '../route.ts';
import { chatCompletionRequestSchema } from './chat-completion-request.ts';
import { countTokensRequestSchema, messageRequestSchema } from './message-request.ts';
import { responseRequestSchema } from './response-request.ts';

/** One route of the interfaces that other programs speak. What leaves it is in the other vendor's words, its errors too. */
export interface V1RouteDeclaration {
  readonly id: `v1.${string}`;
  readonly method: 'get' | 'post';
  /** As Express writes it, with `/v1`. */
  readonly path: `/v1/${string}`;
  /** What the key must be allowed. */
  readonly scope: ApiKeyScope;
  readonly rate: RateClass;
  /** Whose words it speaks; `asked`: Anthropic's where the request names a version of theirs, else OpenAI's. */
  readonly dialect: 'openai' | 'anthropic' | 'asked';
  readonly body?: z.ZodType;
}

const define = <const Route extends V1RouteDeclaration>(route: Route): Route => route;

export const v1Routes = {
  models: define({ id: 'v1.models', method: 'get', path: '/v1/models', scope: 'models.read', rate: 'read', dialect: 'asked' }),
  model: define({ id: 'v1.model', method: 'get', path: '/v1/models/*model', scope: 'models.read', rate: 'read', dialect: 'asked' }),
  chatCompletions: define({
    id: 'v1.chat-completions',
    method: 'post',
    path: '/v1/chat/completions',
    scope: 'chat.write',
    rate: 'turn',
    dialect: 'openai',
    body: chatCompletionRequestSchema,
  }),
  responses: define({
    id: 'v1.responses',
    method: 'post',
    path: '/v1/responses',
    scope: 'chat.write',
    rate: 'turn',
    dialect: 'openai',
    body: responseRequestSchema,
  }),
  messages: define({
    id: 'v1.messages',
    method: 'post',
    path: '/v1/messages',
    scope: 'chat.write',
    rate: 'turn',
    dialect: 'anthropic',
    body: messageRequestSchema,
  }),
  countTokens: define({
    id: 'v1.count-tokens',
    method: 'post',
    path: '/v1/messages/count_tokens',
    scope: 'chat.write',
    rate: 'read',
    dialect: 'anthropic',
    body: countTokensRequestSchema,
  }),
};
