import type { BoxSummary } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/client.ts';
import { localTime } from '../i18n/time.ts';
import { t, textOf } from '../i18n/t.ts';

/** Boxes speak every 30 s; looking more often shows nothing new. */
const POLL_MS = 10_000;

/** What a technician asks first: is the box there, and does each camera give a picture? */
export function BoxesPage() {
  const [boxes, setBoxes] = useState<BoxSummary[]>();
  useEffect(() => {
    const load = () => {
      api.boxes().then(setBoxes, () => undefined);
    };
    load();
    const timer = setInterval(load, POLL_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <main class="list">
      <h1 class="page">{t('app.boxes')}</h1>
      {boxes?.length === 0 && <p class="empty">{t('boxes.none')}</p>}
      {boxes?.map((box) => (
        <section class="box" key={box.id}>
          <h2>
            {box.id} <span class={`chip ${box.state}`}>{t(`boxes.${box.state}`)}</span>
          </h2>
          {box.lastEventAt !== null && (
            <small>
              {t('boxes.last')}: {localTime(box.lastEventAt)}
            </small>
          )}
          <ul>
            {box.cameras.map((camera) => (
              <li key={camera.id}>
                <strong>{camera.id}</strong>{' '}
                <span class={`chip ${camera.state}`}>
                  {t(`boxes.${camera.state}`)}
                  {camera.reason !== undefined &&
                    `: ${textOf(`boxes.reason.${camera.reason}`, camera.reason)}`}
                </span>{' '}
                <small>
                  {camera.analysed} {t('boxes.analysed')} · {camera.skipped} {t('boxes.skipped')}
                </small>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}
