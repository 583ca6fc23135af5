interface ToldRequest {
  readonly prompt: string;
  readonly firstToken: number;
  readonly writtenUs: readonly number[];
}

/**
 * When the fake provider wrote which token of a turn, in monotonic microseconds. The requests of a turn and of those that
 * continued it carry the same script; a request for a title quotes it and is left out.
 */
export async function writtenTokens(fakeUrl: string, scriptId: string): Promise<Map<number, number>> {
  const response = await fetch(`${fakeUrl}/__written?request=${scriptId}`);
  const { requests } = (await response.json()) as { requests: ToldRequest[] };
  const written = new Map<number, number>();
  for (const { prompt, firstToken, writtenUs } of requests) {
    if (!prompt.startsWith('[[fake ')) continue;
    // What an earlier request had written from here on was lost with its server, and judged then.
    for (const token of written.keys()) if (token >= firstToken) written.delete(token);
    for (const [index, us] of writtenUs.entries()) written.set(firstToken + index, us);
  }
  return written;
}
