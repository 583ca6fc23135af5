import { messageText } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import type { ApiClient } from './api-client.ts';
import type { AskedTurn, InterruptedTurn, KilledRound } from './crash-round.ts';
import { judge, tokenNumbers, type Verdict } from './verdict.ts';
import { writtenTokens } from './written-tokens.ts';

export interface CheckedRound {
  readonly verdicts: readonly Verdict[];
  readonly problems: readonly string[];
  readonly late: readonly string[];
  /** A turn that can be continued, with something in it. */
  readonly interrupted: InterruptedTurn | null;
}

/** Holds what the next server has against what the killed one had promised. */
export async function checkRound(killed: KilledRound, client: ApiClient, fakeUrl: string): Promise<CheckedRound> {
  const problems: string[] = [];
  const verdicts: Verdict[] = [];
  let interrupted: InterruptedTurn | null = null;
  for (const turn of killed.asked) {
    if (!turn.acknowledged) {
      problems.push(...(await checkRepeat(client, turn)));
      continue;
    }
    const { body: page } = await client.branch(turn.conversationId);
    problems.push(...missingMessages(turn, page.messages ?? []));
    const answer = page.messages?.find((message) => message.id === turn.body.answerId);
    const { body: row } = await client.getTurn(turn.body.turnId);
    if (turn.queued) {
      if (row.status !== 'queued') problems.push(`queued turn ${row.id} is ${row.status}`);
      continue;
    }
    if (!answer) {
      problems.push(`answer ${turn.body.answerId} is missing`);
      continue;
    }
    const text = messageText(answer.parts);
    verdicts.push(await judgeTurn(killed, turn, { text, status: row.status }, fakeUrl));
    const kept = tokenNumbers(text).length;
    if (row.status === 'interrupted' && kept > 0 && turn.text !== null) interrupted ??= { turn, kept };
  }
  const all = (kind: 'problems' | 'late'): string[] =>
    verdicts.flatMap((verdict) => verdict[kind].map((each) => `${verdict.turnId}: ${each}`));
  return { verdicts, problems: [...problems, ...all('problems')], late: all('late'), interrupted };
}

async function judgeTurn(
  killed: KilledRound,
  turn: AskedTurn,
  stored: { text: string; status: Message['status'] },
  fakeUrl: string,
): Promise<Verdict> {
  const shown = killed.readers.find((reader) => reader.shown.has(turn.body.turnId))?.shown.get(turn.body.turnId);
  return judge({
    turnId: turn.body.turnId,
    killedUs: killed.killedUs,
    writtenUs: await writtenTokens(fakeUrl, turn.scriptId),
    shownUs: shown?.tokens ?? new Map(),
    endShown: shown?.end ?? null,
    stopAcknowledged: killed.stopsAcknowledged.has(turn.body.turnId),
    stored,
  });
}

/** A message whose sending was acknowledged is there, once, as it was written. */
function missingMessages({ body, text }: AskedTurn, messages: readonly Message[]): string[] {
  if (body.kind !== 'send') return [];
  const found = messages.filter((message) => message.id === body.userMessageId);
  if (found.length !== 1) return [`message ${body.userMessageId} is there ${found.length} times`];
  return messageText(found[0]!.parts) === text ? [] : [`message ${body.userMessageId} has other words`];
}

/** A request that was never answered may be repeated: it is carried out exactly once, whether or not it had been. */
async function checkRepeat(client: ApiClient, turn: AskedTurn): Promise<string[]> {
  const { status } = await client.createTurn(turn.conversationId, turn.body);
  if (status !== 201) return [`repeating ${turn.body.turnId} answered ${status}`];
  await client.stopTurn(turn.body.turnId);
  const { body: page } = await client.branch(turn.conversationId);
  return page.messages.length === 2 ? [] : [`repeating ${turn.body.turnId} left ${page.messages.length} messages`];
}
