import type { CSSProperties } from 'react';

/**
 * The style of a virtual list's element, without what keeps the pointer away: the library does that from each scroll until a moment after
 * it. Whoever scrolled and pressed at once would have pressed nothing, and while the end of a running answer is followed, which is one
 * long scroll, none of its words could be selected and no button pressed.
 */
export const pressable = (style: CSSProperties | undefined): CSSProperties => ({ ...style, pointerEvents: undefined });
