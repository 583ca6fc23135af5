import type { ContextNote } from '@parley/contracts';
import { limits } from '@parley/contracts';
import { useRef, useState } from 'react';
import { editSummary, removeNote } from '../../lib/context-notes.ts';
import { t } from '../../localization/localization.ts';
import { focusComposer } from '../../lib/focus-composer.ts';
import { Button } from '../ui/Button.tsx';
import { attempt } from './say-failure.ts';

interface FoldNoteProps {
  conversationId: string;
  note: ContextNote;
}

function Editing({ note, conversationId, onDone }: FoldNoteProps & { onDone: () => void }) {
  const [text, setText] = useState(note.text);
  const wanted = text.trim();
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') attempt(editSummary(conversationId, note.id, wanted).then(onDone));
      }}
    >
      <textarea
        autoFocus
        rows={8}
        dir="auto"
        value={text}
        maxLength={limits.summaryCharacters}
        aria-label={t('context.editLabel')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
        className="w-full resize-y rounded-m border border-line bg-canvas px-3 py-2 font-read text-read/normal outline-none focus:border-line-strong"
      />
      <div className="flex gap-2">
        <Button type="submit" size="small" look="first" disabled={wanted === ''}>
          {t('common.save')}
        </Button>
        <Button size="small" look="quiet" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Where the messages above are summarised, or left out: what stands for them, with a way to change it and back. */
export function FoldNote({ conversationId, note }: FoldNoteProps) {
  const [editing, setEditing] = useState(false);
  const edited = useRef(false);
  const summary = note.kind === 'summary';
  const title = t(summary ? 'context.note.summary' : 'context.note.cut');
  return (
    <section aria-label={title} className="mx-auto my-2 grid max-w-measure gap-2 rounded-m border border-line bg-tint px-4 py-3 text-ui">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 font-medium max-desk:basis-full">{title}</p>
        {summary && !editing ? (
          <Button
            size="small"
            look="quiet"
            ref={(button) => {
              if (edited.current) button?.focus();
              edited.current = false;
            }}
            onClick={() => setEditing(true)}
          >
            {t('context.note.edit')}
          </Button>
        ) : null}
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            // The note goes with its buttons. Not on touch, where this would open the keyboard.
            if (window.matchMedia('(pointer: fine)').matches) focusComposer();
            attempt(removeNote(conversationId, note.id));
          }}
        >
          {t('context.note.remove')}
        </Button>
      </div>
      {editing ? (
        <Editing
          conversationId={conversationId}
          note={note}
          onDone={() => {
            // The field goes, and the focus returns to where it came from.
            edited.current = true;
            setEditing(false);
          }}
        />
      ) : null}
      {summary && !editing ? (
        <details>
          <summary className="cursor-pointer rounded-s text-text-soft">{t('context.note.show')}</summary>
          <p className="pt-1.5 font-read text-read/normal whitespace-pre-wrap wrap-anywhere" dir="auto">
            {note.text}
          </p>
        </details>
      ) : null}
    </section>
  );
}
