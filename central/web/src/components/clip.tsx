import type { ViolationCase } from '@vamco/contracts';
import { useState } from 'preact/hooks';
import { t } from '../i18n/t.ts';

/** The stream around the act, as the camera sent it; loaded when somebody plays it. */
export function Clip({ clip }: { clip: NonNullable<ViolationCase['clip']> }) {
  const [failed, setFailed] = useState(false);
  const seconds = (ms: number) => `${ms < 0 ? '−' : '+'}${Math.abs(ms / 1000).toFixed(1)} s`;
  return (
    <figure class="clip">
      {failed ? (
        <p role="alert">{t('case.clipUnplayable')}</p>
      ) : (
        <video
          src={clip.url}
          controls
          muted
          playsInline
          preload="none"
          onError={() => {
            setFailed(true);
          }}
        />
      )}
      <figcaption>
        {t('case.clip')} · {seconds(clip.fromMs)} – {seconds(clip.toMs)}
      </figcaption>
    </figure>
  );
}
