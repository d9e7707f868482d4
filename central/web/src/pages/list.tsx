import type { ViolationItem } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/client.ts';
import { listenLive } from '../api/live.ts';
import { t } from '../i18n/t.ts';
import { localTime } from '../i18n/time.ts';

const states = ['pending', 'unsure', 'confirmed', 'rejected', 'all'] as const;
type StateFilter = (typeof states)[number];

/** Pictures follow their event by moments: look again while some are missing. */
const PICTURE_POLL_MS = 1_500;

/** A request that failed is made again by the next event or by the reviewer. */
const ignore = () => undefined;

export function ListPage() {
  const [state, setState] = useState<StateFilter>('pending');
  const [items, setItems] = useState<ViolationItem[]>();
  const [next, setNext] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const [news, setNews] = useState('');

  const load = () => {
    api.violations(state).then((page) => {
      setItems(page.items);
      setNext(page.next);
    }, ignore);
  };
  useEffect(() => {
    load();
    return listenLive({
      violation: () => {
        load();
        setNews(t('list.new'));
      },
      decision: load,
    });
  }, [state]);
  const lacking = items?.some((item) => item.thumbnail === null) ?? false;
  useEffect(() => {
    if (!lacking) return undefined;
    const timer = setTimeout(load, PICTURE_POLL_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [items]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).matches('input')) return;
      const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key] ?? 0;
      const count = items?.length ?? 0;
      if (step !== 0 && count > 0) {
        event.preventDefault();
        setChosen((current) => Math.min(count - 1, Math.max(0, current + step)));
      }
      const item = items?.[chosen];
      if (event.key === 'Enter' && item && !(event.target as HTMLElement).matches('a, button'))
        location.hash = `#/case/${item.id}`;
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  });
  const more = () => {
    if (next === null) return;
    api.violations(state, next).then((page) => {
      setItems([...(items ?? []), ...page.items]);
      setNext(page.next);
    }, ignore);
  };
  return (
    <main class="list">
      <nav>
        {states.map((name) => (
          <button
            type="button"
            key={name}
            aria-pressed={name === state}
            onClick={() => {
              setState(name);
            }}
          >
            {t(`state.${name}`)}
          </button>
        ))}
        <span class="keys">{t('list.keys')}</span>
      </nav>
      <p class="hidden" aria-live="polite">
        {news}
      </p>
      {items?.length === 0 && (
        <div class="empty">
          <strong>{t('list.empty')}</strong>
          <span>{t('list.emptyHint')}</span>
        </div>
      )}
      <ol>
        {items?.map((item, index) => (
          <li key={item.id}>
            <a href={`#/case/${item.id}`} class={index === chosen ? 'row chosen' : 'row'}>
              {item.thumbnail === null ? (
                <span class="waiting">{t('picture.waiting')}</span>
              ) : (
                <img src={item.thumbnail} alt="" />
              )}
              <span class="what">
                <strong>{t(`rule.${item.rule}`)}</strong>
                <span>{t(`class.${item.class}`)}</span>
              </span>
              <span class="where">
                <span>{item.place}</span>
                <small>
                  {item.box} · {item.camera}
                </small>
              </span>
              <time dateTime={item.at}>{localTime(item.at)}</time>
              <span class={`chip ${item.state}`}>{t(`state.${item.state}`)}</span>
            </a>
          </li>
        ))}
      </ol>
      {next !== null && (
        <button type="button" class="more" onClick={more}>
          {t('list.more')}
        </button>
      )}
    </main>
  );
}
