import type { CasePicture } from '@vamco/contracts';
import { t } from '../i18n/t.ts';

/** One still, with the vehicle's box drawn over it (never into it). */
export function Picture({
  picture,
  label,
  showBox,
}: {
  picture: CasePicture;
  label: string;
  showBox: boolean;
}) {
  if (picture.url === null) return <div class="waiting">{t('picture.waiting')}</div>;
  const [x = 0, y = 0, w = 0, h = 0] = picture.box ?? [];
  return (
    <div class="picture">
      <img src={picture.url} alt={label} />
      {showBox && picture.box && (
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <rect x={x} y={y} width={w} height={h} vector-effect="non-scaling-stroke" />
        </svg>
      )}
    </div>
  );
}
