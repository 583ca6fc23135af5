import { expect, test } from 'vitest';
import type { ModelInfo } from '@parley/contracts';
import type { EndpointAccess, EndpointConfig, ModelProvider, ProviderFormat } from '../../providers/port.ts';
import type { EndpointContext } from './endpoint-context.ts';
import { findLocalServers } from './find-local-servers.ts';

/** What is found where only these doors, by format and address, are open; another search follows with others. */
function searching(): { look(open: readonly string[]): Promise<EndpointConfig[]>; readonly allowed: string[] } {
  let open: readonly string[] = [];
  const allowed: string[] = [];
  const found = new Map<string, EndpointConfig>();
  const factory = (format: ProviderFormat) => (access: EndpointAccess) =>
    ({
      models: async (): Promise<ModelInfo[]> => {
        if (!open.includes(`${format} ${access.baseUrl}`)) throw new Error('nobody there');
        return [{ id: 'a', name: 'a' }];
      },
    }) as Partial<ModelProvider> as ModelProvider;
  const context = {
    registry: { 'openai-chat': factory('openai-chat'), ollama: factory('ollama') },
    localServers: [
      { id: 'ollama', name: 'Ollama', url: 'http://127.0.0.1:11434', format: 'ollama' },
      { id: 'lmStudio', name: 'LM Studio', url: 'http://127.0.0.1:1234' },
    ],
    allow: (hostPort: string) => void allowed.push(hostPort),
    found,
  } as unknown as EndpointContext;
  return {
    allowed,
    async look(doors) {
      open = doors;
      await findLocalServers(context);
      return [...found.values()];
    },
  };
}

test("goes in by a server's own door where it is open, else by that of Chat Completions, and forgets who left", async () => {
  const { look, allowed } = searching();
  const both = ['ollama http://127.0.0.1:11434', 'openai-chat http://127.0.0.1:11434/v1', 'openai-chat http://127.0.0.1:1234/v1'];
  expect((await look(both)).map(({ id, format, baseUrl, keyNeeded }) => [id, format, baseUrl, keyNeeded])).toEqual([
    ['ollama', 'ollama', 'http://127.0.0.1:11434', false],
    ['lmStudio', 'openai-chat', 'http://127.0.0.1:1234/v1', false],
  ]);
  expect(allowed).toEqual(['127.0.0.1:11434', '127.0.0.1:1234']);
  expect((await look(both)).every(({ free }) => free)).toBe(true);
  expect((await look(both.slice(1, 2))).map(({ id, format }) => [id, format])).toEqual([['ollama', 'openai-chat']]);
  expect(await look([])).toEqual([]);
});
