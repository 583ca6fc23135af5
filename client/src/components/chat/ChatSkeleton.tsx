import { t } from '../../localization/localization.ts';
import { Skeleton } from '../ui/Skeleton.tsx';

/** A conversation that is on its way, in the shape it will have. */
export function ChatSkeleton() {
  return (
    <div className="min-h-0 flex-1 overflow-hidden px-4.5 pt-6 desk:px-6" aria-busy>
      <span className="sr-only">{t('conversation.loading')}</span>
      <div className="mx-auto flex max-w-measure flex-col gap-7">
        <Skeleton className="ms-auto h-11 w-3/5 rounded-l!" />
        <div className="flex flex-col gap-3.5">
          {['w-full', 'w-11/12', 'w-full', 'w-4/5', 'w-2/5'].map((width, index) => (
            <Skeleton key={index} className={`h-3.5 ${width}`} />
          ))}
        </div>
        <Skeleton className="ms-auto h-11 w-2/5 rounded-l!" />
        <div className="flex flex-col gap-3.5">
          {['w-11/12', 'w-full', 'w-3/5'].map((width, index) => (
            <Skeleton key={index} className={`h-3.5 ${width}`} />
          ))}
        </div>
      </div>
    </div>
  );
}
