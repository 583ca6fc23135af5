import { v1Routes } from '@parley/contracts/v1';
import { collectAnswer } from '../kit/answer.ts';
import { tellAnswer } from '../tell-answer.ts';
import { implementV1 } from '../v1-call.ts';
import { readMessageRequest, readMessages } from './read-message-request.ts';
import { writeMessageAnswer } from './write-message-answer.ts';
import { createMessageTeller } from './write-message-stream.ts';

/** `POST /v1/messages`, as Anthropic's reference has it. */
export const messages = implementV1(v1Routes.messages, async ({ apiCalls }, { body, scope, requestId, ...call }) => {
  const { name, events } = await apiCalls.open(scope, body.model, readMessageRequest(body), call.signal);
  if (body.stream === true) {
    await tellAnswer(events, createMessageTeller({ model: name, requestId }), call);
    return;
  }
  const answer = await collectAnswer(events);
  if (!call.signal.aborted) call.response.setHeader('Cache-Control', 'no-store').json(writeMessageAnswer(answer, name));
});

/** `POST /v1/messages/count_tokens`: how much input a request would be. Estimated here; no provider is asked. */
export const countTokens = implementV1(v1Routes.countTokens, async ({ apiCalls }, { body, scope, response }) => {
  const input_tokens = await apiCalls.countTokens(scope, body.model, readMessages(body));
  response.setHeader('Cache-Control', 'no-store');
  response.json({ input_tokens });
});
