import { useSession } from '../lib/session.ts';

/** Whether the person who is signed in administers this installation; what only administrators may do is offered to nobody else. */
export const useIsAdministrator = (): boolean => useSession((state) => state.account?.role === 'administrator');
