/** Seconds since 1970, as the vendors date what they send. */
export const seconds = (): number => Math.floor(Date.now() / 1_000);
