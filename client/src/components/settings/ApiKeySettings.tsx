import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConfig } from '../../hooks/use-config.ts';
import { useFocusBack } from '../../hooks/use-focus-back.ts';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { ApiKeyForm, type MadeKey } from './ApiKeyForm.tsx';
import { ApiKeyItem } from './ApiKeyItem.tsx';
import { ApiKeySecret } from './ApiKeySecret.tsx';
import { apiKeysQuery } from './api-keys-query.ts';
import { CopyButton } from './CopyButton.tsx';
import { Setting } from './Setting.tsx';

/** Keys for programs: what they call, what there is, and one more. */
export function ApiKeySettings() {
  const allowed = useConfig().data?.apiKeys ?? true;
  return allowed ? <ApiKeys /> : <p className="py-4 text-text-soft">{t('settings.programs.off')}</p>;
}

function ApiKeys() {
  const keys = useQuery(apiKeysQuery);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey>();
  const { ref, back } = useFocusBack();
  return (
    <>
      <p className="pt-3 text-small text-text-soft">{t('settings.programs.help')}</p>
      <Address />
      {making ? (
        <ApiKeyForm
          onMade={(key) => {
            setMade(key);
            setMaking(false);
          }}
          onCancel={() => {
            back();
            setMaking(false);
          }}
        />
      ) : made ? (
        <ApiKeySecret
          made={made}
          onDone={() => {
            back();
            setMade(undefined);
          }}
        />
      ) : (
        <div className="border-b border-line py-4">
          <Button ref={ref} onClick={() => setMaking(true)}>
            {t('settings.programs.create')}
          </Button>
        </div>
      )}
      {keys.isPending ? <Skeleton className="my-4 h-16 w-full rounded-m" /> : null}
      {keys.isError ? <ErrorNotice error={keys.error} onRetry={() => void keys.refetch()} className="my-4" /> : null}
      {keys.data?.length === 0 ? <p className="py-4 text-text-soft">{t('settings.programs.none')}</p> : null}
      {keys.data?.map((key) => (
        <ApiKeyItem key={key.id} apiKey={key} />
      ))}
    </>
  );
}

function Address() {
  const address = `${window.location.origin}/v1`;
  return (
    <Setting label={t('settings.programs.address')} help={t('settings.programs.address.help')}>
      <div className="flex flex-wrap items-center gap-2">
        <code className="font-code text-small wrap-anywhere">{address}</code>
        <CopyButton text={address} label={t('settings.programs.copyAddress')} />
      </div>
    </Setting>
  );
}
