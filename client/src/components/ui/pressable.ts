import type { CSSProperties } from 'react';

/**
 * The style of a virtual list's element, without what keeps the pointer away: the library does that from each scroll until a moment after
 * it, so that whoever scrolls and presses at once presses nothing.
 */
export const pressable = (style: CSSProperties | undefined): CSSProperties => ({ ...style, pointerEvents: undefined });
