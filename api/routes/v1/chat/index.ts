import { v1Routes } from '@parley/contracts/v1';
import { collectAnswer } from '../kit/answer.ts';
import { seconds } from '../kit/seconds.ts';
import { tellAnswer } from '../tell-answer.ts';
import { implementV1 } from '../v1-call.ts';
import { readChatRequest } from './read-chat-request.ts';
import { writeChatAnswer } from './write-chat-answer.ts';
import { createChatTeller } from './write-chat-stream.ts';

/** `POST /v1/chat/completions`, as OpenAI's reference has it. */
export const chatCompletions = implementV1(v1Routes.chatCompletions, async ({ apiCalls }, { body, scope, ...call }) => {
  const { name, events } = await apiCalls.open(scope, body.model, readChatRequest(body), call.signal);
  const created = seconds();
  if (body.stream === true) {
    const usage = body.stream_options?.include_usage === true;
    await tellAnswer(events, createChatTeller({ model: name, created, usage }), call);
    return;
  }
  const answer = await collectAnswer(events);
  if (!call.signal.aborted) call.response.setHeader('Cache-Control', 'no-store').json(writeChatAnswer(answer, name, created));
});
