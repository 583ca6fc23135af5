/** What this browser keeps by name; null when nothing is kept or the browser refuses (private windows, full storage). */
export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** What this browser keeps by name as JSON, to be checked; undefined when nothing is kept, or something else wrote it. */
export function readKeptJson(name: string): unknown {
  try {
    return JSON.parse(readKept(name) ?? '') as unknown;
  } catch {
    return undefined;
  }
}

/** Keeps a text, or forgets it with null. Best effort: only comforts are kept this way, never what a person wrote. */
export function writeKept(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing loses a comfort, nothing else.
  }
}
