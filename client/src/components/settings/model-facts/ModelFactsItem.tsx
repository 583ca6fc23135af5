import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { contextWords, priceWords } from '../../../lib/fact-words.ts';
import { t } from '../../../localization/localization.ts';
import { FactsPanel, type ModelFactsProps } from './FactsPanel.tsx';

/** One model in a line; all that is known of it, and the ways to change that, when it is opened. */
export function ModelFactsItem(props: ModelFactsProps) {
  const { info } = props;
  const [open, setOpen] = useState(false);
  const panel = useId();
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-2 rounded-m py-2 text-start outline-offset-[-2px] hover:bg-tint pointer-coarse:min-h-11"
      >
        <ChevronRight aria-hidden className={open ? 'mt-0.75 size-4 shrink-0 rotate-90' : 'mt-0.75 size-4 shrink-0 rtl:-scale-x-100'} />
        <span className="min-w-0 flex-1">
          <bdi className="block font-medium wrap-anywhere">{info.name}</bdi>
          <span className="block text-small text-text-soft">
            {contextWords(info)} · {priceWords(info.prices)}
          </span>
        </span>
        <span className="shrink-0 pe-1 text-small text-text-soft">{t(`settings.models.source.${info.source ?? 'assumed'}`)}</span>
      </button>
      {open ? (
        <div id={panel} className="ps-6 pb-4">
          <FactsPanel {...props} />
        </div>
      ) : null}
    </li>
  );
}
