import { Type } from 'typebox';
import { caseBundle } from '../evidence/case-bundle.ts';
import type { Routes } from './parts.ts';

const Query = Type.Object({
  purpose: Type.String({
    minLength: 3,
    maxLength: 200,
    description: 'What it is for; it goes into the audit log',
  }),
});

/** Originals leave the centre here alone, with a name and a purpose. */
export const bundleRoutes: Routes = (app, parts) => {
  const { sessions, events } = parts;
  app.get<{ Params: { id: string }; Querystring: { purpose: string } }>(
    '/api/violations/:id/bundle.zip',
    {
      schema: { tags: ['violations'], summary: 'The sealed case, to be checked offline', querystring: Query },
    },
    async (request, reply) => {
      const { user } = sessions.requireTo('evidence.export', request);
      const { id } = request.params;
      const pieces = await caseBundle(id, parts, new Date().toISOString());
      events.audit(user.id, 'bundle-exported', `${id}: ${request.query.purpose}`);
      return reply
        .type('application/zip')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="vamco-${id}.zip"`)
        .send(Buffer.concat(pieces));
    },
  );
};
