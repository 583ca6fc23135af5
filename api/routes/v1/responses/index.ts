import { v1Routes } from '@parley/contracts/v1';
import { collectAnswer } from '../kit/answer.ts';
import { newId } from '../kit/ids.ts';
import { seconds } from '../kit/seconds.ts';
import { tellAnswer } from '../tell-answer.ts';
import { implementV1 } from '../v1-call.ts';
import { readResponseRequest } from './read-response-request.ts';
import { writeResponseAnswer } from './write-response-answer.ts';
import { createResponseTeller } from './write-response-stream.ts';

/** `POST /v1/responses`, as OpenAI's reference has it, but stateless: nothing of a response is kept. */
export const responses = implementV1(v1Routes.responses, async ({ apiCalls }, { body, scope, ...call }) => {
  const { name, events } = await apiCalls.open(scope, body.model, readResponseRequest(body), call.signal);
  const frame = { id: newId('resp_'), model: name, created: seconds(), request: body };
  if (body.stream === true) {
    await tellAnswer(events, createResponseTeller(frame), call);
    return;
  }
  const answer = await collectAnswer(events);
  if (!call.signal.aborted) call.response.setHeader('Cache-Control', 'no-store').json(writeResponseAnswer(answer, frame));
});
