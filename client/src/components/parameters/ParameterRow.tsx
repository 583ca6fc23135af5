import type { Parameter } from '@parley/contracts';
import { Lock, RotateCcw } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { t } from '../../localization/localization.ts';
import { IconButton } from '../ui/IconButton.tsx';
import {
  LongTextField,
  NumberBox,
  SelectField,
  shownValue,
  SliderField,
  SwitchField,
  TagsField,
  type FieldProps,
  type Value,
} from './fields.tsx';

const fields: Readonly<Record<Parameter['kind'], (props: FieldProps) => ReactNode>> = {
  text: LongTextField,
  slider: SliderField,
  number: NumberBox,
  select: SelectField,
  switch: SwitchField,
  tags: TagsField,
};

interface ParameterRowProps {
  parameter: Parameter;
  value: Value;
  /** What holds while nothing is set here. */
  base?: Value;
  onChange: (value: Value) => void;
}

/** What a parameter is called: the operator's word for it, else Parley's. */
export const nameOfParameter = ({ name, label }: Pick<Parameter, 'name' | 'label'>): string => label ?? t(`parameters.${name}`);

const wordsOfDefault = ({ default: preset }: Parameter): string =>
  preset === undefined ? t('parameters.default') : t('parameters.defaultIs', { value: shownValue(preset) });

/** What the operator fixed: to be read, not to be changed. */
function FixedRow({ parameter, name, value }: { parameter: Parameter; name: string; value: NonNullable<Parameter['fixed']> }) {
  return (
    <div role="group" aria-label={name} className="border-b border-line py-4 last:border-0">
      <div className="flex min-h-8 items-center gap-2">
        <span className="min-w-0 flex-1 font-medium">{name}</span>
        <span className="flex items-center gap-1.5 text-small text-text-soft">
          <Lock aria-hidden className="size-3.5!" /> {t('parameters.fixed')}
        </span>
      </div>
      <p className="pb-2 text-small text-text-soft">{parameter.description ?? t(`parameters.${parameter.name}.help`)}</p>
      <p dir="auto" className="max-h-40 overflow-y-auto rounded-m bg-tint px-3 py-2 wrap-anywhere whitespace-pre-wrap" tabIndex={0}>
        {Array.isArray(value) ? value.join(', ') : shownValue(value)}
      </p>
    </div>
  );
}

/** One parameter: its name, what it does, its control, and the way back to the default. */
export function ParameterRow({ parameter, value, base, onChange }: ParameterRowProps) {
  const id = useId();
  const name = nameOfParameter(parameter);
  if (parameter.fixed !== undefined) return <FixedRow parameter={parameter} name={name} value={parameter.fixed} />;
  const Field = fields[parameter.kind];
  const isSet = value !== undefined;
  return (
    <div role="group" aria-label={name} className="border-b border-line py-4 last:border-0">
      <div className="flex min-h-8 items-center gap-2">
        <label htmlFor={`${id}-field`} className="min-w-0 flex-1 font-medium">
          {name}
        </label>
        {isSet ? (
          <IconButton
            size="small"
            label={t('parameters.reset', { name })}
            onClick={() => {
              onChange(undefined);
              // This button goes; the control that was reset is drawn anew first.
              requestAnimationFrame(() => document.getElementById(`${id}-field`)?.focus({ preventScroll: true }));
            }}
          >
            <RotateCcw aria-hidden />
          </IconButton>
        ) : (
          <span className="text-small text-text-soft">{base !== undefined ? t('parameters.asInChat') : wordsOfDefault(parameter)}</span>
        )}
      </div>
      <p id={`${id}-help`} className="pb-2 text-small text-text-soft">
        {parameter.description ?? t(`parameters.${parameter.name}.help`)}
      </p>
      {/* Another control once it is set or reset, so that what was half written goes. */}
      <Field id={`${id}-field`} parameter={parameter} name={name} value={value ?? base} onChange={onChange} describedBy={`${id}-help`} />
    </div>
  );
}
