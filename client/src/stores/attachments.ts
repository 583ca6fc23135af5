import type { EndpointFileRules } from '@parley/contracts';
import { create } from 'zustand';
import { api } from '../lib/api-client.ts';
import { attachedFile, type AttachedFile } from '../lib/attached-file.ts';
import { refuseFile } from '../lib/refuse-file.ts';
import { readKeptJson, writeKept } from '../lib/kept.ts';
import { uploadFile } from '../lib/upload-file.ts';

/** A file in the composer: on its way, there, or not come through. */
export interface Attachment {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly state: 'coming' | 'ready' | 'failed';
  /** How much is sent, from 0 to 1. */
  readonly progress: number;
  /** The server has it. */
  readonly file: AttachedFile | null;
  readonly error: unknown;
}

type Attachments = Readonly<Record<string, readonly Attachment[] | undefined>>;

/** What is attached, by account and chat. */
export const useAttachments = create<Attachments>(() => ({}));

const none: readonly Attachment[] = [];
/** Where attachments lie: one place per account and chat, like drafts. */
export const attachmentPlace = (accountId: string, chat: string): string => `parley.files.${accountId}.${chat}`;

const isFile = (value: unknown): value is AttachedFile =>
  typeof value === 'object' &&
  value !== null &&
  ['fileId', 'name', 'mediaType'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string') &&
  typeof (value as Record<string, unknown>)['bytes'] === 'number';

const ready = (file: AttachedFile): Attachment => ({
  key: file.fileId,
  name: file.name,
  bytes: file.bytes,
  state: 'ready',
  progress: 1,
  file,
  error: null,
});

/** What was attached before the page was left. */
function readPlace(place: string): readonly Attachment[] {
  const kept = readKeptJson(place);
  return Array.isArray(kept) ? kept.filter(isFile).map(ready) : none;
}

export function attachmentsAt(place: string): readonly Attachment[] {
  return useAttachments.getState()[place] ?? none;
}

/** Shows what the browser kept of a place that this page has not met yet. */
export function meetPlace(place: string): void {
  if (useAttachments.getState()[place] === undefined) useAttachments.setState({ [place]: readPlace(place) });
}

function put(place: string, list: readonly Attachment[]): void {
  useAttachments.setState({ [place]: list });
  const files = list.flatMap(({ file }) => (file === null ? [] : [file]));
  writeKept(place, files.length === 0 ? null : JSON.stringify(files));
}

const change = (place: string, key: string, next: Partial<Attachment>): void =>
  put(
    place,
    attachmentsAt(place).map((each) => (each.key === key ? { ...each, ...next } : each)),
  );

interface Job {
  readonly place: string;
  readonly key: string;
  readonly source: File;
  readonly control: AbortController;
}

/** What is under way or waits, by key; a failed one stays, to be tried again. */
const jobs = new Map<string, Job>();
const atOnce = 3;
const waiting: Job[] = [];
let running = 0;

async function run({ place, key, source, control }: Job): Promise<void> {
  try {
    const onProgress = (progress: number): void => change(place, key, { progress });
    const file = attachedFile(await uploadFile(source, { onProgress, signal: control.signal }));
    if (control.signal.aborted) return void api.files.remove({ params: { id: file.fileId } }).catch(() => undefined);
    jobs.delete(key);
    change(place, key, { state: 'ready', progress: 1, file, name: file.name, bytes: file.bytes });
  } catch (error) {
    if (!control.signal.aborted) change(place, key, { state: 'failed', error });
  }
}

function pump(): void {
  while (running < atOnce) {
    const job = waiting.shift();
    if (job === undefined) return;
    if (job.control.signal.aborted) continue;
    running += 1;
    void run(job).finally(() => {
      running -= 1;
      pump();
    });
  }
}

function begin(place: string, key: string, source: File): void {
  const job = { place, key, source, control: new AbortController() };
  jobs.set(key, job);
  waiting.push(job);
  pump();
}

let counted = 0;

/** Attaches files and brings them to the server, a few at once. What is known to be refused is not sent at all. */
export function attachFiles(place: string, sources: readonly File[], rules?: EndpointFileRules): void {
  meetPlace(place);
  for (const source of sources) {
    counted += 1;
    const key = `new-${counted}`;
    const list = attachmentsAt(place);
    // What was refused takes no room.
    const beside = list.filter(({ state, key: other }) => state !== 'failed' || mayRetry(other));
    const refusal = refuseFile(source, beside, rules);
    const attachment = { key, name: source.name, bytes: source.size, progress: 0, file: null };
    put(place, [...list, { ...attachment, state: refusal === null ? 'coming' : 'failed', error: refusal }]);
    if (refusal === null) begin(place, key, source);
  }
}

/** Tries a file again that did not come through. */
export function retryAttachment(place: string, key: string): void {
  const job = jobs.get(key);
  if (job === undefined) return;
  change(place, key, { state: 'coming', progress: 0, error: null });
  begin(place, key, job.source);
}

/** Whether trying again can help: it was on its way once. */
export const mayRetry = (key: string): boolean => jobs.has(key);

/** Takes a file off; what the server has of it is removed there too, best effort: unsent files go by themselves after a day. */
export function detachFile(place: string, key: string): void {
  const found = attachmentsAt(place).find((each) => each.key === key);
  jobs.get(key)?.control.abort();
  jobs.delete(key);
  put(
    place,
    attachmentsAt(place).filter((each) => each.key !== key),
  );
  if (found?.file) void api.files.remove({ params: { id: found.file.fileId } }).catch(() => undefined);
}

/** Takes what is ready out of the composer, to be sent. */
export function takeAttachments(place: string): readonly AttachedFile[] {
  const files = attachmentsAt(place).flatMap(({ file }) => (file === null ? [] : [file]));
  put(place, none);
  return files;
}

/** Puts files back that were not sent. */
export function returnAttachments(place: string, files: readonly AttachedFile[]): void {
  meetPlace(place);
  const list = attachmentsAt(place);
  put(place, [...files.filter(({ fileId }) => !list.some(({ file }) => file?.fileId === fileId)).map(ready), ...list]);
}
