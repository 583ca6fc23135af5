import type { Implementation } from '../implement.ts';
import { acceptTerms } from './accept-terms.ts';
import { changePassword } from './change-password.ts';
import { getAccount } from './get.ts';
import { getTerms } from './terms.ts';
import { updateAccount } from './update.ts';

/** Every action of this resource. */
export const accountImplementations: readonly Implementation[] = [getAccount, updateAccount, changePassword, getTerms, acceptTerms];
