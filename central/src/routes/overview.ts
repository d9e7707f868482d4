import { BoxSummary, Overview } from '@vamco/contracts';
import { Type } from 'typebox';
import { startOfToday } from '../review/today.ts';
import type { Routes } from './parts.ts';

const HEARTBEAT_MS = 15_000;

export const overviewRoutes: Routes = (app, { reviews, sessions, events, live }) => {
  app.get(
    '/api/overview',
    { schema: { tags: ['overview'], summary: 'Figures of today', response: { 200: Overview } } },
    (request) => {
      sessions.requireTo('violations.read', request);
      return reviews.overview(startOfToday(Date.now()));
    },
  );

  app.get(
    '/api/boxes',
    { schema: { tags: ['boxes'], summary: 'All boxes', response: { 200: Type.Array(BoxSummary) } } },
    (request) => {
      sessions.requireTo('boxes.read', request);
      return events.boxes();
    },
  );

  app.get(
    '/api/stream',
    { schema: { tags: ['overview'], summary: 'Server-sent events: violation, decision, overview' } },
    (request, reply) => {
      sessions.requireTo('violations.read', request);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      raw.write(': hello\n\n');
      const stop = live.listen(({ name, data }) =>
        raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
      );
      const heartbeat = setInterval(() => {
        // A session that ended meanwhile gets nothing more.
        try {
          sessions.require(request);
          raw.write(': still here\n\n');
        } catch {
          raw.end();
        }
      }, HEARTBEAT_MS);
      request.raw.on('close', () => {
        clearInterval(heartbeat);
        stop();
      });
    },
  );
};
