import Anthropic from '@anthropic-ai/sdk';
import { startFakeProvider, type FakeProvider, type FakeRequest } from '@parley/test-kit';
import OpenAI from 'openai';
import { world, type Visitor, type World } from '../world.ts';

/** The endpoints of the world, one of each wire format, by what they are called in it. */
export const models = ['openAI/fake-large', 'anthropic/fake-large', 'google/fake-large', 'cohere/fake-large', 'ollama/fake-large'] as const;

/** A world that programs call, with the official clients of both vendors, unmodified, and the fake behind every wire format. */
export interface ProgramsHere extends AsyncDisposable {
  readonly here: World;
  readonly fake: FakeProvider;
  readonly ada: Visitor;
  readonly secret: string;
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
  /** A key of a person's own making. */
  makeKey(who: Visitor, scopes: readonly string[], more?: object): Promise<{ readonly id: string; readonly secret: string }>;
  /** The fake's last request. */
  last(): FakeRequest;
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Env = Readonly<Record<string, string>>;

/** `more`: variables beside the usual ones, or what makes them of the fake's address. */
export async function programsHere(more: Env | ((fakeUrl: string) => Env) = {}): Promise<ProgramsHere> {
  const fake = await startFakeProvider();
  const env = typeof more === 'function' ? more(fake.url) : more;
  const named = { OPENAI: fake.openAiUrl, ANTHROPIC: fake.url, COHERE: fake.url };
  const vendors = Object.entries(named).flatMap(([name, url]) => [
    [`${name}_API_KEY`, 'sk-test-0123456789'],
    [`${name}_BASE_URL`, url],
    [`${name}_MODELS`, 'fake-large,fake-small'],
  ]);
  const here = await world({
    env: {
      ...(Object.fromEntries(vendors) as Record<string, string>),
      GOOGLE_KEY: 'sk-test-0123456789',
      GOOGLE_BASE_URL: fake.url,
      GOOGLE_MODELS: 'fake-large,only-google',
      LOCAL_MODELS: 'on',
      OLLAMA_BASE_URL: fake.url,
      LM_STUDIO_BASE_URL: 'http://127.0.0.1:9',
      LLAMA_CPP_BASE_URL: 'http://127.0.0.1:9',
      TITLE_CONVO: 'false',
      ...env,
    },
  });
  const ada = await here.signUp('Ada');
  const makeKey: ProgramsHere['makeKey'] = async (who, scopes, rules = {}) => {
    const made = await who.call('POST', '/api/api-keys', { body: { name: 'A program', scopes, ...rules } });
    if (made.status !== 201) throw new Error(`a key was refused: ${JSON.stringify(made.body)}`);
    const { key, secret } = made.body as { key: { id: string }; secret: string };
    return { id: key.id, secret };
  };
  const { secret } = await makeKey(ada, ['models.read', 'chat.write']);
  // Local servers are found in the background, on every node for itself.
  for (let node = 0; node < 4; node += 1)
    await until(async () => {
      await ada.call('GET', '/api/endpoints?fresh=true');
      const { body } = await here.call('GET', '/v1/models', { token: secret });
      return (body as { data: { id: string }[] }).data.some(({ id }) => id === 'ollama/fake-large');
    }, 'finding Ollama');
  return {
    here,
    fake,
    ada,
    secret,
    openai: new OpenAI({ apiKey: secret, baseURL: `${here.url}/v1`, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: secret, baseURL: here.url, maxRetries: 0 }),
    makeKey,
    last: () => fake.requests.at(-1)!,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]();
      await fake.close();
    },
  };
}

/** A PNG of one pixel. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const clock = {
  name: 'clock',
  description: 'Says the time.',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};
