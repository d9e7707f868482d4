import { NewUser, User, type NewUser as NewUserBody } from '@vamco/contracts';
import { Type } from 'typebox';
import { uuidv7 } from 'uuidv7';
import { hashPassword } from '../auth/password.ts';
import { HttpError } from '../errors.ts';
import type { Routes } from './parts.ts';

const tags = ['users'];

export const userRoutes: Routes = (app, { accounts, sessions, events }) => {
  app.get(
    '/api/users',
    { schema: { tags, summary: 'All accounts', response: { 200: Type.Array(User) } } },
    (request) => {
      sessions.requireTo('users.manage', request);
      return accounts.all();
    },
  );

  app.post<{ Body: NewUserBody }>(
    '/api/users',
    { schema: { tags, summary: 'Add an account', body: NewUser, response: { 201: User } } },
    async (request, reply) => {
      const session = sessions.requireTo('users.manage', request);
      sessions.guardChange(request, session);
      const { password, ...rest } = request.body;
      if (accounts.byName(rest.username)) throw new HttpError(409, 'name-taken', 'this user name is taken');
      const user = { id: uuidv7(), ...rest, mustChangePassword: true };
      accounts.add({ ...user, password: await hashPassword(password) });
      events.audit(session.user.id, 'user-added', user.id);
      return reply.code(201).send({ ...user, disabled: false });
    },
  );

  app.patch<{ Params: { id: string }; Body: { disabled: boolean } }>(
    '/api/users/:id',
    {
      schema: {
        tags,
        summary: 'Disable or enable an account',
        body: Type.Object({ disabled: Type.Boolean() }),
        response: { 200: User },
      },
    },
    (request) => {
      const session = sessions.requireTo('users.manage', request);
      sessions.guardChange(request, session);
      if (request.params.id === session.user.id)
        throw new HttpError(409, 'own-account', 'you cannot disable your own account');
      const user = accounts.setDisabled(request.params.id, request.body.disabled);
      if (!user) throw new HttpError(404, 'not-found', 'there is no such account');
      events.audit(session.user.id, request.body.disabled ? 'user-disabled' : 'user-enabled', user.id);
      return user;
    },
  );
};
