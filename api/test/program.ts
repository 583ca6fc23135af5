import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built server and its command line, for the suites that `vitest.config.ts` builds them for. */
    program: Readonly<Record<'server' | 'cli', string>> | undefined;
  }
}

/** The file of a program, to be started as people start it. */
export function program(name: 'server' | 'cli'): string {
  const built = inject('program');
  if (built === undefined)
    throw new Error('This suite starts a program: name it under `programs` in vitest.config.ts, so that one is built.');
  return built[name];
}
