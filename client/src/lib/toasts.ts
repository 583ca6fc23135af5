import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  /** A way back, or a next step. */
  readonly action: { readonly label: string; readonly run: () => void } | undefined;
}

interface ToastOptions {
  readonly tone?: Toast['tone'];
  readonly action?: Toast['action'];
}

/** Long enough to read and to reach the button by keyboard; the time stands still while the pointer or the focus is on it. */
export const toastLasts = 8_000;
const most = 3;
let count = 0;

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

/** Says something that asks for no answer; returns how to take it back. */
export function showToast(text: string, { tone = 'plain', action }: ToastOptions = {}): () => void {
  const toast: Toast = { id: (count += 1), text, tone, action };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, toast].slice(-most) }));
  return () => dismissToast(toast.id);
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
