const allowed = new Set(['http:', 'https:', 'mailto:']);

function parse(address: string): URL | null {
  try {
    return new URL(address.trim());
  } catch {
    // Not a whole address: relative ones lead nowhere from an answer.
    return null;
  }
}

/**
 * The address a link in an answer may lead to, or null: only http, https and mailto, and only whole addresses, so that nothing
 * a model writes points into this application. Read by the browser's own parser, which knows every disguise of `javascript:`.
 */
export function safeLink(address: string): string | null {
  const url = parse(address);
  return url && allowed.has(url.protocol) ? url.href : null;
}

/** Where an address leads, in a word: its host, or the address itself for a mail address. */
export function hostOf(address: string): string {
  const url = parse(address);
  if (!url) return address;
  return url.protocol === 'mailto:' ? url.pathname : url.host;
}
