const textual =
  /^(?:text\/|application\/(?:json|xml|yaml|toml|javascript|typescript|sql|x-sh|x-ndjson|[a-z.+-]+\+(?:json|xml))$|image\/svg\+xml$)/;

/** Whether a file of this type is words, which anybody can read and any model can be sent. */
export const isTextMediaType = (mediaType: string): boolean => textual.test(mediaType);

/** Images that every browser shows and that cannot carry a script: the only types that are ever shown in a page. */
const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

export const isShownImage = (mediaType: string): boolean => shown.has(mediaType);
