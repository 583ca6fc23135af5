/** What a column of JSON holds; undefined when it cannot be read. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Damaged: the caller shows the row as one damaged item.
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null stays null; anything that is not an object is undefined. */
export function readObject<Shape extends object>(text: string | null): Shape | null | undefined {
  if (text === null) return null;
  const value = readJson(text);
  return isObject(value) ? (value as Shape) : undefined;
}

export function writeJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
