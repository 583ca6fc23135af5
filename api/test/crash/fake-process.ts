import { startFakeProvider } from '@parley/test-kit';

// The fake provider as a process of its own: it goes on telling when it wrote which token after the server was killed.
const fake = await startFakeProvider();
console.log(`fake at ${fake.url}`);
