import type { CasePicture } from '@vamco/contracts';
import { t } from '../i18n/t.ts';
import { localClock } from '../i18n/time.ts';

interface Props {
  pictures: CasePicture[];
  chosen: number;
  onChoose: (index: number) => void;
}

/** The pictures of a case side by side, in order of time. */
export function Strip({ pictures, chosen, onChoose }: Props) {
  return (
    <div class="strip">
      {pictures.map((picture, index) => (
        <button
          type="button"
          key={picture.role}
          aria-pressed={index === chosen}
          onClick={() => {
            onChoose(index);
          }}
        >
          {picture.url === null ? <span class="waiting" /> : <img src={picture.url} alt="" />}
          <span class="caption">
            <kbd>{index + 1}</kbd> {t(`case.${picture.role}`)}
            <small>{localClock(picture.at)}</small>
          </span>
        </button>
      ))}
    </div>
  );
}
