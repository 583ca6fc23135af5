import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import { branchIds, exchange, newPerson, row, sendInput } from './builders.ts';
import { note, noteCaps, putMark, putSummary, sentContext } from './note-builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function contextContract(makePlace: PlaceFactory): void {
  describe('what is sent', () => {
    const store = useStore(makePlace);

    test('notes are kept by the place of their messages, and each change of them is one of the conversation', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      expect(await storage.readNotes(ada, id)).toEqual([]);
      const before = row(await storage.getConversation(ada, id));
      const summary = note(one.answer.id, 'summary', { text: 'In short', detail: { automatic: true, tokens: 9 } });
      const folded = row(await storage.putNote(ada, id, summary, noteCaps));
      expect(folded.rev).toBe(before.rev + 1);
      expect(row(await putMark(storage, ada, id, one.userMessage!.id, 'pinned')).rev).toBe(before.rev + 2);
      const mark = note(one.userMessage!.id, 'pinned');
      expect(await storage.readNotes(ada, id)).toEqual([
        { ...mark, ordinal: 1 },
        { ...summary, ordinal: 2 },
      ]);
      await storage.putNote(ada, id, { ...mark, kind: 'excluded' }, noteCaps);
      expect(await storage.readNotes(ada, id)).toMatchObject([{ kind: 'excluded' }, { kind: 'summary' }]);
      row(await storage.removeNote(ada, id, mark.id));
      expect(await storage.removeNote(ada, id, mark.id)).toBe('no-note');
      expect(await storage.readNotes(ada, id)).toMatchObject([{ kind: 'summary' }]);
    });

    test('a summary is edited in place; nothing else is', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const summary = note(one.answer.id, 'summary', { text: 'In short' });
      const cut = note(one.answer.id, 'cut', { detail: { budget: 100 } });
      await storage.putNote(ada, id, summary, noteCaps);
      await storage.putNote(ada, id, cut, noteCaps);
      row(await storage.editNote(ada, id, summary.id, 'Shorter', 8));
      expect((await storage.readNotes(ada, id)).find((each) => each.id === summary.id)).toMatchObject({ text: 'Shorter', editedAt: 8 });
      expect(await storage.editNote(ada, id, cut.id, 'x', 8)).toBe('no-note');
      expect(await storage.editNote(ada, id, uuidv7(), 'x', 8)).toBe('no-note');
    });

    test('marks have a cap; of folds the highest in the tree gives way', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const first = await exchange(storage, ada, null, 'One');
      const { id } = first.conversation;
      let last = first;
      for (let index = 0; index < 3; index += 1)
        last = await exchange(storage, ada, last.answer.id, `More ${index}`, { conversationId: id });
      const ids = await branchIds(storage, ada, id);
      for (const messageId of ids.slice(0, noteCaps.marks)) row(await putMark(storage, ada, id, messageId, 'excluded'));
      expect(await putMark(storage, ada, id, ids[5]!, 'pinned')).toBe('full');
      row(await putMark(storage, ada, id, ids[0]!, 'pinned'));
      for (const messageId of ids.slice(1, 5)) row(await putSummary(storage, ada, id, messageId, messageId));
      const folds = (await storage.readNotes(ada, id)).filter((each) => each.kind === 'summary');
      expect(folds.map((each) => each.messageId)).toEqual(ids.slice(2, 5));
    });

    test('names what is not there, and keeps people apart', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const one = await exchange(storage, ada, null, 'One');
      const other = await exchange(storage, ada, null, 'Other');
      const { id } = one.conversation;
      const summary = note(one.answer.id, 'summary', { text: 'Secret' });
      await storage.putNote(ada, id, summary, noteCaps);
      await storage.putSentContext(ada, id, sentContext(one.answer.id));
      expect(await putMark(storage, ada, id, other.answer.id, 'pinned')).toBe('no-message');
      expect(await putMark(storage, ada, uuidv7(), one.answer.id, 'pinned')).toBeNull();
      expect(await storage.readNotes(eve, id)).toEqual([]);
      expect(await putMark(storage, eve, id, one.answer.id, 'pinned')).toBeNull();
      expect(await storage.editNote(eve, id, summary.id, 'x', 1)).toBeNull();
      expect(await storage.removeNote(eve, id, summary.id)).toBeNull();
      expect(await storage.getSentContext(eve, id, one.answer.id)).toBeNull();
      expect(await storage.putSentContext(eve, id, sentContext(one.answer.id))).toBe(false);
      expect(await storage.putSentContext(ada, id, sentContext(other.answer.id))).toBe(false);
      await storage.deleteSubtree(ada, id, one.userMessage!.id, 9);
      expect(await putMark(storage, ada, id, one.answer.id, 'pinned')).toBe('no-message');
    });

    test('what an answer was sent is kept once, and replaced', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      expect(await storage.getSentContext(ada, id, one.answer.id)).toBeNull();
      const fold = { id: uuidv7(), messageId: one.userMessage!.id, kind: 'summary', text: 'In short' } as const;
      const sent = sentContext(one.answer.id, { fold, pinned: [one.userMessage!.id], firstId: one.userMessage!.id });
      expect(await storage.putSentContext(ada, id, sentContext(one.answer.id))).toBe(true);
      expect(await storage.putSentContext(ada, id, sent)).toBe(true);
      expect(await storage.getSentContext(ada, id, one.answer.id)).toEqual(sent);
      expect(await witness.has('sent_contexts', one.answer.id)).toBe(true);
    });

    test('all of it goes when its messages go for good', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      for (const { answer } of [one, two]) {
        await putSummary(storage, ada, id, answer.id, `word${answer.id}`);
        await storage.putSentContext(ada, id, sentContext(answer.id));
      }
      await storage.deleteSubtree(ada, id, two.userMessage!.id, 50);
      await storage.purge(100, 10);
      expect(await witness.mentions('context_notes', `word${two.answer.id}`)).toBe(false);
      expect(await witness.has('sent_contexts', two.answer.id)).toBe(false);
      expect(await storage.readNotes(ada, id)).toHaveLength(1);
      await storage.setDeleted(ada, id, 50);
      await storage.purge(100, 10);
      expect(await witness.mentions('context_notes', `word${one.answer.id}`)).toBe(false);
      expect(await witness.has('sent_contexts', one.answer.id)).toBe(false);
    });

    test('a removed queued turn takes its marks along', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const running = await storage.beginTurn(ada, sendInput(null, 'Running'));
      const { id } = running.conversation;
      const queued = await storage.beginTurn(ada, sendInput(running.answer.id, 'Queued', { conversationId: id }));
      row(await putMark(storage, ada, id, queued.userMessage!.id, 'pinned'));
      await storage.removeQueuedTurn(ada, queued.turn.id);
      expect(await storage.readNotes(ada, id)).toEqual([]);
      expect(await witness.mentions('context_notes', queued.userMessage!.id)).toBe(false);
    });

    test('a copy has the notes of the messages it has', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      await putSummary(storage, ada, id, one.answer.id, 'In short');
      await putMark(storage, ada, id, one.userMessage!.id, 'pinned');
      await putMark(storage, ada, id, two.userMessage!.id, 'excluded');
      const copy = row(await storage.copyConversation(ada, id, { newId: uuidv7(), upToMessageId: one.answer.id, title: 'Copy', now: 1 }));
      const [question, answer] = await branchIds(storage, ada, copy.id);
      expect(await storage.readNotes(ada, copy.id)).toMatchObject([
        { id: question, messageId: question, kind: 'pinned' },
        { messageId: answer, kind: 'summary', text: 'In short' },
      ]);
      row(await storage.removeNote(ada, copy.id, question!));
      expect(await storage.readNotes(ada, id)).toHaveLength(3);
    });

    test('how well tokens are counted is kept for each model of each endpoint', async () => {
      const { storage } = store();
      const calibration = { endpoint: 'one', model: uuidv7(), ratio: 1.25, samples: 1, fit: [1.25, 0.5, -0.001], updatedAt: 5 };
      expect(await storage.getCalibration('one', calibration.model)).toBeNull();
      await storage.putCalibration(calibration);
      await storage.putCalibration({ ...calibration, endpoint: 'two' });
      await storage.putCalibration({ ...calibration, ratio: 1.5, samples: 2, fit: null });
      expect(await storage.getCalibration('one', calibration.model)).toEqual({ ...calibration, ratio: 1.5, samples: 2, fit: null });
      expect(await storage.getCalibration('two', calibration.model)).toEqual({ ...calibration, endpoint: 'two' });
    });

    test('messages are found on a path by their ids alone', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const one = await exchange(storage, ada, null, 'One');
      const { id } = one.conversation;
      const two = await exchange(storage, ada, one.answer.id, 'Two', { conversationId: id });
      const beside = await exchange(storage, ada, one.answer.id, 'Beside', { conversationId: id });
      const other = await exchange(storage, ada, null, 'Other');
      const asked = [two.answer.id, beside.answer.id, one.userMessage!.id, other.answer.id, uuidv7()];
      const found = await storage.readOnPath(ada, id, two.answer.id, asked);
      expect(found.map((each) => each.id)).toEqual([one.userMessage!.id, two.answer.id]);
      expect(found[0]).toMatchObject({ ordinal: 1, parts: [{ text: 'One' }] });
      expect(await storage.readOnPath(eve, id, two.answer.id, asked)).toEqual([]);
      expect(await storage.readOnPath(ada, id, uuidv7(), asked)).toEqual([]);
      await storage.deleteSubtree(ada, id, two.userMessage!.id, 9);
      expect((await storage.readOnPath(ada, id, two.answer.id, asked)).map((each) => each.id)).toEqual([one.userMessage!.id]);
    });

    test('it is there after opening again', async () => {
      const kept = store();
      const ada = await newPerson(kept.storage);
      const one = await exchange(kept.storage, ada, null, 'One');
      const { id } = one.conversation;
      await putSummary(kept.storage, ada, id, one.answer.id, 'In short');
      const before = await kept.storage.readNotes(ada, id);
      await kept.reopen();
      expect(await kept.storage.readNotes(ada, id)).toEqual(before);
    });
  });
}
