import { useLayoutEffect } from 'preact/hooks';
import { useViolations } from '../api/use-violations.ts';
import { KeyLegend } from '../components/key-legend.tsx';
import { Row } from '../components/row.tsx';
import { useKeys } from '../components/use-keys.ts';
import { t } from '../i18n/t.ts';
import { rowAfter } from '../logic/keys.ts';
import { filters, type Filter } from '../logic/list.ts';

/** Where the reviewer was; outlives the page, so that coming back from a case finds the same row. */
export interface ListPlace {
  filter: Filter;
  chosen?: string;
}

interface Props {
  place: ListPlace;
  onPlace: (place: ListPlace) => void;
}

const keys = [
  ['J', 'keys.down'],
  ['K', 'keys.up'],
  ['Enter', 'keys.open'],
] as const;

export function ListPage({ place, onPlace }: Props) {
  const { list, arrived, problem, more } = useViolations(place.filter);
  const ids = list?.items.map(({ id }) => id) ?? [];
  const chosen = place.chosen !== undefined && ids.includes(place.chosen) ? place.chosen : ids[0];
  // Pinned as soon as it is shown: a case that comes in above must not slip under the reviewer's Enter.
  useLayoutEffect(() => {
    if (chosen !== undefined && chosen !== place.chosen) onPlace({ ...place, chosen });
  }, [chosen]);
  useKeys((event, target) => {
    const row = rowAfter(event.key, ids, chosen);
    if (row !== undefined) {
      event.preventDefault();
      onPlace({ ...place, chosen: row });
    }
    if (event.key === 'Enter' && chosen !== undefined && !target.matches('a, button, summary'))
      location.hash = `#/case/${chosen}`;
  });
  return (
    <main class="list">
      <h1 class="hidden">{t('list.title')}</h1>
      <nav aria-label={t('list.filter')}>
        {filters.map((filter) => (
          <button
            type="button"
            key={filter}
            aria-pressed={filter === place.filter}
            onClick={() => {
              onPlace({ filter });
            }}
          >
            {t(`state.${filter}`)}
            {list && filter === place.filter && (
              <b>{list.next === null ? list.items.length : `${list.items.length}+`}</b>
            )}
          </button>
        ))}
        <KeyLegend keys={keys} />
      </nav>
      <p class="hidden" aria-live="polite">
        {arrived > 0 && `${t('list.new')} (${arrived})`}
      </p>
      {problem && <p role="alert">{t(`list.${problem}`)}</p>}
      {list?.items.length === 0 && (
        <div class="empty">
          <strong>{t('list.empty')}</strong>
          <span>{t('list.emptyHint')}</span>
        </div>
      )}
      <ol>
        {list?.items.map((item) => (
          <Row key={item.id} item={item} chosen={item.id === chosen} />
        ))}
      </ol>
      {list && list.next !== null && (
        <button type="button" class="more" onClick={more}>
          {t('list.more')}
        </button>
      )}
    </main>
  );
}
