import type { Decision } from '@vamco/contracts';
import { t } from '../i18n/t.ts';
import { localTime } from '../i18n/time.ts';

/** Every decision, oldest first; none is ever taken away. */
export function Decisions({ decisions }: { decisions: Decision[] }) {
  return (
    <section>
      <h2>{t('case.decisions')}</h2>
      {decisions.length === 0 && <p class="soft">{t('case.undecided')}</p>}
      <ol class="decisions">
        {decisions.map((decision) => (
          <li key={decision.id} class={decision.outcome}>
            <strong>{t(`state.${decision.outcome}`)}</strong>: {t(`reason.${decision.reason}`)}
            {decision.note !== '' && <q>{decision.note}</q>}
            <small>
              {decision.by.name} · {localTime(decision.at)}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
