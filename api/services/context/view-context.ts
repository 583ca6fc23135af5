import {
  isKnownPart,
  type ContextDropped,
  type ContextItem,
  type ContextView,
  type KnownPart,
  type ModelPrices,
  type Part,
  type Usage,
} from '@parley/contracts';
import { presentNote } from '../../presenters/present-note.ts';
import type { NoteRow } from '../../storage/ports/context.ts';
import { assembleContext, toModelMessages, type Origin, type SourcedMessage } from './assemble-context.ts';
import { calibrated } from './budget.ts';
import { canonicalMessages, canonicalPart, hashMessages } from './canonical.ts';
import type { ContextPlan, Dropped } from './context-plan.ts';
import type { ContextTools } from './context-tools.ts';
import { addCounts, nothingCounted } from './count/count.ts';
import { countPart, messageOverhead } from './count/part-tokens.ts';

/** What a view says beside the request itself. */
export interface ViewFrame {
  readonly when: ContextView['when'];
  readonly next: ContextView['next'];
  readonly summaries: boolean;
  readonly leftOut: ContextView['leftOut'];
  readonly sentAt: number | null;
  readonly usage: Usage | null;
  readonly prices: ModelPrices | undefined;
  /** What was kept of the request when it was sent. */
  readonly sent: { readonly sha256: string } | null;
}

const droppedAtMost = 200;
const excerptCharacters = 160;

/** Shows a plan: the request part by part, each with where it comes from and its tokens, and what is not sent, with the reason. */
export async function viewContext(tools: ContextTools, plan: ContextPlan, frame: ViewFrame): Promise<ContextView> {
  const { budget, request } = plan;
  const sourced = assembleContext(plan);
  const { instructions } = plan.settings;
  const system: SourcedMessage[] =
    instructions === undefined || instructions.trim() === ''
      ? []
      : [{ role: 'system', parts: [{ part: { type: 'text', id: 'instructions', text: instructions }, origin: 'draft', messageId: null }] }];
  const items = await itemsOf(tools, plan, [...system, ...sourced], system.length);
  const tokens = items.reduce((sum, item) => sum + item.tokens, 0);
  const canonical = canonicalMessages({ messages: toModelMessages(sourced), ...(instructions === undefined ? {} : { instructions }) });
  const sha256 = hashMessages(canonical);
  return {
    when: frame.when,
    model: request.ref,
    items,
    dropped: plan.dropped.slice(-droppedAtMost).map(toDropped),
    fold: plan.fold === null || frame.next !== null ? null : presentNote(plan.fold),
    next: frame.next,
    summaries: frame.summaries,
    leftOut: [...frame.leftOut],
    tokens,
    counting: { method: budget.method, ratio: budget.calibration.ratio, samples: budget.calibration.samples },
    window: { tokens: budget.window, assumed: budget.assumed, answer: budget.answer, input: budget.input },
    cost: inputCost(frame.prices, tokens, frame.when === 'after' ? frame.usage : null),
    sha256,
    exact: frame.sent === null || frame.sent.sha256 === sha256,
    sentAt: frame.sentAt,
    usage: frame.usage,
  };
}

async function itemsOf(
  { counter }: ContextTools,
  { budget }: ContextPlan,
  messages: readonly SourcedMessage[],
  systemMessages: number,
): Promise<ContextItem[]> {
  const items: ContextItem[] = [];
  let at = 0;
  for (const [index, { role, parts }] of messages.entries()) {
    let overhead = messageOverhead;
    const before = items.length;
    for (const { part, origin, messageId } of parts) {
      const canonical = canonicalPart(part);
      if (canonical === null) continue;
      const counted = addCounts(await countPart(part, counter, budget.method), overhead);
      overhead = nothingCounted;
      const { type } = canonical;
      const words = canonical.type === 'file' ? '' : canonical.text;
      items.push({
        at,
        role,
        origin: index < systemMessages ? 'system' : originOf(part, origin),
        messageId,
        partId: messageId === null || origin === 'summary' ? null : part.id,
        type,
        text: words,
        ...('name' in canonical ? { name: canonical.name } : {}),
        ...(canonical.type === 'file' ? { fileId: canonical.fileId, mediaType: canonical.mediaType } : {}),
        tokens: Math.round(calibrated(counted, budget)),
      });
    }
    if (items.length > before) at += 1;
  }
  return items;
}

function originOf(part: Part, origin: Origin): ContextItem['origin'] {
  if (origin !== 'message' || !isKnownPart(part)) return origin;
  if (part.type === 'tool-call' || part.type === 'tool-result') return 'tool';
  return part.type === 'file' ? 'file' : 'message';
}

/** What says which part it is. */
function wordsOf(part: KnownPart): string[] {
  if (part.type === 'text' || part.type === 'summary') return [part.text];
  if (part.type === 'file' || part.type === 'tool-call') return [part.name];
  return part.type === 'tool-result' ? [part.content] : [];
}

function toDropped({ message, reason, tokens, parts = [] }: Dropped): ContextDropped {
  if ('type' in message) return { messageId: message.id, role: null, reason, tokens: 0, excerpt: '', parts: [] };
  const words = message.parts.filter(isKnownPart).flatMap((part) => wordsOf(part));
  const excerpt = words.join(' ').replace(/\s+/g, ' ').trim().slice(0, excerptCharacters);
  return { messageId: message.id, role: message.role, reason, tokens: Math.round(tokens), excerpt, parts: [...parts] };
}

/** US dollars: of what was reported, cached input at its own rate; else of what was counted. Null when the price is not known. */
export function inputCost(prices: ModelPrices | undefined, counted: number, usage: Usage | null): number | null {
  if (prices === undefined) return null;
  const tokens = usage?.inputTokens ?? counted;
  const rates = prices.long !== undefined && tokens > prices.long.above ? prices.long : prices;
  const cached = Math.min(usage?.cachedInputTokens ?? 0, tokens);
  return ((tokens - cached) * rates.input + cached * (rates.cachedInput ?? rates.input)) / 1_000_000;
}

/** A fold that is not kept: what sending would do. */
export const supposedFold = (messageId: string, ordinal: number, kind: NoteRow['kind']): NoteRow => ({
  id: 'next',
  messageId,
  ordinal,
  kind,
  text: '',
  detail: {},
  createdAt: 0,
  editedAt: null,
});
