import type { ViolationCase } from '@vamco/contracts';
import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { AskedBy } from './clip-place.tsx';

interface Props {
  clip: NonNullable<ViolationCase['clip']>;
  asked: ViolationCase['clipState']['asked'];
  /** For the page’s key that plays it. */
  player: RefObject<HTMLVideoElement | null>;
}

/** The stream around the act, as the camera sent it; loaded when somebody plays it. */
export function Clip({ clip, asked, player }: Props) {
  const [failed, setFailed] = useState(false);
  const seconds = (ms: number) => `${ms < 0 ? '−' : '+'}${Math.abs(ms / 1000).toFixed(1)} s`;
  return (
    <figure class="clip">
      {failed ? (
        <p role="alert">{t('case.clipUnplayable')}</p>
      ) : (
        <video
          ref={player}
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
      {asked && <AskedBy asked={asked} />}
    </figure>
  );
}
