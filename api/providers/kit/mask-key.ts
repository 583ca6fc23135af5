const mask = '•••';

/** What keys look like, whoever issued them: a known beginning and a long run, or anything after `Bearer`. */
const keyShapes = [
  /\b(?:sk|pk|rk|gsk|xai|hf|nvapi|pplx|tgp|fw|csk|r8|key|api)[-_][\w*.•…-]{8,}/g,
  /\bAIza[\w-]{10,}/g,
  /(?<=\bBearer\s)\S{6,}/gi,
];

/**
 * Hides an endpoint's key, pieces of it and whatever looks like a key in words that will be shown, stored or logged: providers like to
 * repeat the key they refuse, some with its middle starred out.
 */
export function maskKey(text: string, key: string | null): string {
  let out = text;
  if (key !== null && key.length >= 4) {
    out = out.replaceAll(key, mask);
    const head = key.slice(0, Math.min(8, Math.max(4, key.length >> 1)));
    if (key.length >= 12) out = out.replace(/[\w*.•…+/=-]{8,}/g, (word) => (word.startsWith(head) || key.includes(word) ? mask : word));
  }
  for (const shape of keyShapes) out = out.replace(shape, mask);
  return out;
}
