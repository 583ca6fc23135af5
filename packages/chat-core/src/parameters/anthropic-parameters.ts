import type { Parameter, ReasoningEffort } from '@parley/contracts';
import { effort, everywhere, parameter, sampling } from './parameter-kinds.ts';

/** How a Claude thinks: not at all, within a budget it is given, or as much as it finds right, moved by effort. */
export interface ClaudeThinking {
  readonly kind: 'none' | 'budget' | 'adaptive';
  /** Efforts it takes; empty when it takes none. */
  readonly efforts: readonly ReasoningEffort[];
  /** Whether temperature, top-p and top-k may be set. */
  readonly sampling: boolean;
}

/** Major and minor version out of `claude-sonnet-4-5-20250929`, `claude-opus-4-1`, `claude-3-7-sonnet`, `us.anthropic.claude-…`; null for others. */
function claudeVersion(model: string): { family: string; version: number } | null {
  const name = model.toLowerCase();
  const newer = /claude-([a-z]+)-(\d)(?:[-.](\d{1,2}))?(?!\d)/.exec(name);
  if (newer) return { family: newer[1] ?? '', version: Number(newer[2]) + Number(newer[3] ?? 0) / 100 };
  const older = /claude-(\d)(?:[-.](\d))?(?:-([a-z]+))?/.exec(name);
  return older ? { family: older[3] ?? '', version: Number(older[1]) + Number(older[2] ?? 0) / 100 } : null;
}

const most: readonly ReasoningEffort[] = ['low', 'medium', 'high'];

/** What the vendor's pages on extended thinking, adaptive thinking and effort say of each model. A model of an unknown name is taken for a new one. */
export function claudeThinking(model: string): ClaudeThinking {
  const known = claudeVersion(model);
  if (!known) return { kind: 'budget', efforts: [], sampling: true };
  const { family, version } = known;
  if (version < 3.07) return { kind: 'none', efforts: [], sampling: true };
  if (family === 'haiku' && version < 5) return { kind: 'budget', efforts: [], sampling: true };
  if (version < 4.05) return { kind: 'budget', efforts: [], sampling: true };
  if (version < 4.06) return { kind: 'budget', efforts: family === 'opus' ? most : [], sampling: true };
  if (version < 4.07) return { kind: 'adaptive', efforts: family === 'opus' ? [...most, 'max'] : most, sampling: true };
  return { kind: 'adaptive', efforts: [...most, 'xhigh', 'max'], sampling: false };
}

/** Anthropic's Messages (Reference: create a message). */
export function anthropicParameters(model: string): Parameter[] {
  const { kind, efforts, sampling: isSampled } = claudeThinking(model);
  return [
    ...everywhere(),
    ...(isSampled ? [parameter('temperature', { max: 1 }), ...sampling().slice(1), parameter('topK')] : []),
    parameter('stop', { maxItems: 16 }),
    ...(kind === 'budget' ? [parameter('thinkingBudget', { default: 0 })] : []),
    ...(kind === 'none' || (kind === 'budget' && efforts.length === 0)
      ? []
      : [effort(kind === 'adaptive' ? ['none', ...efforts] : efforts)]),
    parameter('webSearch'),
  ];
}
