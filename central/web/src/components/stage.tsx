import type { CasePicture } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { localClock } from '../i18n/time.ts';
import { viewBox, type Size } from '../logic/zoom.ts';

/** The picture's own size; until it is known, that of the one before (a camera seldom changes it). */
function useSize(url: string | null): Size {
  const [size, setSize] = useState<Size>({ width: 1280, height: 720 });
  useEffect(() => {
    if (url === null) return undefined;
    const image = new Image();
    image.onload = () => {
      setSize({ width: image.naturalWidth, height: image.naturalHeight });
    };
    image.src = url;
    return () => {
      image.onload = null;
    };
  }, [url]);
  return size;
}

interface Props {
  picture: CasePicture;
  /** Where the vehicle is; the marked copy has no box of its own. */
  focus: number[] | undefined;
  showBox: boolean;
  zoomed: boolean;
  onBox: () => void;
  onZoom: () => void;
}

/** One still, large; the vehicle's box is drawn over it, never into it. */
export function Stage({ picture, focus, showBox, zoomed, onBox, onZoom }: Props) {
  const { url, role } = picture;
  const { width, height } = useSize(url);
  const label = `${t(`case.${role}`)} · ${localClock(picture.at)}`;
  const [x = 0, y = 0, w = 0, h = 0] = picture.box ?? [];
  const place = { x: x * width, y: y * height, width: w * width, height: h * height };
  return (
    <figure class="stage">
      {url === null ? (
        <div class="waiting">{t('picture.waiting')}</div>
      ) : (
        <svg viewBox={viewBox({ width, height }, zoomed ? focus : undefined)} role="img" aria-label={label}>
          <image href={url} width={width} height={height} />
          {showBox && picture.box && (
            <>
              <rect class="halo" {...place} vector-effect="non-scaling-stroke" />
              <rect {...place} vector-effect="non-scaling-stroke" />
            </>
          )}
        </svg>
      )}
      <figcaption>{label}</figcaption>
      <div class="tools">
        <button type="button" aria-pressed={showBox} disabled={!picture.box} onClick={onBox}>
          {t('case.box')} <kbd>B</kbd>
        </button>
        <button type="button" aria-pressed={zoomed} disabled={!focus} onClick={onZoom}>
          {t('case.zoom')} <kbd>Z</kbd>
        </button>
      </div>
    </figure>
  );
}
