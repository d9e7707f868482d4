import type { ViolationItem } from '@vamco/contracts';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { localTime } from '../i18n/time.ts';

/** One case in the list. */
export function Row({ item, chosen }: { item: ViolationItem; chosen: boolean }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (chosen) link.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li>
      <a ref={link} href={`#/case/${item.id}`} class={chosen ? 'row chosen' : 'row'}>
        {item.thumbnail === null ? (
          <span class="waiting">{t('picture.waiting')}</span>
        ) : (
          <img src={item.thumbnail} alt="" />
        )}
        <span class="what">
          <strong>{t(`rule.${item.rule}`)}</strong>
          <span>
            {t(`class.${item.class}`)}
            {item.exemption && <b class="exempt">{t(`exemption.short.${item.exemption}`)}</b>}
            {item.plate?.display && <b class="plate">{item.plate.display}</b>}
          </span>
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
  );
}
