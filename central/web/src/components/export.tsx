import type { ViolationCase } from '@vamco/contracts';
import { t } from '../i18n/t.ts';

/** Takes the sealed case out of the centre: with a purpose, which the audit log keeps. */
export function ExportCase({ found }: { found: ViolationCase }) {
  if (!found.sealed) return null;
  return (
    <form class="export" method="get" action={`/api/violations/${found.id}/bundle.zip`}>
      <label>
        {t('case.exportPurpose')}
        <input name="purpose" required minLength={3} maxLength={200} />
      </label>
      <button type="submit">{t('case.export')}</button>
    </form>
  );
}
