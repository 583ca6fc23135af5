import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `POST /conversations/:id/context`: what a message would send now. */
export const previewContext = implement(contract.context.preview, ({ context }, { params, body }, { scope }) =>
  context.preview(scope, params.id, body),
);
