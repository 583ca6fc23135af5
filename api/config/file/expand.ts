const reference = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

/** Puts variables in: `${NAME}`, and `${NAME:-default}` for one that is unset or empty. `missing` names those without a value; they stay as written. */
export function expand(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly value: string; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const value = text.replace(reference, (written, name: string, fallback: string | undefined) => {
    const found = Object.hasOwn(environment, name) ? environment[name]?.trim() : undefined;
    if (found !== undefined && found !== '') return found;
    if (fallback !== undefined) return fallback;
    missing.push(name);
    return written;
  });
  return { value, missing };
}
