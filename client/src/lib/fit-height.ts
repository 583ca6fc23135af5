/**
 * Makes a text area as tall as its text, at most `share` of the window; beyond that it scrolls. To be called when the text has changed;
 * where the browser can do it by itself, no key press measures the page.
 */
export function fitHeight(field: HTMLTextAreaElement, share: number): void {
  if (globalThis.CSS?.supports?.('field-sizing', 'content')) {
    field.style.setProperty('field-sizing', 'content');
    field.style.maxHeight = `max(120px, ${share * 100}dvh)`;
    return;
  }
  const most = Math.max(120, window.innerHeight * share);
  field.style.height = 'auto';
  const { scrollHeight } = field;
  field.style.height = `${Math.min(scrollHeight, most)}px`;
  field.style.overflowY = scrollHeight > most ? 'auto' : 'hidden';
}
