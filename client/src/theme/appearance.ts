import { create } from 'zustand';

export interface Appearance {
  readonly theme: 'system' | 'light' | 'dark';
  readonly contrast: 'system' | 'normal' | 'high';
  readonly textSize: 'small' | 'normal' | 'large' | 'larger';
  readonly motion: 'system' | 'reduced';
}

export const defaultAppearance: Appearance = { theme: 'system', contrast: 'system', textSize: 'normal', motion: 'system' };

/** Read before the first paint by public/theme.js, which must agree with `apply`. */
const key = 'parley.appearance';

function readAppearance(): Appearance {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return { ...defaultAppearance, ...(typeof kept === 'object' ? kept : {}) };
  } catch {
    return defaultAppearance;
  }
}

/** How this browser shows Parley. */
export const useAppearance = create<Appearance>(readAppearance);

const darkDevice = window.matchMedia('(prefers-color-scheme: dark)');
const highDevice = window.matchMedia('(prefers-contrast: more)');

function apply({ theme, contrast, textSize, motion }: Appearance): void {
  const { dataset } = document.documentElement;
  dataset['theme'] = theme === 'dark' || (theme === 'system' && darkDevice.matches) ? 'dark' : 'light';
  dataset['contrast'] = contrast === 'high' || (contrast === 'system' && highDevice.matches) ? 'high' : 'normal';
  dataset['textSize'] = textSize;
  dataset['motion'] = motion;
}

/** Changes the appearance at once, here and in every other tab, and keeps it in this browser. */
export function setAppearance(change: Partial<Appearance>): void {
  useAppearance.setState(change);
  const { theme, contrast, textSize, motion } = useAppearance.getState();
  try {
    localStorage.setItem(key, JSON.stringify({ theme, contrast, textSize, motion }));
  } catch {
    // A browser that keeps nothing shows it until the page is closed.
  }
}

/** Applies what is kept and follows the device and the other tabs from now on. */
export function followAppearance(): void {
  apply(useAppearance.getState());
  useAppearance.subscribe(apply);
  const again = (): void => apply(useAppearance.getState());
  darkDevice.addEventListener('change', again);
  highDevice.addEventListener('change', again);
  window.addEventListener('storage', (event) => {
    if (event.key === key) useAppearance.setState(readAppearance());
  });
}
