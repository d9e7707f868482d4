import type { PlateItem, ViolationCase } from '@vamco/contracts';
import { t } from '../i18n/t.ts';
import { localClock, localTime } from '../i18n/time.ts';
import { LawFacts } from './law.tsx';
import { ridersText } from './riders.tsx';
import { Rows, type Fact } from './rows.tsx';

/** What was read, how sure it is, and what else it may mean; never more than the box claims. */
function plateText({ display, confidence, colour, raw, alternatives }: PlateItem): string {
  const background = t(`plateColour.${colour}`);
  if (display === null) return `${t('case.plateUnreadable')}${raw ? ` (${raw}?)` : ''} · ${background}`;
  const other = alternatives.length > 0 ? ` · ${t('case.plateOr')} ${alternatives.join(', ')}` : '';
  return `${display} · ${Math.floor(confidence * 100)} % · ${background}${other}`;
}

/** What an officer needs to decide; what a court may ask for lies folded below. */
export function Facts({ found }: { found: ViolationCase }) {
  const vouched = found.timeSource === 'unsynced' ? ` · ${t('case.unsynced')}` : '';
  const point: Fact[] = found.point ? [['case.point', `${found.point.lat}, ${found.point.lon}`]] : [];
  return (
    <>
      <Rows
        facts={[
          ['case.time', localTime(found.at)],
          ['case.error', `± ${found.errMs} ms${vouched}`],
          ['case.place', found.place],
          ...(found.plate ? ([['case.plateText', plateText(found.plate)]] satisfies Fact[]) : []),
          ['case.vehicle', t(`class.${found.class}`)],
          ...(found.exemption
            ? ([['case.exemption', t(`exemption.${found.exemption}`)]] satisfies Fact[])
            : []),
          ...(found.riders ? ([['case.riders', ridersText(found.riders)]] satisfies Fact[]) : []),
          ['case.score', `${Math.round(found.score * 100)} %`],
          ['case.camera', `${found.box} · ${found.camera}`],
        ]}
      />
      <LawFacts law={found.law} />
      <details>
        <summary>{t('case.technical')}</summary>
        <Rows
          facts={[
            ['case.began', localClock(found.began)],
            ...point,
            ['case.zone', found.zone],
            ['case.rule', `${found.rule} v${found.ruleVersion}`],
            ['case.track', found.track],
            ['case.record', `${found.epoch} / ${found.seq}`],
            ['case.hash', found.hash],
            ['case.sealed', t(found.sealed ? 'case.sealedYes' : 'case.sealedNo')],
            ['case.model', found.model],
          ]}
        />
      </details>
    </>
  );
}
