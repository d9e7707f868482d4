import type { RidersSeen } from '@vamco/contracts';
import { t } from '../i18n/t.ts';

/** Who sits on the motorbike and who wears a helmet, and how sure the box is of each. */
export function ridersText({ count, confidence, heads }: RidersSeen): string {
  const persons = `${t(`riders.count.${count as 1 | 2 | 3 | 4}`)} (${percent(confidence)})`;
  const helmets = heads.map((head, index) => {
    const who =
      index === 0 ? t('riders.driver') : `${t('riders.passenger')}${heads.length > 2 ? ` ${index}` : ''}`;
    const sure = head.helmet === 'unknown' ? '' : ` (${percent(head.confidence)})`;
    return `${who}: ${t(`riders.helmet.${head.helmet}`)}${sure}`;
  });
  return [persons, ...helmets].join(' · ');
}

const percent = (share: number) => `${Math.floor(share * 100)} %`;
