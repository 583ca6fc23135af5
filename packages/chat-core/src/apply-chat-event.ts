import type { KnownPart, Message, Part, TurnEvent, TurnEventOf } from '@parley/contracts';

/** The half of a message that a turn writes. */
export type Answer = Pick<Message, 'parts' | 'status' | 'model' | 'usage' | 'stopReason' | 'error'>;

const find = (answer: Answer, id: string): Part | undefined => {
  // The part being written is nearly always the last one.
  for (let index = answer.parts.length - 1; index >= 0; index -= 1) {
    const part = answer.parts[index];
    if (part?.id === id) return part;
  }
  return undefined;
};

function open(answer: Answer, part: KnownPart): void {
  // A repeated start (an event applied twice after a crash) must not make a second part.
  if (!find(answer, part.id)) answer.parts.push(part);
}

function appendText(answer: Answer, id: string, type: 'text' | 'reasoning', delta: string): void {
  const part = find(answer, id);
  if (part?.type === type) (part as { text: string }).text += delta;
}

/** What a person should know of: that something they asked for, or sent, did not reach the model. Other warnings are the operator's. */
const concernsPeople = /^(?:setting|file)\.|^provider\.setting-ignored$/;
const mostWarnings = 20;

/** Said once, however often the model is asked again. */
function warn(answer: Answer, { code, message }: TurnEventOf<'warning'>): boolean {
  const known = answer.parts.filter((part) => part.type === 'warning');
  if (!concernsPeople.test(code) || known.length >= mostWarnings) return false;
  if (known.some((part) => 'message' in part && part.message === message)) return false;
  answer.parts.push({ type: 'warning', id: `warning-${known.length + 1}`, code, message });
  return true;
}

/** Another model than the one before goes on with the answer: both what it says and why are part of it. */
function beginAttempt(answer: Answer, { model, fallback }: TurnEventOf<'attempt-start'>): boolean {
  if (!model) return false;
  answer.model = model;
  if (!fallback) return false;
  const { part: id, from, error } = fallback;
  open(answer, { type: 'fallback', id, from, to: model, error });
  return true;
}

/**
 * The one reducer: folds a turn event into the answer it belongs to, **in place**, and says whether anything visible
 * changed. The server builds with it what it stores, the client what it shows, recovery what it restores; a delta costs a
 * string append and nothing that grows with the answer. Unknown events are skipped.
 */
export function applyChatEvent(answer: Answer, event: TurnEvent): boolean {
  switch (event.type) {
    case 'turn-start':
      answer.status = 'running';
      answer.model = event.model;
      answer.error = null;
      answer.stopReason = null;
      return true;
    case 'attempt-start':
      return beginAttempt(answer, event);
    case 'warning':
      return warn(answer, event);
    case 'hand-over':
    case 'text-end':
    case 'tool-call-end':
      return false;
    case 'text-start':
      open(answer, { type: 'text', id: event.part, text: '' });
      return false;
    case 'text-delta':
      appendText(answer, event.part, 'text', event.delta);
      return true;
    case 'reasoning-start':
      open(answer, { type: 'reasoning', id: event.part, text: '' });
      return true;
    case 'reasoning-delta':
      appendText(answer, event.part, 'reasoning', event.delta);
      return true;
    case 'reasoning-end': {
      const part = find(answer, event.part);
      if (part?.type !== 'reasoning') return false;
      if (event.signature !== undefined) part['signature'] = event.signature;
      if (event.durationMs !== undefined) part['durationMs'] = event.durationMs;
      return true;
    }
    case 'tool-call-start':
      open(answer, { type: 'tool-call', id: event.part, callId: event.callId, name: event.name, arguments: '' });
      return true;
    case 'tool-call-delta': {
      const part = find(answer, event.part);
      if (part?.type === 'tool-call') (part as { arguments: string }).arguments += event.delta;
      return true;
    }
    case 'tool-result':
      open(answer, {
        type: 'tool-result',
        id: event.part,
        callId: event.callId,
        content: event.content,
        ...(event.isError === undefined ? {} : { isError: event.isError }),
      });
      return true;
    case 'file':
      open(answer, {
        type: 'file',
        id: event.part,
        fileId: event.fileId,
        name: event.name,
        mediaType: event.mediaType,
        bytes: event.bytes,
        ...(event.width === undefined || event.height === undefined ? {} : { width: event.width, height: event.height }),
      });
      return true;
    case 'source': {
      const { part: id, url, title, quote, page } = event;
      open(answer, {
        type: 'source',
        id,
        ...(url === undefined ? {} : { url }),
        ...(title === undefined ? {} : { title }),
        ...(quote === undefined ? {} : { quote }),
        ...(page === undefined ? {} : { page }),
      });
      return true;
    }
    case 'summary':
      open(answer, { type: 'summary', id: event.part, text: event.text });
      return true;
    case 'usage':
      answer.usage = { ...answer.usage, ...event.usage };
      return true;
    case 'error':
      answer.error = event.error;
      return true;
    case 'turn-end':
      answer.status = event.status;
      answer.stopReason = event.stopReason;
      if (event.error) answer.error = event.error;
      return true;
    default:
      return false;
  }
}

/** An answer before its first event; `parts` of an earlier turn when this one continues it. */
export function emptyAnswer(parts: readonly Part[] = []): Answer {
  return {
    parts: parts.map((part) => ({ ...part })),
    status: 'queued',
    model: null,
    usage: null,
    stopReason: null,
    error: null,
  };
}
