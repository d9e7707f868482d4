import type { Session } from '@vamco/contracts';
import { useState } from 'preact/hooks';
import { api } from '../api/client.ts';
import { fieldText } from '../api/form.ts';
import { t } from '../i18n/t.ts';

export function PasswordBanner({ onChanged }: { onChanged: (session: Session) => void }) {
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    api.changePassword(fieldText(form, 'current'), fieldText(form, 'next')).then(onChanged, () => {
      setFailed(true);
    });
  };
  return (
    <section class="banner">
      <span>{t('password.banner')}</span>
      {!open && (
        <button
          type="button"
          onClick={() => {
            setOpen(true);
          }}
        >
          {t('password.change')}
        </button>
      )}
      {open && (
        <form onSubmit={submit}>
          <input
            name="current"
            type="password"
            autocomplete="current-password"
            placeholder={t('password.current')}
            aria-label={t('password.current')}
            required
          />
          <input
            name="next"
            type="password"
            minLength={12}
            autocomplete="new-password"
            placeholder={t('password.next')}
            aria-label={t('password.next')}
            required
          />
          <button type="submit">{t('password.change')}</button>
          {failed && <span role="alert">{t('password.failed')}</span>}
        </form>
      )}
    </section>
  );
}
