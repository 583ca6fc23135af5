import { parseArgs } from 'node:util';
import { startFakeProvider } from './fake/start-fake-provider.ts';

/**
 * The fake provider as a process of its own: `node packages/test-kit/src/fake-provider-main.ts [--port N] [--key K]`.
 * Prints one JSON line with its addresses, then serves until it is stopped. `GET /__requests` and `GET /__written?request=<id or number>`
 * tell what was written when, in microseconds of the machine's monotonic clock.
 */
const { values } = parseArgs({ options: { port: { type: 'string' }, key: { type: 'string' } } });
const fake = await startFakeProvider({ port: Number(values.port ?? 0), ...(values.key === undefined ? {} : { key: values.key }) });
process.stdout.write(`${JSON.stringify({ url: fake.url, openAiUrl: fake.openAiUrl, port: fake.port })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void fake.close().then(() => process.exit(0)));
