import type { ViolationCase } from '@vamco/contracts';
import { currentLanguage, t } from '../i18n/t.ts';
import { localTime } from '../i18n/time.ts';
import { daysLeft, millions } from '../logic/law.ts';
import { Rows, type Fact } from './rows.tsx';

/** Point, clause and article as a Vietnamese notice names them, smallest part first. */
function place({ point, clause, article, decree, amendedBy }: NonNullable<ViolationCase['law']>): string {
  const parts = [
    ...(point === null ? [] : [`${t('case.lawPoint')} ${point}`]),
    `${t('case.lawClause')} ${clause}`,
    `${t('case.lawArticle')} ${article}`,
    `${t('case.lawDecree')} ${decree}`,
  ];
  return parts.join(' ') + (amendedBy === null ? '' : ` (${t('case.lawAmended')} ${amendedBy})`);
}

/** The law as it stood on the day of the act. */
export function LawFacts({ law }: { law: ViolationCase['law'] }) {
  if (law === null) return <Rows facts={[['case.law', t('case.lawMissing')]]} />;
  const vi = currentLanguage() === 'vi';
  const days = daysLeft(Date.parse(law.limitationEnd), Date.now());
  const left = days > 0 ? `${t('case.daysLeft')} ${days} ${t('case.days')}` : t('case.expired');
  const fine = `${millions(law.fineMinVnd, law.fineMaxVnd, vi ? ',' : '.')} ${t('case.million')}`;
  const points: Fact[] = law.licencePoints > 0 ? [['case.points', String(law.licencePoints)]] : [];
  return (
    <Rows
      facts={[
        ['case.law', `${vi ? law.titleVi : law.titleEn} · ${place(law)}`],
        ['case.fine', fine],
        ...points,
        ['case.limitation', `${localTime(law.limitationEnd)} · ${left}`],
      ]}
    />
  );
}
