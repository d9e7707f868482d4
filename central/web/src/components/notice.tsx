import type { Decision } from '@vamco/contracts';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t.ts';

export type Told = { decision: Decision } | 'password.done';

const STAYS_MS = 8_000;

/** Says what has just been stored, with the way back to it. */
export function Notice({ told, onDone }: { told: Told | undefined; onDone: () => void }) {
  useEffect(() => {
    if (told === undefined) return undefined;
    const timer = setTimeout(onDone, STAYS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [told]);
  return (
    <div class="notice" role="status">
      {told === 'password.done' && <p>{t(told)}</p>}
      {told !== undefined && told !== 'password.done' && (
        <p>
          {t('decide.stored')}: <strong>{t(`state.${told.decision.outcome}`)}</strong>{' '}
          <a href={`#/case/${told.decision.violation}`}>{t('decide.look')}</a>
        </p>
      )}
    </div>
  );
}
