import '../../localization/auth-words.ts';
import { useEffect, useState } from 'react';
import { t } from '../../localization/localization.ts';
import { leaveSession, useSession } from '../../lib/session.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SignInForm } from './SignInForm.tsx';

/** Asks to sign in over the page when a session has ended. What was being done waits and goes on by itself. */
export function SignInAgain() {
  const email = useSession((state) => state.account?.email);
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    // Nobody opened this: whoever was writing goes on where they were, once the page can be focused again.
    return () => void setTimeout(() => before instanceof HTMLElement && before.focus());
  }, [before]);
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      dismissible={false}
      title={t('auth.again.title')}
      description={t('auth.again.text')}
      className="desk:max-w-105"
    >
      <div className="overflow-y-auto px-6 pb-6">
        <SignInForm email={email} onSignedIn={() => undefined} />
        <Button look="quiet" size="full" className="mt-1.5" onClick={leaveSession}>
          {t('auth.again.other')}
        </Button>
      </div>
    </Dialog>
  );
}
