import { createReadStream } from 'node:fs';
import { ClipState } from '@vamco/contracts';
import { uuidv7 } from 'uuidv7';
import { caseClip, clipFacts } from '../evidence/case-clip.ts';
import { HttpError } from '../errors.ts';
import { clipState } from '../review/clip-state.ts';
import type { Routes } from './parts.ts';

const tags = ['violations'];
interface Address {
  Params: { id: string };
}

/** The clip of a case for the page: an original, so whoever sees it or asks for it is written down. */
export const clipRoutes: Routes = (app, parts) => {
  const { sessions, events, media, clipRequests, requestSender, tellCase } = parts;
  app.post<Address>(
    '/api/violations/:id/clip-request',
    {
      schema: {
        tags,
        summary: 'Ask the box for the clip of a case; the same again changes nothing',
        response: { 200: ClipState, 201: ClipState },
      },
    },
    async (request, reply) => {
      const session = sessions.requireTo('evidence.export', request);
      sessions.guardChange(request, session);
      const { id } = request.params;
      const facts = await clipFacts(id, parts);
      if (!facts) throw new HttpError(404, 'not-found', 'there is no such case');
      const { box, manifest } = facts;
      const now = () => clipState(facts, clipRequests.of(id), events.isOnline(box));
      const before = now();
      if (before.state === 'none')
        throw new HttpError(409, 'no-clip', `there is no clip of this case: ${String(before.why)}`);
      if (before.state !== 'on-box' || manifest === undefined) return before;
      const by = { id: session.user.id, name: session.user.name };
      const asked = { id: uuidv7(), case: id, box, manifest, by, at: new Date().toISOString() };
      const isNew = events.transaction(() => {
        if (!clipRequests.add(asked)) return false;
        events.audit(by.id, 'clip-asked', id);
        return true;
      });
      if (!isNew) return now();
      requestSender.send(asked);
      tellCase(id);
      return reply.code(201).send(now());
    },
  );

  app.get<Address>(
    '/api/violations/:id/clip.mp4',
    { exposeHeadRoute: false, schema: { tags, summary: 'The clip of a case' } },
    async (request, reply) => {
      const { user } = sessions.requireTo('evidence.export', request);
      const { id } = request.params;
      const clip = await caseClip(id, parts);
      if (!clip) throw new HttpError(404, 'not-found', 'there is no clip of this case to be shown');
      const { start, end } = rangeOf(request.headers.range, clip.bytes);
      // A player asks for many parts; who looked is written down once.
      if (start === 0) events.audit(user.id, 'clip-read', id);
      return reply
        .code(request.headers.range === undefined ? 200 : 206)
        .type('video/mp4')
        .header('accept-ranges', 'bytes')
        .header('cache-control', 'private, no-store')
        .header('content-length', end - start + 1)
        .headers(
          request.headers.range === undefined
            ? {}
            : { 'content-range': `bytes ${start}-${end}/${clip.bytes}` },
        )
        .send(createReadStream(media.path(clip.sha256), { start, end }));
    },
  );
};

/** One range, as players ask for it; both ends are part of it. */
function rangeOf(header: string | undefined, bytes: number): { start: number; end: number } {
  if (header === undefined) return { start: 0, end: bytes - 1 };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if ((from === '' && to === '') || start > end)
    throw new HttpError(416, 'bad-range', `the clip has ${bytes} bytes`);
  return { start, end };
}
