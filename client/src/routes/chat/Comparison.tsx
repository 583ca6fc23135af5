import type { ConversationSettings, Message } from '@parley/contracts';
import { useNavigate } from '@tanstack/react-router';
import { ChatSkeleton } from '../../components/chat/ChatSkeleton.tsx';
import { attempt } from '../../components/chat/say-failure.ts';
import type { BranchItem } from '../../stores/branch-merge.ts';
import type { Branch } from '../../stores/branches.ts';
import { goOnWith, useColumns } from '../../stores/compare.ts';
import { comparePart } from './compare-part.ts';

/** A question with several answers. */
export interface Compared {
  readonly question: Message;
  /** The answer that is on show in the chat. */
  readonly shown: Message;
}

/** The question of this id, when it is on the branch and has more than one answer. */
export function comparedIn(messages: readonly BranchItem[], questionId: string | undefined): Compared | null {
  if (questionId === undefined) return null;
  const question = messages.find((item): item is Message => !('type' in item) && item.id === questionId);
  const shown = messages.find((item): item is Message => !('type' in item) && item.parentId === questionId);
  return question && shown && shown.siblings.length > 1 ? { question, shown } : null;
}

interface ComparisonProps {
  branch: Branch;
  compared: Compared;
  /** The model of the answer that is gone on with, and what it was asked with, are the chat's from now on. */
  onGoOn: (settings: ConversationSettings) => void;
}

/** The newest answers to a question beside each other, until one is gone on with or all are kept as versions. */
export function Comparison({ branch, compared: { question, shown }, onGoOn }: ComparisonProps) {
  const part = comparePart.usePart();
  const navigate = useNavigate();
  const answerIds = useColumns(shown.siblings);
  const close = (): void => void navigate({ to: '/c/$conversationId', params: { conversationId: branch.id }, search: {}, replace: true });
  if (!part) return <ChatSkeleton />;
  return (
    <part.CompareColumns
      question={question.parts}
      answerIds={answerIds}
      branch={branch.messages}
      onClose={close}
      onPick={(answer) => {
        attempt(
          goOnWith(answer, shown.id).then((settings) => {
            if (answer.model) onGoOn({ ...settings, model: answer.model });
            close();
          }),
        );
      }}
    />
  );
}
