import type { RouteDeclaration } from '@parley/contracts';
import type { Logger } from '../logger.ts';

export type CheckOutput = (route: RouteDeclaration, value: unknown) => void;

const sampled = 0.01;

/**
 * Holds answers against the contract: all of them in tests and development, where a mismatch fails the call, and one in a hundred in production, where
 * it is logged. Presenters are allow-lists, so nothing depends on this check to stay inside.
 */
export function createOutputCheck(
  mode: 'production' | 'development' | 'test',
  logger: Logger,
  random: () => number = Math.random,
): CheckOutput {
  return (route, value) => {
    if (route.response === null || typeof route.response === 'string') return;
    if (mode === 'production' && random() >= sampled) return;
    const result = route.response.safeParse(value);
    if (result.success) return;
    const place = result.error.issues[0]?.path.map(String).join('.') ?? '';
    if (mode !== 'production') throw new Error(`the answer of ${route.id} breaks its contract at "${place}"`, { cause: result.error });
    logger.error({ route: route.id, place }, 'an answer broke its contract');
  };
}
