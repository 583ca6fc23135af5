import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../localization/localization.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { TextField, type TextFieldProps } from '../ui/TextField.tsx';

/** A password that can be looked at. Password managers go by its type and autocomplete. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'end'>) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="none"
      autoCorrect="off"
      end={
        <IconButton
          label={t(shown ? 'auth.password.hide' : 'auth.password.show')}
          aria-pressed={shown}
          className="me-1 aria-pressed:bg-transparent!"
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
      }
    />
  );
}
