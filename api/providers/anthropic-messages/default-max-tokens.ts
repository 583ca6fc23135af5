/**
 * The limit this format insists on, when nobody set one: as much as the model's family may write. A server that allows less says how much, and
 * is asked again (`adjustRefusedRequest`).
 */
export function defaultMaxTokens(model: string): number {
  if (/claude-(?:3-(?:opus|sonnet|haiku)|2|instant)/.test(model)) return 4_096;
  if (/claude-(?:(?:opus|sonnet|haiku)-)?[4-9]/.test(model)) return 32_000;
  return 8_192;
}
