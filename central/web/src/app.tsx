import type { Session } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { api, onSignedOut } from './api/client.ts';
import { Header } from './components/header.tsx';
import { Notice, type Told } from './components/notice.tsx';
import { PasswordBanner } from './components/password-banner.tsx';
import { switchLanguage, t } from './i18n/t.ts';
import { BoxesPage } from './pages/boxes.tsx';
import { CasePage } from './pages/case.tsx';
import { ListPage, type ListPlace } from './pages/list.tsx';
import { SignInPage } from './pages/sign-in.tsx';

/** `#/` is the list, `#/case/<id>` a case, `#/boxes` the boxes. */
function useRoute(): string {
  const [route, setRoute] = useState(location.hash);
  useEffect(() => {
    const follow = () => {
      setRoute(location.hash);
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  return route;
}

export function App() {
  const route = useRoute();
  const [session, setSession] = useState<Session | null | undefined>(undefined);
  const [told, setTold] = useState<Told>();
  const [place, setPlace] = useState<ListPlace>({ filter: 'pending' });
  const [, redraw] = useState(0);
  useEffect(() => {
    onSignedOut(() => {
      setSession(null);
    });
    api.session().then(setSession, () => {
      setSession(null);
    });
  }, []);
  document.title = t('app.title');
  const onLanguage = () => {
    switchLanguage();
    redraw((count) => count + 1);
  };
  if (session === undefined) return null;
  if (session === null) return <SignInPage onSignedIn={setSession} onLanguage={onLanguage} />;
  const onSignOut = () => {
    void api.signOut().finally(() => {
      setSession(null);
    });
  };
  const onChanged = (changed: Session) => {
    setSession(changed);
    setTold('password.done');
  };
  const id = /^#\/case\/([0-9a-f-]+)$/.exec(route)?.[1];
  return (
    <div class="shell">
      <Header user={session.user} onSignOut={onSignOut} onLanguage={onLanguage} />
      {session.user.mustChangePassword && <PasswordBanner onChanged={onChanged} />}
      {route === '#/boxes' || session.user.role === 'technician' ? (
        <BoxesPage />
      ) : id === undefined ? (
        <ListPage place={place} onPlace={setPlace} />
      ) : (
        <CasePage
          key={id}
          id={id}
          onDecided={(decision) => {
            setTold({ decision });
          }}
        />
      )}
      <Notice
        told={told}
        onDone={() => {
          setTold(undefined);
        }}
      />
    </div>
  );
}
