import {
  Credentials,
  PasswordChange,
  Session,
  type Credentials as CredentialsBody,
  type PasswordChange as PasswordBody,
  type User,
} from '@vamco/contracts';
import { hashPassword, verifyPassword } from '../auth/password.ts';
import { guardOrigin } from '../auth/sessions.ts';
import { HttpError } from '../errors.ts';
import type { Routes } from './parts.ts';

const tags = ['session'];
/** Guesses a minute: from one address, and at one account from wherever. */
const guesses = { max: 10, timeWindow: '1 minute' };
const limit = { rateLimit: guesses };

export const sessionRoutes: Routes = (app, { accounts, sessions, events }) => {
  const guessAt = app.createRateLimit({
    ...guesses,
    keyGenerator: (request) => `user ${(request.body as CredentialsBody).username}`,
  });
  app.post<{ Body: CredentialsBody }>(
    '/api/session',
    { config: limit, schema: { tags, summary: 'Sign in', body: Credentials, response: { 200: Session } } },
    async (request, reply) => {
      guardOrigin(request);
      const tries = await guessAt(request);
      if (!tries.isAllowed && tries.isExceeded)
        throw new HttpError(429, 'too-many-tries', 'too many tries; wait a minute');
      const { username, password } = request.body;
      const user = accounts.byName(username);
      const right = await verifyPassword(password, user?.password);
      if (!right || user === undefined || user.disabled) {
        events.audit(username, 'sign-in-refused', request.ip);
        throw new HttpError(401, 'wrong-credentials', 'the name or the password is wrong');
      }
      events.audit(user.id, 'signed-in', request.ip);
      return sessions.open(withoutPassword(user), request, reply);
    },
  );

  app.get(
    '/api/session',
    { schema: { tags, summary: 'Who is signed in', response: { 200: Session } } },
    (request) => sessions.require(request),
  );

  app.delete('/api/session', { schema: { tags, summary: 'Sign out' } }, (request, reply) => {
    sessions.guardChange(request, sessions.require(request));
    sessions.close(request, reply);
    return reply.code(204).send();
  });

  app.put<{ Body: PasswordBody }>(
    '/api/session/password',
    {
      config: limit,
      schema: { tags, summary: 'Change the own password', body: PasswordChange, response: { 200: Session } },
    },
    async (request, reply) => {
      const session = sessions.require(request);
      sessions.guardChange(request, session);
      const stored = accounts.byName(session.user.username)?.password;
      if (!(await verifyPassword(request.body.current, stored)))
        throw new HttpError(401, 'wrong-credentials', 'the current password is wrong');
      accounts.setPassword(session.user.id, await hashPassword(request.body.next));
      events.audit(session.user.id, 'password-changed', session.user.id);
      return sessions.open({ ...session.user, mustChangePassword: false }, request, reply);
    },
  );
};

/** What may leave the centre of an account. */
function withoutPassword({ id, username, name, role, disabled, mustChangePassword }: User): User {
  return { id, username, name, role, disabled, mustChangePassword };
}
