import { createPart } from '../../lib/create-part.ts';

/** The code that draws answers in columns. */
export const comparePart = createPart(() => import('../../components/chat/CompareColumns.tsx'));
