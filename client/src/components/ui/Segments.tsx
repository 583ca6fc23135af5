import { clsx } from 'clsx';
import { useId } from 'react';

export interface SegmentsProps<Value extends string> {
  /** The accessible name of the group. */
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
}

/** One of a few, all in sight: native radio buttons, so that the arrow keys and every screen reader know them. */
export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <fieldset className="inline-flex flex-wrap rounded-m border border-line bg-canvas p-0.75">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'inline-flex min-h-8 cursor-pointer items-center rounded-s px-3 transition-colors select-none has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent',
            option.value === value ? 'bg-tint-strong font-medium' : 'text-text-soft hover:text-text',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
