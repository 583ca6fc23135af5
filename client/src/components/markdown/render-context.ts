import { createContext } from 'react';
import { noTargets, type Targets } from './labels.ts';

/** What a text's blocks share. */
export interface RenderContext {
  readonly targets: Targets;
  /** Begins the ids of this text, so that footnotes of two messages do not meet. */
  readonly id: string;
}

export const MarkdownContext = createContext<RenderContext>({ targets: noTargets, id: '' });
