import { limits } from '@parley/contracts';
import type { Request } from 'express';
import type { z } from 'zod';
import { readJson } from '../../middleware/read-json.ts';
import { invalid } from './kit/refuse.ts';

type Issue = z.core.$ZodIssue;

/** The innermost thing that is wrong: of a choice of forms, what is wrong with the one that fits best. */
function deepest(issue: Issue): { readonly path: readonly PropertyKey[]; readonly message: string } {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flatMap((issues) => issues.map(deepest)).toSorted((a, b) => b.path.length - a.path.length)[0];
  return inner === undefined ? issue : { path: [...issue.path, ...inner.path], message: inner.message };
}

/** A value in the form that is wanted. Throws `request.invalid` with the place; `whole` is what it is called as a whole. */
export function readAs<Schema extends z.ZodType>(value: unknown, schema: Schema, whole: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const { path, message } = issue === undefined ? { path: [], message: 'invalid' } : deepest(issue);
  throw invalid(path.map(String).join('.').slice(0, 200) || whole, message.slice(0, 300));
}

/** The body of a call in the form its route takes. Throws as `readAs` does, and what reading it throws. */
export const readBody = async (request: Request, schema: z.ZodType): Promise<unknown> =>
  readAs(await readJson(request, limits.v1BodyBytes), schema, 'body');
