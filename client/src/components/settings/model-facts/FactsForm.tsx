import type { Endpoint, ModelInfo } from '@parley/contracts';
import { useState, type FormEvent } from 'react';
import { useFocusRefused } from '../../../hooks/use-focus-refused.ts';
import { refusalOf } from '../../../lib/field-refusal.ts';
import { formatCount } from '../../../lib/money.ts';
import { showToast } from '../../../lib/toasts.ts';
import { currentLocale, t } from '../../../localization/localization.ts';
import { ErrorNotice } from '../../ui/Notice.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { Override } from './choose-models.ts';
import { capabilities, figures, fromDraft, toDraft, type Figure } from './facts-draft.ts';
import { useChangeFacts } from './use-change-facts.ts';
import { FormActions } from '../FormActions.tsx';

interface FactsFormProps {
  endpoint: Pick<Endpoint, 'id'>;
  info: ModelInfo;
  override: Override | undefined;
  onDone: () => void;
}

const price = (value: number | undefined): string =>
  value === undefined ? '' : new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 6, useGrouping: false }).format(value);

/** What holds while a field is empty. */
function inForce({ contextTokens, outputTokens, prices }: ModelInfo): Readonly<Partial<Record<Figure, string>>> {
  const count = (value: number | undefined): string => (value === undefined ? '' : formatCount(value));
  return {
    contextTokens: count(contextTokens),
    outputTokens: count(outputTokens),
    'prices.input': price(prices?.input),
    'prices.output': price(prices?.output),
    'prices.cachedInput': price(prices?.cachedInput),
    'prices.cacheWrite': price(prices?.cacheWrite),
  };
}

/** Says what a model holds, takes and costs. An empty field leaves what is known otherwise. */
export function FactsForm({ endpoint, info, override, onDone }: FactsFormProps) {
  const before = override?.facts ?? {};
  const [draft, setDraft] = useState(() => toDraft(before));
  const { put, busy, error } = useChangeFacts();
  const refusal = refusalOf(error, (path) => /Tokens$|\.above$/.test(path));
  const refused = figures.find((figure) => refusal?.path === `body.${figure}`);
  const form = useFocusRefused(error);
  const known = inForce(info);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = override?.name ?? `${endpoint.id}/${info.id}`;
    if (!(await put(name, fromDraft(draft, before)))) return;
    showToast(t('settings.models.saved', { name: info.name }));
    onDone();
  };
  const field = (figure: Figure, takesFocus = false) => (
    <TextField
      key={figure}
      label={t(`settings.models.figure.${figure}`)}
      value={draft.figures[figure]}
      placeholder={known[figure] ?? ''}
      inputMode="decimal"
      autoComplete="off"
      takesFocus={takesFocus}
      onChange={({ target: { value } }) => setDraft((now) => ({ ...now, figures: { ...now.figures, [figure]: value } }))}
      error={refused === figure ? refusal?.words : undefined}
    />
  );
  const say = (name: (typeof capabilities)[number], value: string): void => {
    const { [name]: _, ...others } = draft.can;
    setDraft({ ...draft, can: value === '' ? others : { ...others, [name]: value === 'yes' } });
  };
  return (
    <form
      ref={form}
      aria-label={t('settings.models.changeNamed', { name: info.name })}
      onSubmit={(event) => void save(event)}
      className="grid gap-4 pt-1"
    >
      <p className="text-small text-text-soft">{t('settings.models.form.help')}</p>
      <div className="grid gap-3 desk:grid-cols-2">
        {field('contextTokens', true)}
        {field('outputTokens')}
      </div>
      <fieldset>
        <legend className="mb-2 font-medium">{t('settings.models.prices')}</legend>
        <div className="grid gap-3 desk:grid-cols-2">
          {(['prices.input', 'prices.output', 'prices.cachedInput', 'prices.cacheWrite'] as const).map((figure) => field(figure))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-medium">{t('settings.models.form.long')}</legend>
        <div className="grid gap-3 desk:grid-cols-3">
          {(['prices.long.above', 'prices.long.input', 'prices.long.output'] as const).map((figure) => field(figure))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-medium">{t('settings.models.can')}</legend>
        <div className="grid gap-3 desk:grid-cols-3">
          {capabilities.map((name) => (
            <SelectField
              key={name}
              label={t(`settings.models.can.${name}`)}
              value={draft.can[name] === undefined ? '' : draft.can[name] ? 'yes' : 'no'}
              onChange={(value) => say(name, value)}
              options={[
                { value: '', label: t('settings.models.form.unsaid') },
                { value: 'yes', label: t('settings.probe.yes') },
                { value: 'no', label: t('settings.probe.no') },
              ]}
            />
          ))}
        </div>
      </fieldset>
      {error && refused === undefined ? <ErrorNotice error={error} /> : null}
      <FormActions busy={busy} onCancel={onDone} />
    </form>
  );
}
