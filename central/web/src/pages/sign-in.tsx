import type { Session } from '@vamco/contracts';
import { useState } from 'preact/hooks';
import { api, Refused } from '../api/client.ts';
import { fieldText } from '../api/form.ts';
import { currentLanguage, t, type TextKey } from '../i18n/t.ts';

export function SignInPage({
  onSignedIn,
  onLanguage,
}: {
  onSignedIn: (session: Session) => void;
  onLanguage: () => void;
}) {
  const [problem, setProblem] = useState<TextKey>();
  const [busy, setBusy] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    api
      .signIn(fieldText(form, 'username'), fieldText(form, 'password'))
      .then(onSignedIn, (error: unknown) => {
        const status = error instanceof Refused ? error.status : 0;
        setProblem(status === 401 ? 'signIn.wrong' : status === 429 ? 'signIn.tooMany' : 'signIn.failed');
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <span class="mark large" aria-hidden="true" />
        <h1>VamCo</h1>
        <p>{t('signIn.purpose')}</p>
        <label>
          {t('signIn.username')}
          <input name="username" autocomplete="username" required autofocus />
        </label>
        <label>
          {t('signIn.password')}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {problem && <p role="alert">{t(problem)}</p>}
        <button type="submit" class="primary" disabled={busy}>
          {t('signIn.submit')}
        </button>
        <button type="button" class="plain" onClick={onLanguage}>
          {currentLanguage() === 'vi' ? 'English' : 'Tiếng Việt'}
        </button>
      </form>
    </main>
  );
}
