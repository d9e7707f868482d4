import { createReadStream } from 'node:fs';
import { caseClip } from '../evidence/case-clip.ts';
import { HttpError } from '../errors.ts';
import type { Routes } from './parts.ts';

/** The clip of a case for the page: an original, so whoever sees it is written down. */
export const clipRoutes: Routes = (app, parts) => {
  const { sessions, events, media } = parts;
  app.get<{ Params: { id: string } }>(
    '/api/violations/:id/clip.mp4',
    { exposeHeadRoute: false, schema: { tags: ['violations'], summary: 'The clip of a case' } },
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
