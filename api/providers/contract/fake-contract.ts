import { fakePrompt, fakeReasoning, fakeText, startFakeProvider, type FakeProvider } from '@parley/test-kit';
import { createEgress } from '../../egress/create-egress.ts';
import type { Egress } from '../../egress/port.ts';
import type { EndpointAccess, ModelProvider } from '../port.ts';
import { providerContract } from './provider-contract.ts';

type Create = (options: { readonly egress: Egress; readonly access: EndpointAccess }) => ModelProvider;

/** Holds an adapter to the contract against the scripted fake provider, which speaks its format at this address. */
export function fakeContract(name: string, create: Create, baseUrlOf: (fake: FakeProvider) => string): void {
  providerContract(name, async () => {
    const fake = await startFakeProvider();
    const egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
    return {
      provider: create({ egress, access: { baseUrl: baseUrlOf(fake), key: 'sk-test-0123456789', trust: 'operator' } }),
      model: 'fake-large',
      prompts: {
        short: { prompt: fakePrompt({ tokens: 5 }), text: fakeText(5) },
        slow: fakePrompt({ tokens: 5_000, rate: 50 }),
        long: { prompt: fakePrompt({ tokens: 10_000 }), text: fakeText(10_000) },
        reasoning: { prompt: fakePrompt({ reasoning: 8, tokens: 4 }), reasoning: fakeReasoning(8), text: fakeText(4) },
        tool: { prompt: fakePrompt({ tokens: 2, tool: 'clock' }), name: 'clock' },
        failing: [
          { prompt: fakePrompt({ status: 401 }), code: 'provider.key-refused', text: '' },
          { prompt: fakePrompt({ status: 402 }), code: 'provider.quota-exhausted', text: '' },
          { prompt: fakePrompt({ status: 403 }), code: 'provider.forbidden', text: '' },
          { prompt: fakePrompt({ status: 404 }), code: 'provider.model-not-found', text: '' },
          { prompt: fakePrompt({ status: 400, error: 'context' }), code: 'provider.context-too-long', text: '' },
          { prompt: fakePrompt({ status: 429, retryAfter: 1 }), code: 'provider.rate-limited', text: '' },
          { prompt: fakePrompt({ status: 429, error: 'quota' }), code: 'provider.quota-exhausted', text: '' },
          { prompt: fakePrompt({ status: 500 }), code: 'provider.failed', text: '' },
          { prompt: fakePrompt({ status: 529 }), code: 'provider.overloaded', text: '' },
          { prompt: fakePrompt({ status: 503 }), code: 'provider.overloaded', text: '' },
          { prompt: fakePrompt({ html: true }), code: 'provider.bad-answer', text: '' },
          { prompt: fakePrompt({ html: true, status: 502 }), code: 'provider.failed', text: '' },
          { prompt: fakePrompt({ tokens: 9, cutAt: 0 }), code: 'provider.cut-off', text: '' },
          { prompt: fakePrompt({ tokens: 9, cutAt: 4 }), code: 'provider.cut-off', text: fakeText(4) },
          { prompt: fakePrompt({ tokens: 9, resetAt: 4 }), code: 'provider.cut-off', text: fakeText(4) },
          { prompt: fakePrompt({ tokens: 9, error: 'overloaded', errorAt: 4 }), code: 'provider.overloaded', text: fakeText(4) },
          { prompt: fakePrompt({ tokens: 9, error: 'server', errorAt: 1 }), code: 'provider.failed', text: fakeText(1) },
        ],
      },
      async disconnected() {
        await fake.requests.at(-1)?.settled;
        if (fake.requests.at(-1)?.state !== 'closed') throw new Error('the last request was not closed by its reader');
      },
      async [Symbol.asyncDispose]() {
        await egress[Symbol.asyncDispose]();
        await fake.close();
      },
    };
  });
}
