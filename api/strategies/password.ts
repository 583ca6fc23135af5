import { hash, verify } from '@node-rs/argon2';
import { RequestError } from '@parley/contracts';

/** OWASP Password Storage Cheat Sheet, Argon2id (the library's default kind): m = 19 MiB, t = 2, p = 1. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashings at once: each takes 19 MiB and a thread; the rest wait their turn so that a burst of sign-ins starves nothing. */
const lanes = 2;
/** How many may wait: with the lanes, some seconds of work. More are sent away. */
const waitingMost = 100;
const comeBackAfter = 5;

/** One spelling of a password, however a keyboard composed its accents. */
const spelled = (password: string): string => password.normalize('NFC');

/** Both throw `auth.throttled` when too many wait already. */
export interface PasswordHasher {
  /** PHC string form. */
  hash(password: string): Promise<string>;
  /** Takes the same time with a null hash, which never fits: an unknown address must not answer sooner. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

export function createPasswordHasher(): PasswordHasher {
  let free = lanes;
  const waiting: (() => void)[] = [];
  let decoy: Promise<string> | undefined;

  const inLane = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (free > 0) free -= 1;
    else if (waiting.length >= waitingMost) throw new RequestError('auth.throttled', { retryAfter: comeBackAfter });
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };

  return {
    hash: (password) => inLane(() => hash(spelled(password), parameters)),
    verify: async (stored, password) => {
      decoy ??= hash('nobody has this password', parameters);
      const against = stored ?? (await decoy);
      const fits = await inLane(() => verify(against, spelled(password), parameters));
      return fits && stored !== null;
    },
  };
}
