import { contract } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { presentMessage } from '../../presenters/present-message.ts';
import { presentTurn } from '../../presenters/present-turn.ts';
import { implement } from '../implement.ts';

/** `POST /conversations/:id/turns`: send, regenerate or continue. */
export const createTurn = implement(contract.turns.create, async ({ chat }, { params, body }, { scope }) => {
  const { conversation, turn, userMessage, answer } = await chat.startTurn(scope, params.id, body);
  return {
    conversation: presentConversation(conversation),
    turn: presentTurn(turn),
    userMessage: userMessage && presentMessage(userMessage),
    answer: presentMessage(answer),
  };
});
