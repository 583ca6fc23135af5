interface Chain {
  readonly generation: number;
  readonly rotatedAt: number;
}

interface Presented {
  readonly generation: number;
  /** Another token took its place before it was used. */
  readonly replaced: boolean;
}

/**
 * Whether a refresh token that is not the current one is forgiven: within the grace after a rotation, while its successor is unused, the
 * token that was rotated, or a successor that another replaced before it was used (two answers may reach a browser in either order).
 */
export function isRepeat(
  session: Chain,
  presented: Presented,
  { now, graceMs }: { readonly now: number; readonly graceMs: number },
): boolean {
  const wasRotated = presented.generation === session.generation - 1 && !presented.replaced;
  const wasReplaced = presented.generation === session.generation;
  return (wasRotated || wasReplaced) && now - session.rotatedAt <= graceMs;
}
