import type { RequestEdits } from '../port.ts';

/** One setting that goes by several names: dropping any drops them all. */
const limitNames = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'maxTokens'];

/** What the operator adds and drops at the top level of a request; what is named in `own` stays the adapter's. */
export function editRequest<Request extends object>(
  request: Request,
  edits: RequestEdits | undefined,
  own: readonly (keyof Request)[],
): Request {
  if (edits === undefined) return request;
  const dropped = new Set(edits.drop.flatMap((name) => (limitNames.includes(name) ? limitNames : [name])));
  const edited: Record<PropertyKey, unknown> = {
    ...Object.fromEntries(Object.entries(request).filter(([name]) => !dropped.has(name))),
    ...edits.add,
  };
  for (const name of own) edited[name] = request[name];
  return edited as Request;
}
