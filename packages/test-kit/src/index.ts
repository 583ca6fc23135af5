export { uuidv7 } from '@parley/chat-core';
export * from './clock.ts';
export type { FakeRequest, FakeRequestState } from './fake/fake-request.ts';
export * from './fake/fake-script.ts';
export * from './fake/fake-text.ts';
export * from './fake/start-fake-provider.ts';
export type { FakeAsk, FakeFormat } from './fake/wire.ts';
export * from './hostile-proxy.ts';
export * from './seeded-random.ts';
