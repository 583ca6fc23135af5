/** Where to go after signing in: a path of our own, whatever the address bar says; anything else is `/`. */
export function safeRedirect(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted)) return '/';
  // Browsers drop tabs and line ends inside addresses before they read them.
  if (/[\p{Cc}\\]/u.test(wanted)) return '/';
  const base = 'http://parley.invalid';
  const url = new URL(wanted, base);
  // `/..//evil` becomes `//evil` only once it has been read.
  if (url.origin !== base || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
