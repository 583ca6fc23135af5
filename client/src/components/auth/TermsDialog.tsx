import '../../localization/auth-words.ts';
import '../../localization/transcript-words.ts';
import type { Terms } from '@parley/contracts';
import { useState } from 'react';
import { configQuery } from '../../hooks/use-config.ts';
import { api } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { queryClient } from '../../lib/query-client.ts';
import { signOut } from '../../lib/session.ts';
import { termsQuery } from '../../lib/terms-query.ts';
import { t } from '../../localization/localization.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { LegalLinks } from '../ui/LegalLinks.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';

/** Tells the cache; when the text has changed meanwhile, what holds now is read and asked. */
async function accept(version: string): Promise<void> {
  try {
    const { terms } = await api.account.acceptTerms({ body: { version } });
    queryClient.setQueryData(termsQuery(version).queryKey, terms);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'terms.changed') await queryClient.invalidateQueries(configQuery);
    throw error;
  }
}

/** Asks for agreement with the operator's terms over the page. There is no way around it but signing out; what was written stays. */
export function TermsDialog({ terms: { version, title, content, link } }: { terms: Terms }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const name = title ?? t('terms.title');
  const run = async (action: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    await action().catch(setError);
    setBusy(false);
  };
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      dismissible={false}
      title={name}
      description={t(content === '' ? 'terms.textBehindLink' : 'terms.text')}
      className="desk:max-w-160"
    >
      {content === '' ? null : (
        <section
          aria-label={name}
          // A text that is longer than the dialog is scrolled by keyboard too.
          tabIndex={0}
          className="md mt-2 min-h-0 flex-1 overflow-y-auto border-y border-line px-6 py-4 outline-offset-[-2px]"
        >
          <Markdown text={content} id={`terms-${version.slice(0, 12)}`} />
        </section>
      )}
      <div className="grid gap-2.5 px-6 pt-4 pb-6">
        {link ? <LegalLinks pages={{ termsOfService: link }} className="text-small" /> : null}
        {error === undefined ? null : <ErrorNotice error={error} />}
        <Button look="first" size="full" busy={busy ? t('terms.agreeing') : undefined} onClick={() => void run(() => accept(version))}>
          {t('terms.agree')}
        </Button>
        <Button look="quiet" size="full" disabled={busy} onClick={() => void run(signOut)}>
          {t('terms.signOut')}
        </Button>
      </div>
    </Dialog>
  );
}
