import { create } from 'zustand';

/** Whether the search field should take the focus as soon as it is there. */
export const useSidebarSearch = create<{ readonly wanted: boolean }>(() => ({ wanted: false }));

export const askToSearch = (wanted = true): void => useSidebarSearch.setState({ wanted });
