import type { Overview, User } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/client.ts';
import { listenLive } from '../api/live.ts';
import { currentLanguage, t } from '../i18n/t.ts';

export function Header({
  user,
  onSignOut,
  onLanguage,
}: {
  user: User;
  onSignOut: () => void;
  onLanguage: () => void;
}) {
  const [overview, setOverview] = useState<Overview>();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    api.overview().then(setOverview, () => undefined);
    return listenLive({ overview: setOverview, connected: setConnected });
  }, []);
  const figures = overview && [
    [overview.pending, t('figures.pending')],
    [overview.violationsToday, t('figures.violations')],
    [overview.decidedToday, t('figures.decided')],
    [overview.passagesToday, t('figures.passages')],
  ];
  return (
    <header class="top">
      <a class="brand" href="#/">
        <span class="mark" aria-hidden="true" />
        {t('app.title')}
      </a>
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
      {(user.role === 'admin' || user.role === 'technician') && <a href="#/boxes">{t('app.boxes')}</a>}
      <span class="who">{user.name}</span>
      <button type="button" class="plain" onClick={onLanguage}>
        {currentLanguage() === 'vi' ? 'EN' : 'VI'}
      </button>
      <button type="button" class="plain" onClick={onSignOut}>
        {t('app.signOut')}
      </button>
    </header>
  );
}
