import type { Overview, User } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/client.ts';
import { listenLive } from '../api/live.ts';
import { currentLanguage, t } from '../i18n/t.ts';

/** The day's figures and whether the line is up; only for those who may see cases. */
function Figures() {
  const [overview, setOverview] = useState<Overview>();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const load = () => {
      api.overview().then(setOverview, () => undefined);
    };
    load();
    return listenLive({
      overview: setOverview,
      connected: (now) => {
        setConnected(now);
        // Either way worth asking: what changed meanwhile, or whether the session has ended.
        load();
      },
    });
  }, []);
  const figures = overview && [
    [overview.pending, t('figures.pending')],
    [overview.violationsToday, t('figures.violations')],
    [overview.decidedToday, t('figures.decided')],
    [overview.passagesToday, t('figures.passages')],
  ];
  return (
    <>
      <dl class="figures">
        {figures?.map(([value, label]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <span class={connected ? 'link up' : 'link down'} role="status">
        {connected ? t('app.live') : t('app.offline')}
      </span>
    </>
  );
}

interface Props {
  user: User;
  onSignOut: () => void;
  onLanguage: () => void;
}

export function Header({ user, onSignOut, onLanguage }: Props) {
  const reviews = user.role === 'officer' || user.role === 'admin';
  return (
    <header class="top">
      <a class="brand" href="#/" title={t('app.title')}>
        <span class="mark" aria-hidden="true" />
        {t('app.name')}
      </a>
      <nav>
        {reviews && <a href="#/">{t('app.cases')}</a>}
        {(user.role === 'admin' || user.role === 'technician') && <a href="#/boxes">{t('app.boxes')}</a>}
      </nav>
      {reviews && <Figures />}
      <span class="who">{user.name}</span>
      <button
        type="button"
        class="plain"
        lang={currentLanguage() === 'vi' ? 'en' : 'vi'}
        onClick={onLanguage}
      >
        {currentLanguage() === 'vi' ? 'EN' : 'VI'}
      </button>
      <button type="button" class="plain" onClick={onSignOut}>
        {t('app.signOut')}
      </button>
    </header>
  );
}
