import { readKept, writeKept } from './kept.ts';

const key = 'parley.reloaded-at';
/** A second failure within this is not cured by reloading. */
const onceIn = 60_000;

/**
 * A page from before an update asks for files that the server no longer has. It is loaded anew, once; drafts are kept. When that does
 * not help, the failure is shown where it happened.
 */
export function reloadWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(readKept(key) ?? 0) < onceIn) return;
    event.preventDefault();
    writeKept(key, String(Date.now()));
    location.reload();
  });
}
