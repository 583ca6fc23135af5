import type { UserRow } from '../storage/ports/users.ts';
import type { PasswordHasher } from './password.ts';
import type { AuthStrategy } from './types.ts';

export interface LocalCredentials {
  readonly email: string;
  readonly password: string;
}

interface LocalNeeds {
  readonly findUserByEmail: (email: string) => Promise<UserRow | null>;
  readonly passwords: Pick<PasswordHasher, 'verify'>;
}

/** Email and password. Unknown addresses and wrong passwords are refused alike and in the same time. */
export function createLocalStrategy({ findUserByEmail, passwords }: LocalNeeds): AuthStrategy<LocalCredentials, UserRow> {
  return {
    name: 'local',
    authenticate: async ({ email, password }) => {
      const user = await findUserByEmail(email);
      return (await passwords.verify(user?.passwordHash ?? null, password)) ? user : null;
    },
  };
}
