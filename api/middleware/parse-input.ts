import { z } from 'zod';
import { RequestError, type RouteDeclaration } from '@parley/contracts';

/** What a route that declares no body, or no query, takes. */
const nothing = z.strictObject({});

/** The first thing that is wrong, by its place; never the value, which may be a secret or a novel. */
function refusal(error: z.ZodError, where: string): RequestError {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [where, ...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].map(String).join('.').slice(0, 200);
  const reason = unknown === undefined ? (issue?.code ?? 'invalid') : 'unknown field';
  return new RequestError('request.invalid', { params: { path, reason }, detail: `${path}: ${reason}` });
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (!result.success) throw refusal(result.error, where);
  return result.data;
}

/** Query parameters as plain strings; one that comes twice is refused, so that no handler meets an array. */
function plainQuery(query: unknown): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(query as Record<string, unknown>)) {
    if (typeof value !== 'string')
      throw new RequestError('request.invalid', { params: { path: `query.${key}`.slice(0, 200), reason: 'repeated' } });
    plain[key] = value;
  }
  return plain;
}

/** Parses all that a call brings, exactly: unknown fields are refused. Throws `request.invalid` with the place. */
export function parseInput(
  route: RouteDeclaration,
  given: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
): {
  params: unknown;
  query: unknown;
  body: unknown;
} {
  return {
    params: parse(route.params, given.params, 'params'),
    query: parse(route.query ?? nothing, plainQuery(given.query), 'query'),
    body: parse(route.body ?? (given.body === undefined ? undefined : nothing), given.body, 'body'),
  };
}
