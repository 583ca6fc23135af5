/** Makes a text area as tall as its text, at most `share` of the window; beyond that it scrolls. */
export function fitHeight(field: HTMLTextAreaElement, share: number): void {
  const most = Math.max(120, window.innerHeight * share);
  field.style.height = 'auto';
  const { scrollHeight } = field;
  field.style.height = `${Math.min(scrollHeight, most)}px`;
  field.style.overflowY = scrollHeight > most ? 'auto' : 'hidden';
}
