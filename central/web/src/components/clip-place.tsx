import type { ClipState } from '@vamco/contracts';
import { t } from '../i18n/t.ts';
import { localTime } from '../i18n/time.ts';
import { clipSentence } from '../logic/clip.ts';

interface Props {
  clip: ClipState;
  busy: boolean;
  /** The request did not reach the centre. */
  failed: boolean;
  onAsk: () => void;
}

/** Who asked for a clip, and when. */
export function AskedBy({ asked }: { asked: NonNullable<ClipState['asked']> }) {
  return (
    <small>
      {t('clip.askedBy')} {asked.by.name} · {localTime(asked.at)}
    </small>
  );
}

/** Where the clip of a case is while it does not play here, and the way to ask its box for it. */
export function ClipPlace({ clip, busy, failed, onAsk }: Props) {
  const { state, why, asked } = clip;
  return (
    <section class="clip-place">
      <h2>{t('case.clip')}</h2>
      <p role="status" class={state}>
        {why === null ? t(`clip.${clipSentence(clip)}`) : t(`clip.why.${why}`)}
      </p>
      {asked && <AskedBy asked={asked} />}
      {state === 'on-box' && (
        <button type="button" disabled={busy} onClick={onAsk}>
          {t('clip.ask')} <kbd>V</kbd>
        </button>
      )}
      {failed && <p role="alert">{t('clip.failed')}</p>}
    </section>
  );
}
