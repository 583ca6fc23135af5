/**
 * Puts a path behind a base URL as operators write it: with or without a closing slash, with `suffixes` that belong to the path already
 * written out, with a query that must stay. Answers what it was given when that is no URL: egress refuses it by name.
 */
export function endpointUrl(baseUrl: string, path: string, suffixes: readonly string[] = []): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  let base = url.pathname.replace(/\/+$/, '');
  const suffix = suffixes.find((candidate) => base.endsWith(candidate));
  if (suffix !== undefined) base = base.slice(0, -suffix.length).replace(/\/+$/, '');
  url.pathname = base + path;
  return url.href;
}

/** Whether a base URL names a host alone. */
export const isBareHost = (baseUrl: string): boolean => URL.canParse(baseUrl) && new URL(baseUrl).pathname === '/';
