import { create } from 'zustand';

/** What can lie over the page, one at a time. */
export type Overlay = 'palette' | 'settings' | 'shortcuts';

/** `budgets` and `models` are for administrators alone. */
export type SettingsSection = 'account' | 'keys' | 'programs' | 'usage' | 'budgets' | 'models' | 'appearance' | 'sessions' | 'about';

interface OverlayState {
  readonly open: Overlay | undefined;
  /** The part of the settings to begin with. */
  readonly section: SettingsSection | undefined;
}

export const useOverlays = create<OverlayState>(() => ({ open: undefined, section: undefined }));

/** Opens one, in place of whichever is open. */
export function openOverlay(open: Overlay, section?: SettingsSection): void {
  useOverlays.setState({ open, section });
}

export const closeOverlay = (): void => useOverlays.setState({ open: undefined, section: undefined });
