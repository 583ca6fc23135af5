/** `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export type Keys = readonly string[];

export const shortcuts = {
  palette: ['mod', 'K'],
  newChat: ['mod', 'shift', 'O'],
  search: ['mod', '/'],
  sidebar: ['mod', 'shift', 'S'],
  settings: ['mod', ','],
  help: ['?'],
  focusComposer: ['shift', 'Esc'],
} as const satisfies Record<string, Keys>;

export type Shortcut = keyof typeof shortcuts;

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

const macSigns: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧', Enter: '↵', Esc: 'esc' };
const otherSigns: Readonly<Record<string, string>> = { mod: 'Ctrl', shift: 'Shift' };
const macOrder = ['shift', 'mod'];

/** Keys as they are printed: `⇧⌘O` on a Mac, `Ctrl+Shift+O` elsewhere. */
export function printKeys(keys: Keys): string {
  if (!isMac) return keys.map((key) => otherSigns[key] ?? key).join('+');
  const rest = keys.filter((key) => !macOrder.includes(key));
  return [...macOrder.filter((key) => keys.includes(key)), ...rest].map((key) => macSigns[key] ?? key).join('');
}

const eventNames: Readonly<Record<string, string>> = { Esc: 'escape' };

/** Whether a key press is this shortcut. Layouts differ in how they make `/` and `?`, so shift only counts where it is named or for letters. */
export function isPressed(event: KeyboardEvent, keys: Keys): boolean {
  const key = keys.at(-1) ?? '';
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if (mod !== keys.includes('mod') || event.altKey) return false;
  const shiftMatters = keys.includes('shift') || /^[A-Z]$/.test(key);
  if (shiftMatters && event.shiftKey !== keys.includes('shift')) return false;
  return event.key.toLowerCase() === (eventNames[key] ?? key.toLowerCase());
}

/** Whether the person is writing, so that a bare letter is text and not a shortcut. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
