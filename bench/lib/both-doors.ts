import type { Sut } from './processes.ts';
import { createVisitor, signUp, until, type Visitor } from './visitor.ts';

/** So many answers at once, of so many tokens, each at so many tokens a second; 0: as fast as they are read. */
export interface Answers {
  readonly answers: number;
  readonly tokens: number;
  readonly rate: number;
}

/** A server with somebody who reads answers in the application, and whose program reads them at `/v1`. Each answers CPU milliseconds per 1,000 tokens. */
export interface BothDoors extends Disposable {
  readonly own: (asked: Answers) => Promise<number>;
  readonly program: (asked: Answers) => Promise<number>;
}

/** Answers end within so many milliseconds of when they are due. */
const patience = 30_000;

const promptOf = ({ tokens, rate }: Answers): string => `[[fake tokens=${tokens}${rate === 0 ? '' : ` rate=${rate}`}]]`;

async function readAll(visitor: Visitor, asked: Answers): Promise<number> {
  const readings = await Promise.all(Array.from({ length: asked.answers }, () => visitor.send(promptOf(asked))));
  const due = asked.rate === 0 ? 0 : (asked.tokens / asked.rate) * 1_000;
  if (!(await until(() => readings.every(({ ended }) => ended), due + patience))) throw new Error('an answer did not end');
  return readings.reduce((sum, { tokens }) => sum + tokens, 0);
}

async function readAtV1(url: string, secret: string, asked: Answers): Promise<number> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'openAI/fake', stream: true, messages: [{ role: 'user', content: promptOf(asked) }] }),
  });
  if (answer.status !== 200) throw new Error(`/v1 answered ${answer.status}: ${await answer.text()}`);
  const text = await answer.text();
  if (!text.endsWith('data: [DONE]\n\n')) throw new Error('an answer at /v1 did not end');
  // The first chunk says who speaks, with empty words.
  return text.split('"delta":{"content":"').length - 1;
}

export async function openBothDoors(sut: Sut): Promise<BothDoors> {
  const visitor = await createVisitor(sut.url, await signUp(sut.url, 'programmer'));
  const made = await visitor.call('POST', '/api/api-keys', { name: 'bench', scopes: ['chat.write'] });
  if (made.status !== 201) throw new Error(`a key was refused: ${await made.text()}`);
  const { secret } = (await made.json()) as { secret: string };
  const measure = async (asked: Answers, read: () => Promise<number>): Promise<number> => {
    const before = await sut.cpu();
    const tokens = await read();
    if (tokens !== asked.answers * asked.tokens) throw new Error(`${tokens} of ${asked.answers * asked.tokens} tokens came`);
    return ((await sut.cpu()) - before) / (tokens / 1_000);
  };
  return {
    own: (asked) => measure(asked, () => readAll(visitor, asked)),
    program: (asked) =>
      measure(asked, async () => {
        const came = await Promise.all(Array.from({ length: asked.answers }, () => readAtV1(sut.url, secret, asked)));
        return came.reduce((sum, tokens) => sum + tokens, 0);
      }),
    [Symbol.dispose]: () => visitor.close(),
  };
}
