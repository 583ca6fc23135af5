import { create } from 'zustand';

/** What the context view shows: what comes next in a conversation, or what was sent for one of its answers. */
export interface ContextPanel {
  readonly conversationId: string;
  readonly answerId: string | null;
}

interface ContextPanelState {
  readonly open: ContextPanel | null;
}

export const useContextPanel = create<ContextPanelState>(() => ({ open: null }));

export const openContext = (conversationId: string, answerId: string | null = null): void =>
  useContextPanel.setState({ open: { conversationId, answerId } });

export const closeContext = (): void => useContextPanel.setState({ open: null });
