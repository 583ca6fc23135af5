import { beforeEach, expect, test, vi } from 'vitest';
import { uploadFile } from '../lib/upload-file.ts';
import {
  attachFiles,
  attachmentPlace,
  attachmentsAt,
  detachFile,
  meetPlace,
  mayRetry,
  retryAttachment,
  returnAttachments,
  takeAttachments,
  useAttachments,
} from './attachments.ts';

vi.mock('../lib/upload-file.ts', () => ({ uploadFile: vi.fn() }));
const remove = vi.hoisted(() => vi.fn(() => Promise.resolve(undefined)));
vi.mock('../lib/api-client.ts', () => ({ api: { files: { remove } } }));

const place = attachmentPlace('anna', 'new');
const kept = (id: string, name: string) => ({
  id,
  name,
  mediaType: 'text/plain',
  bytes: 1,
  sha256: '',
  width: null,
  height: null,
  createdAt: 1,
});
const rules = { disabled: false, maxFiles: 3, maxBytes: 10, maxTotal: 25, types: [] };
const states = (): string[] => attachmentsAt(place).map(({ state }) => state);
const upload = vi.mocked(uploadFile);

beforeEach(() => {
  localStorage.clear();
  useAttachments.setState({ [place]: undefined, [attachmentPlace('bob', 'new')]: undefined });
  upload.mockReset();
  remove.mockClear();
});

test('a file comes through, is kept over a reload, and is sent once', async () => {
  upload.mockImplementation(async (file, { onProgress }) => {
    onProgress(0.5);
    return kept('f1', file.name);
  });
  attachFiles(place, [new File(['x'], 'a.txt')]);
  expect(states()).toEqual(['coming']);
  await vi.waitFor(() => expect(states()).toEqual(['ready']), 10_000);
  useAttachments.setState({ [place]: undefined });
  meetPlace(place);
  expect(attachmentsAt(place).map(({ name, state }) => [name, state])).toEqual([['a.txt', 'ready']]);
  expect(takeAttachments(place).map(({ fileId }) => fileId)).toEqual(['f1']);
  expect(takeAttachments(place)).toEqual([]);
  useAttachments.setState({ [place]: undefined });
  meetPlace(place);
  expect(attachmentsAt(place)).toEqual([]);
});

test("another account's and another chat's files are not here", async () => {
  upload.mockImplementation(async (file) => kept('f1', file.name));
  attachFiles(place, [new File(['x'], 'a.txt')]);
  await vi.waitFor(() => expect(states()).toEqual(['ready']), 10_000);
  const other = attachmentPlace('bob', 'new');
  meetPlace(other);
  expect(attachmentsAt(other)).toEqual([]);
});

test('what does not come through can be tried again, what is refused at once cannot', async () => {
  upload.mockRejectedValueOnce(new Error('offline')).mockImplementation(async (file) => kept('f1', file.name));
  attachFiles(place, [new File(['x'], 'a.txt')]);
  await vi.waitFor(() => expect(states()).toEqual(['failed']), 10_000);
  const { key } = attachmentsAt(place)[0]!;
  expect(mayRetry(key)).toBe(true);
  retryAttachment(place, key);
  await vi.waitFor(() => expect(states()).toEqual(['ready']), 10_000);

  attachFiles(place, [new File([], 'empty.txt'), { name: 'big', size: 11, type: '' } as File], rules);
  expect(states()).toEqual(['ready', 'failed', 'failed']);
  expect(attachmentsAt(place).map(({ key: each }) => mayRetry(each))).toEqual([false, false, false]);
  expect(upload).toHaveBeenCalledTimes(2);
});

test('three are on their way at once, and one that is taken off makes room and leaves nothing', async () => {
  const answers: ((value: ReturnType<typeof kept>) => void)[] = [];
  upload.mockImplementation(() => new Promise((resolve) => void answers.push(resolve)));
  attachFiles(
    place,
    ['a', 'b', 'c', 'd'].map((name) => new File(['x'], name)),
  );
  expect(upload).toHaveBeenCalledTimes(3);
  detachFile(place, attachmentsAt(place)[0]!.key);
  answers[0]!(kept('f1', 'a'));
  await vi.waitFor(() => expect(upload).toHaveBeenCalledTimes(4), 10_000);
  expect(remove).toHaveBeenCalledWith({ params: { id: 'f1' } });
  for (const [index, answer] of answers.slice(1).entries()) answer(kept(`g${index}`, 'x'));
  await vi.waitFor(() => expect(states()).toEqual(['ready', 'ready', 'ready']), 10_000);
});

test('a message holds so many files', () => {
  upload.mockImplementation(() => new Promise(() => undefined));
  attachFiles(
    place,
    Array.from({ length: 4 }, (_, index) => new File(['x'], `${index}`)),
    rules,
  );
  expect(states().filter((state) => state === 'failed')).toHaveLength(1);
  for (const { key } of attachmentsAt(place)) detachFile(place, key);
  expect(attachmentsAt(place)).toEqual([]);
});

test('files that were not sent come back, each once', () => {
  const file = { fileId: 'f1', name: 'a.txt', mediaType: 'text/plain', bytes: 1 };
  returnAttachments(place, [file]);
  returnAttachments(place, [file]);
  expect(attachmentsAt(place)).toHaveLength(1);
});
