import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';

interface FormActionsProps {
  /** What the form does; absent: it saves. */
  label?: string;
  busy: boolean;
  onCancel: () => void;
}

/** The two ways out of a form: to do it, or to leave everything as it is. */
export function FormActions({ label = t('common.save'), busy, onCancel }: FormActionsProps) {
  return (
    <div className="flex gap-2">
      <Button type="submit" look="first" busy={busy ? label : undefined}>
        {label}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
    </div>
  );
}
