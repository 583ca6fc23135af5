/** Puts the focus where one writes; nothing where there is no such place. */
export const focusComposer = (): void => document.querySelector<HTMLElement>('main textarea[data-composer]')?.focus();
