import { BoxSummary, Overview } from '@vamco/contracts';
import { Type } from 'typebox';
import { today } from '../review/today.ts';
import type { Routes } from './parts.ts';

const HEARTBEAT_MS = 15_000;
const MAX_UNREAD_BYTES = 1_000_000;

export const overviewRoutes: Routes = (app, { reviews, sessions, events, live }) => {
  app.get(
    '/api/overview',
    { schema: { tags: ['overview'], summary: 'Figures of today', response: { 200: Overview } } },
    (request) => {
      sessions.requireTo('violations.read', request);
      return reviews.overview(today(Date.now()));
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
    { schema: { tags: ['overview'], summary: 'Server-sent events: violation, changed, decision, overview' } },
    (request, reply) => {
      sessions.requireTo('violations.read', request);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-accel-buffering': 'no',
      });
      raw.write(': hello\n\n');
      const write = (text: string) => {
        // Nothing more for a session that ended, nor for a browser that stopped reading; it may come again.
        if (mayStillListen(request) && raw.writableLength < MAX_UNREAD_BYTES) raw.write(text);
        else raw.destroy();
      };
      const mayStillListen = (of: typeof request) => {
        try {
          return Boolean(sessions.requireTo('violations.read', of));
        } catch {
          return false;
        }
      };
      const stop = live.listen(({ name, data }) => {
        write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      });
      const heartbeat = setInterval(write, HEARTBEAT_MS, ': still here\n\n');
      request.raw.on('close', () => {
        clearInterval(heartbeat);
        stop();
      });
    },
  );
};
