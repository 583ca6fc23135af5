import { create } from 'zustand';
import { readKept, writeKept } from '../lib/kept.ts';

const hiddenKey = 'parley.sidebar-hidden';
const widthKey = 'parley.sidebar-width';

/** Pixels. */
export const sidebarWidths = { least: 220, usual: 272, most: 440 } as const;

interface LayoutState {
  /** Whether the sidebar stands beside the chat, on wide screens. */
  readonly sidebarShown: boolean;
  readonly sidebarWidth: number;
  /** Whether the sidebar lies over the chat, on phones. */
  readonly drawerOpen: boolean;
}

const clamp = (width: number): number => Math.round(Math.min(sidebarWidths.most, Math.max(sidebarWidths.least, width)));

export const useLayout = create<LayoutState>(() => ({
  sidebarShown: readKept(hiddenKey) !== '1',
  sidebarWidth: clamp(Number(readKept(widthKey) ?? sidebarWidths.usual) || sidebarWidths.usual),
  drawerOpen: false,
}));

export function showSidebar(shown: boolean): void {
  writeKept(hiddenKey, shown ? null : '1');
  useLayout.setState({ sidebarShown: shown });
}

export function setSidebarWidth(width: number): void {
  const sidebarWidth = clamp(width);
  writeKept(widthKey, String(sidebarWidth));
  useLayout.setState({ sidebarWidth });
}

export const openDrawer = (drawerOpen: boolean): void => useLayout.setState({ drawerOpen });
