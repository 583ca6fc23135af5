import type { ErrorCode } from '@parley/contracts';
import { auth } from './auth.ts';
import { chat } from './chat.ts';
import { context } from './context.ts';
import { common } from './common.ts';
import { errors, type ClientErrorCode } from './errors.ts';
import { sidebar } from './sidebar.ts';

type ErrorKey = `errors.${ErrorCode | ClientErrorCode}`;

const errorWords = Object.fromEntries(Object.entries(errors).map(([code, words]) => [`errors.${code}`, words])) as Record<ErrorKey, string>;

/** English, the source of the key type: every other language has the same keys. The words of `settings.ts` come later. */
export const en = { ...common, ...auth, ...sidebar, ...chat, ...context, ...errorWords };
