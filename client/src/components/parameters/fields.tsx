import type { CallSettings, Parameter } from '@parley/contracts';
import { Plus, X } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { currentLocale, isWordKey, t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';

export type Value = CallSettings[keyof CallSettings];

export interface FieldProps {
  parameter: Parameter;
  name: string;
  value: Value;
  /** Undefined leaves it to the model. */
  onChange: (value: Value) => void;
  describedBy: string;
  id: string;
}

const box = 'min-h-(--control) rounded-m border border-line-strong bg-canvas px-2.5 text-base desk:text-ui';

export const shownValue = (value: Parameter['default']): string => {
  if (typeof value === 'number') return new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 3 }).format(value);
  if (typeof value === 'boolean') return t(value ? 'parameters.on' : 'parameters.off');
  return value === undefined ? '' : wordsOfOption(value);
};

export function wordsOfOption(option: string): string {
  const key = `parameters.option.${option}`;
  return isWordKey(key) ? t(key) : option;
}

const within = (value: number, { min, max }: Parameter): boolean => value >= (min ?? -Infinity) && value <= (max ?? Infinity);

/** A number that is written; what is out of range is said and not kept. */
export function NumberBox({ parameter, name, value, onChange, describedBy, id, narrow = false }: FieldProps & { narrow?: boolean }) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? (typeof value === 'number' ? String(value) : '');
  const isWhole = Number.isInteger(parameter.step ?? 1);
  const number = Number(text.replace(',', '.'));
  const wrong = text.trim() !== '' && (!Number.isFinite(number) || !within(number, parameter) || (isWhole && !Number.isInteger(number)));
  return (
    <span className={narrow ? 'flex flex-col items-end' : 'flex flex-col'}>
      <input
        id={id}
        type="text"
        inputMode={isWhole ? 'numeric' : 'decimal'}
        aria-label={t('parameters.value', { name })}
        aria-describedby={`${describedBy}${wrong ? ` ${id}-wrong` : ''}`}
        aria-invalid={wrong || undefined}
        placeholder={parameter.default === undefined ? t('parameters.default') : shownValue(parameter.default)}
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          const parsed = Number(next.replace(',', '.'));
          if (next.trim() === '') onChange(undefined);
          else if (Number.isFinite(parsed) && within(parsed, parameter) && !(isWhole && !Number.isInteger(parsed))) onChange(parsed);
        }}
        onBlur={() => setTyped(undefined)}
        className={`${box} ${narrow ? 'w-22 text-end' : 'w-40'} tabular-nums aria-invalid:border-bad`}
      />
      {wrong ? (
        <span id={`${id}-wrong`} className="pt-1 text-small text-bad">
          {t('parameters.outOfRange', { min: shownValue(parameter.min), max: shownValue(parameter.max) })}
        </span>
      ) : null}
    </span>
  );
}

/** A slider with its number beside it. While nothing is set it stands at the default. */
export function SliderField(props: FieldProps) {
  const { parameter, name, value, onChange, describedBy } = props;
  const { min = 0, max = 1, step = 0.01, default: preset } = parameter;
  const shown = typeof value === 'number' ? value : typeof preset === 'number' ? preset : (min + max) / 2;
  return (
    <div className="flex items-center gap-3">
      <input
        type="range"
        aria-label={name}
        aria-describedby={describedBy}
        aria-valuetext={value === undefined ? `${t('parameters.default')} ${shownValue(preset)}` : shownValue(shown)}
        min={min}
        max={max}
        step={step}
        value={shown}
        onChange={(event) => onChange(Number(event.target.value))}
        className={`h-8 min-w-0 flex-1 cursor-pointer pointer-coarse:h-11 ${value === undefined ? 'opacity-60' : ''}`}
      />
      <NumberBox {...props} narrow />
    </div>
  );
}

export function SelectField({ parameter, name, value, onChange, describedBy, id }: FieldProps) {
  const words =
    parameter.default === undefined ? t('parameters.default') : t('parameters.defaultIs', { value: shownValue(parameter.default) });
  const options = parameter.options ?? [];
  const known = typeof value === 'string' && !options.includes(value) ? [...options, value] : options;
  return (
    <select
      id={id}
      aria-label={name}
      aria-describedby={describedBy}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : (event.target.value as Value))}
      className={`${box} w-full max-w-64`}
    >
      <option value="">{words}</option>
      {known.map((option) => (
        <option key={option} value={option}>
          {wordsOfOption(option)}
        </option>
      ))}
    </select>
  );
}

export function SwitchField({ parameter, name, value, onChange, describedBy, id }: FieldProps) {
  const on = typeof value === 'boolean' ? value : parameter.default === true;
  return (
    <button
      id={id}
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={name}
      aria-describedby={describedBy}
      onClick={() => onChange(!on)}
      className="inline-flex h-6.5 w-11 items-center rounded-full border border-line-strong bg-canvas p-0.5 transition-colors aria-checked:border-accent aria-checked:bg-accent"
    >
      <span
        aria-hidden
        className={`size-5 rounded-full transition-transform ${on ? 'translate-x-4 bg-canvas rtl:-translate-x-4' : 'bg-text-soft'}`}
      />
    </button>
  );
}

/** Short texts as chips; Enter adds one, Backspace in the empty field takes the last away. */
export function TagsField({ parameter, name, value, onChange, describedBy, id }: FieldProps) {
  const [typed, setTyped] = useState('');
  const tags = Array.isArray(value) ? value : [];
  const isFull = tags.length >= (parameter.maxItems ?? Infinity);
  const set = (next: string[]): void => onChange(next.length === 0 ? undefined : next);
  const add = (): void => {
    // `\n` is written as such, since Enter adds.
    const text = typed.replaceAll('\\n', '\n');
    if (text === '' || isFull) return;
    if (!tags.includes(text)) set([...tags, text]);
    setTyped('');
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) set(tags.slice(0, -1));
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {tags.length === 0 ? null : (
        <ul aria-label={name} className="contents">
          {tags.map((tag) => (
            <li key={tag} className="inline-flex min-h-8 items-center gap-1 rounded-full bg-tint ps-3 pe-1 text-small">
              <code className="max-w-48 truncate">{tag.replaceAll('\n', '\\n')}</code>
              <button
                type="button"
                aria-label={t('parameters.remove', { text: tag })}
                onClick={() => set(tags.filter((other) => other !== tag))}
                className="grid size-6 place-items-center rounded-full hover:bg-tint-strong"
              >
                <X aria-hidden className="size-3.5!" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        type="text"
        aria-label={t('parameters.addTo', { name })}
        aria-describedby={describedBy}
        value={typed}
        maxLength={256}
        disabled={isFull}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={press}
        className={`${box} w-36 disabled:opacity-50`}
      />
      <Button size="small" onClick={add} disabled={typed === '' || isFull}>
        <Plus aria-hidden className="size-4!" /> {t('parameters.add')}
      </Button>
    </div>
  );
}

export function LongTextField({ name, value, onChange, describedBy, id }: FieldProps) {
  const made = useId();
  return (
    <textarea
      id={id || made}
      rows={4}
      dir="auto"
      aria-label={name}
      aria-describedby={describedBy}
      maxLength={100_000}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      className="block w-full resize-y rounded-m border border-line-strong bg-canvas px-3 py-2 font-read text-read/normal"
    />
  );
}
