import { uuidv7 } from '@parley/chat-core';
import { describe, expect, test } from 'vitest';
import { exchange, newPerson, row, sendInput, settleInput } from './builders.ts';
import { fileBeginning, fileEnd, newFile, questionWith } from './file-builders.ts';
import { useStore, type PlaceFactory } from './store-under-test.ts';

export function filesContract(makePlace: PlaceFactory): void {
  describe('files', () => {
    const store = useStore(makePlace);

    test('a file is there from its end on, for its owner alone', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const beginning = fileBeginning({ name: 'Straße 😀.png', now: 7 });
      expect(await storage.beginFile(ada, beginning)).toBe('kept');
      expect(await storage.getFile(ada, beginning.id)).toBeNull();
      const end = fileEnd({ mediaType: 'image/png', bytes: 5, width: 3, height: 4 });
      expect(await storage.finishFile(eve, beginning.id, end)).toBeNull();
      const file = await storage.finishFile(ada, beginning.id, end);
      expect(file).toEqual({ id: beginning.id, ownerId: ada.ownerId, name: 'Straße 😀.png', createdAt: 7, ...end });
      expect(await storage.finishFile(ada, beginning.id, end)).toBeNull();
      expect(await storage.getFile(ada, beginning.id)).toEqual(file);
      expect(await storage.getFile(eve, beginning.id)).toBeNull();
      const other = await newFile(storage, ada);
      expect((await storage.getFiles(ada, [beginning.id, uuidv7(), other.id])).map(({ id }) => id).toSorted()).toEqual(
        [beginning.id, other.id].toSorted(),
      );
      expect(await storage.getFiles(eve, [beginning.id, other.id])).toEqual([]);
      expect(await storage.getFiles(ada, [])).toEqual([]);
    });

    test('unsent files of a person have so much room, uploads under way among them, also when many come at once', async () => {
      const { storage } = store();
      const [ada, bob] = [await newPerson(storage), await newPerson(storage)];
      const many = await Promise.all(Array.from({ length: 9 }, () => storage.beginFile(ada, fileBeginning({ maxFiles: 4 }))));
      expect(many.filter((answer) => answer === 'kept')).toHaveLength(4);
      expect(await storage.beginFile(bob, fileBeginning({ maxFiles: 4 }))).toBe('kept');
      expect(await storage.beginFile(bob, fileBeginning({ bytes: 11, maxBytes: 20 }))).toBe('full');
      expect(await storage.beginFile(bob, fileBeginning({ bytes: 10, maxBytes: 20 }))).toBe('kept');
    });

    test('what was sent takes no room, and what came to less than was asked for takes less', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const file = await newFile(storage, ada, { bytes: 100 }, { bytes: 1 });
      expect(await storage.beginFile(ada, fileBeginning({ bytes: 99, maxBytes: 100 }))).toBe('kept');
      const other = await newPerson(storage);
      const sent = await newFile(storage, other, { bytes: 100 }, { bytes: 100 });
      await storage.beginTurn(other, sendInput(null, '', { userMessage: questionWith(sent), create: { title: 'x', settings: {} } }));
      expect(await storage.beginFile(other, fileBeginning({ bytes: 100, maxBytes: 100, maxFiles: 1 }))).toBe('kept');
      expect(await storage.getFile(ada, file.id)).not.toBeNull();
    });

    test('a message uses its own files only: foreign, unfinished, doomed and unknown ones are not found, and nothing is kept', async () => {
      const { storage, witness } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const [own, foreign, doomed] = [await newFile(storage, ada), await newFile(storage, eve), await newFile(storage, ada)];
      const unfinished = fileBeginning();
      await storage.beginFile(ada, unfinished);
      expect(await storage.doomFile(ada, doomed.id)).toBe(true);
      for (const bad of [foreign, doomed, { ...own, id: unfinished.id }, { ...own, id: uuidv7() }]) {
        const input = sendInput(null, 'x', { userMessage: questionWith(own, bad) });
        await expect(storage.beginTurn(ada, input)).rejects.toMatchObject({ code: 'file.not-found' });
        expect(await storage.getConversation(ada, input.conversationId)).toBeNull();
        expect(await witness.has('messages', input.answerId)).toBe(false);
      }
      expect(await witness.has('file_uses', own.id)).toBe(false);
      expect(await storage.doomFile(ada, own.id)).toBe(true);
    });

    test('a file that a message uses is kept, and cannot be doomed', async () => {
      const { storage } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const file = await newFile(storage, ada, { now: 10 });
      const input = sendInput(null, 'x', { userMessage: questionWith(file, file) });
      await storage.beginTurn(ada, input);
      expect(await storage.doomFile(ada, file.id)).toBe(false);
      expect(await storage.doomFile(eve, file.id)).toBe(false);
      expect(await storage.doomUnsentFiles(1_000_000, 1_000)).not.toContain(file.id);
      expect(await storage.getFile(ada, file.id)).toEqual(file);
    });

    test('what a model makes belongs to its answer from its end on, and goes with it', async () => {
      const { storage, witness } = store();
      const [ada, eve] = [await newPerson(storage), await newPerson(storage)];
      const input = sendInput(null, 'Draw.');
      await storage.beginTurn(ada, input);
      const foreign = sendInput(null, 'Mine.');
      await storage.beginTurn(eve, foreign);
      const drawn = fileBeginning({ now: 2_000_000 });
      await storage.beginFile(ada, drawn);
      for (const nobody of [foreign.answerId, uuidv7()]) expect(await storage.finishFile(ada, drawn.id, fileEnd(), nobody)).toBeNull();
      expect(await storage.finishFile(eve, drawn.id, fileEnd(), foreign.answerId)).toBeNull();
      const file = await storage.finishFile(ada, drawn.id, fileEnd(), input.answerId);
      expect(file).toMatchObject({ id: drawn.id, ...fileEnd() });
      expect(await storage.finishFile(ada, drawn.id, fileEnd(), input.answerId)).toBeNull();
      expect(await storage.doomFile(ada, drawn.id)).toBe(false);
      expect(await storage.doomUnsentFiles(1_000_000_000, 1_000)).not.toContain(drawn.id);
      expect(await storage.getFile(ada, drawn.id)).toEqual(file);
      expect(await storage.getFile(eve, drawn.id)).toBeNull();

      await storage.settleTurn(ada, settleInput(input.turnId));
      await storage.setDeleted(ada, input.conversationId, 7);
      await storage.purge(8, 10);
      expect(await witness.has('file_uses', drawn.id)).toBe(false);
      expect(await storage.doomUnsentFiles(1_000, 1_000)).toContain(drawn.id);
    });

    test('unsent files are doomed once they are old, so many at a time, and forgotten once their bytes are gone', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      await storage.forgetFiles(await storage.doomUnsentFiles(1_000_000_000, 1_000));
      const [oldest, older, young] = [
        await newFile(storage, ada, { now: 10 }),
        await newFile(storage, ada, { now: 20 }),
        await newFile(storage, ada, { now: 5_000 }),
      ];
      const unfinished = fileBeginning({ now: 30 });
      await storage.beginFile(ada, unfinished);
      expect(await storage.doomUnsentFiles(1_000, 1)).toEqual([oldest.id]);
      // Whoever died before the bytes were gone is followed by somebody who does it again.
      expect((await storage.doomUnsentFiles(1_000, 10)).toSorted()).toEqual([oldest.id, older.id, unfinished.id].toSorted());
      expect(await storage.getFile(ada, oldest.id)).toBeNull();
      expect(await storage.finishFile(ada, unfinished.id, fileEnd())).toBeNull();
      await storage.forgetFiles([oldest.id, older.id, unfinished.id, young.id]);
      expect(await witness.has('files', oldest.id)).toBe(false);
      expect(await storage.getFile(ada, young.id)).toEqual(young);
      expect(await storage.doomUnsentFiles(1_000, 10)).toEqual([]);
    });

    test('a file goes with the last message that used it, and not before', async () => {
      const { storage, witness } = store();
      const ada = await newPerson(storage);
      const [file, kept] = [await newFile(storage, ada, { now: 2_000_000 }), await newFile(storage, ada, { now: 2_000_000 })];
      const first = await exchange(storage, ada, null, '', { userMessage: questionWith(file), create: { title: 'x', settings: {} } });
      const { id } = first.conversation;
      const branch = await exchange(storage, ada, first.answer.id, '', { conversationId: id, userMessage: questionWith(file, kept) });
      const copy = row(await storage.copyConversation(ada, id, { newId: uuidv7(), title: 'Copy', upToMessageId: first.answer.id, now: 3 }));
      const doomed = async (): Promise<boolean> => (await storage.doomUnsentFiles(1_000, 1_000)).includes(file.id);

      await storage.deleteSubtree(ada, id, branch.userMessage!.id, 5);
      await storage.purge(6, 10);
      expect(await doomed()).toBe(false);
      expect(await storage.getFile(ada, kept.id)).toBeNull();
      expect(await storage.getFile(ada, file.id)).toEqual(file);
      await storage.setDeleted(ada, id, 7);
      await storage.purge(8, 10);
      expect(await doomed()).toBe(false);
      expect(await storage.getFile(ada, file.id)).toEqual(file);
      await storage.setDeleted(ada, copy.id, 9);
      expect(await doomed()).toBe(false);
      await storage.purge(10, 10);
      expect(await witness.has('file_uses', file.id)).toBe(false);
      expect(await doomed()).toBe(true);
    });

    test('the copy of a whole tree uses what its messages used', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const file = await newFile(storage, ada);
      const first = await exchange(storage, ada, null, 'One');
      await exchange(storage, ada, first.answer.id, '', { conversationId: first.conversation.id, userMessage: questionWith(file) });
      row(await storage.copyConversation(ada, first.conversation.id, { newId: uuidv7(), title: 'Copy', now: 3 }));
      await storage.setDeleted(ada, first.conversation.id, 5);
      await storage.purge(6, 10);
      expect(await storage.doomUnsentFiles(1_000_000_000, 1_000)).not.toContain(file.id);
    });

    test('a message that waits may be given other files, and lets go of them when it is removed', async () => {
      const { storage } = store();
      const ada = await newPerson(storage);
      const [one, two] = [await newFile(storage, ada, { now: 2_000_000 }), await newFile(storage, ada, { now: 2_000_000 })];
      const running = sendInput(null, 'Run');
      await storage.beginTurn(ada, running);
      const waits = sendInput(running.answerId, '', { conversationId: running.conversationId, userMessage: questionWith(one) });
      await storage.beginTurn(ada, waits);
      const foreign = await newFile(storage, await newPerson(storage));
      await expect(storage.editQueuedTurn(ada, waits.turnId, questionWith(foreign).parts, 5)).rejects.toMatchObject({
        code: 'file.not-found',
      });
      expect(await storage.doomFile(ada, one.id)).toBe(false);
      await storage.editQueuedTurn(ada, waits.turnId, questionWith(two, one).parts, 5);
      await storage.editQueuedTurn(ada, waits.turnId, questionWith(two).parts, 6);
      expect(await storage.doomUnsentFiles(1_000, 100)).toContain(one.id);
      expect(await storage.getFile(ada, two.id)).toEqual(two);
      await storage.removeQueuedTurn(ada, waits.turnId);
      expect(await storage.doomUnsentFiles(1_000, 100)).toContain(two.id);
      await storage.settleTurn(ada, settleInput(running.turnId));
    });

    test('of sending a file and dooming it at once, one happens', async () => {
      const { storage, often } = store();
      const ada = await newPerson(storage);
      for (let time = 0; time < often(20); time += 1) {
        const file = await newFile(storage, ada, { now: 10 });
        const input = sendInput(null, '', { userMessage: questionWith(file), create: { title: 'x', settings: {} } });
        const [sent, doomed] = await Promise.all([
          storage.beginTurn(ada, input).then(
            () => true,
            () => false,
          ),
          storage.doomUnsentFiles(1_000, 1_000).then((ids) => ids.includes(file.id)),
        ]);
        expect([sent, doomed]).toEqual(sent ? [true, false] : [false, true]);
        expect((await storage.getFile(ada, file.id)) !== null).toBe(sent);
      }
    });
  });

  describe('the installation', () => {
    const store = useStore(makePlace);

    test('is named once, the same for everybody, and remembers that its files were claimed', async () => {
      const opened = store();
      // Many at once: nodes of a new installation start together.
      const ids = Array.from({ length: 30 }, (_, index) => `id-${index}`);
      const answers = await Promise.all(ids.map((each) => opened.storage.getInstallation(each)));
      const id = answers[0]?.id;
      expect(ids).toContain(id);
      expect(answers).toEqual(ids.map(() => ({ id, filesClaimed: false })));
      await opened.storage.markFilesClaimed();
      await opened.reopen();
      expect(await opened.storage.getInstallation('d')).toEqual({ id, filesClaimed: true });
    });
  });
}
