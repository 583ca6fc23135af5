import { copyText } from '../../lib/copy-text.ts';
import { showToast } from '../../lib/toasts.ts';
import { t } from '../../localization/localization.ts';
import { Button, type ButtonProps } from '../ui/Button.tsx';

interface CopyButtonProps extends Pick<ButtonProps, 'look'> {
  text: string;
  label: string;
}

/** Copies a text and says whether that worked. */
export function CopyButton({ text, label, look }: CopyButtonProps) {
  const copy = async (): Promise<void> => {
    if (await copyText(text)) showToast(t('settings.programs.copied'));
    else showToast(t('settings.programs.notCopied'), { tone: 'bad' });
  };
  return (
    <Button {...(look === undefined ? {} : { look })} onClick={() => void copy()}>
      {label}
    </Button>
  );
}
