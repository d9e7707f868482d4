import type { Session } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { api } from './api/client.ts';
import { Header } from './components/header.tsx';
import { PasswordBanner } from './components/password-banner.tsx';
import { switchLanguage } from './i18n/t.ts';
import { BoxesPage } from './pages/boxes.tsx';
import { CasePage } from './pages/case.tsx';
import { ListPage } from './pages/list.tsx';
import { SignInPage } from './pages/sign-in.tsx';

/** `#/` is the list, `#/case/<id>` a case. */
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
  const [, redraw] = useState(0);
  useEffect(() => {
    api.session().then(setSession, () => {
      setSession(null);
    });
  }, []);
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
  const id = /^#\/case\/([0-9a-f-]+)$/.exec(route)?.[1];
  return (
    <>
      <Header user={session.user} onSignOut={onSignOut} onLanguage={onLanguage} />
      {session.user.mustChangePassword && <PasswordBanner onChanged={setSession} />}
      {route === '#/boxes' || session.user.role === 'technician' ? (
        <BoxesPage />
      ) : id === undefined ? (
        <ListPage />
      ) : (
        <CasePage key={id} id={id} />
      )}
    </>
  );
}
