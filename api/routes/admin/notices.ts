import { contract } from '@parley/contracts';
import { implement } from '../implement.ts';

/** `GET /admin/notices`: what an administrator should know of now. */
export const getNotices = implement(contract.admin.notices, async ({ notices }, _input, { actor }) => ({
  configuration: notices.read(actor.userId),
}));
