import type { Implementation } from '../implement.ts';
import { endSession } from './end-session.ts';
import { listSessions } from './list-sessions.ts';
import { refresh } from './refresh.ts';
import { register } from './register.ts';
import { signIn } from './sign-in.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { signOut } from './sign-out.ts';

/** Every action of this resource. */
export const authImplementations: readonly Implementation[] = [
  register,
  signIn,
  refresh,
  signOut,
  signOutEverywhere,
  listSessions,
  endSession,
];
