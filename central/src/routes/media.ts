import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readClipRecord, readManifest } from '@vamco/bundle';
import { MAX_CLIP_BYTES, mediaProof, SEALED_MEDIA_TYPE } from '@vamco/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSignedBy } from '../auth/box-proof.ts';
import { HttpError } from '../errors.ts';
import type { Routes } from './parts.ts';

/** Of one request; a larger file comes in several. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_MANIFEST = 256 * 1024;
const OPEN_BRACE = 0x7b;
const tags = ['media'];
const params = {
  type: 'object',
  properties: { sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
} as const;
interface Address {
  Params: { sha256: string };
}

export const mediaRoutes: Routes = (app, parts) => {
  const { media, events, sessions, seals, clipRequests, tellCase } = parts;
  app.addContentTypeParser(
    ['image/jpeg', SEALED_MEDIA_TYPE],
    { parseAs: 'buffer', bodyLimit: MAX_BYTES },
    (_request, body, done) => {
      done(null, body);
    },
  );

  /** The enrolled box that signed the request, or 401. */
  const requireBox = (request: FastifyRequest<Address>): string => {
    const [scheme, box = '', proof = ''] = (request.headers.authorization ?? '').split(' ');
    const key = scheme === 'VamCo' ? events.publicKey(box) : undefined;
    if (key === undefined || !isSignedBy(key, Buffer.from(mediaProof(box, request.params.sha256)), proof))
      throw new HttpError(401, 'unknown-box', 'only an enrolled box may send pictures');
    return box;
  };
  /** Before the body is read: a stranger's 8 MB do not even come into memory. */
  const boxesOnly = (request: FastifyRequest<Address>, _reply: FastifyReply, next: () => void): void => {
    requireBox(request);
    next();
  };

  /** What is sealed is one more link of its box’s chain; other evidence is none, and says nothing here. */
  const noteSeal = async (box: string, sha256: string, log: FastifyRequest['log']): Promise<void> => {
    const pem = events.publicKey(box);
    const bytes = await readFile(media.path(sha256));
    if (pem === undefined || bytes[0] !== OPEN_BRACE) return;
    const key = createPublicKey(pem);
    const record = readClipRecord(bytes, key);
    const sealed = record ?? readManifest(bytes, key);
    if (sealed?.seal.box !== box) return;
    if (seals.add(sealed.seal, sha256) === 'conflict')
      log.error(
        { code: 'CHAIN_FORKED', box, seq: sealed.seal.seq },
        'a box sealed two documents under one number',
      );
    else if (record) seals.addClip(record, sha256);
  };

  app.head<Address>(
    '/media/:sha256',
    { onRequest: boxesOnly, schema: { tags, summary: 'How much of an upload is here', params } },
    async (request, reply) => {
      const { sha256 } = request.params;
      // Complete means that a reviewer can see it: the file is in place and the database knows.
      return reply
        .header('upload-offset', await media.offset(sha256))
        .header('upload-complete', events.hasMedia(sha256) ? '?1' : '?0')
        .send();
    },
  );

  app.put<Address & { Body: Buffer }>(
    '/media/:sha256',
    { onRequest: boxesOnly, schema: { tags, summary: 'Upload, or go on with one', params } },
    async (request, reply) => {
      const box = requireBox(request);
      const { sha256 } = request.params;
      if (!Buffer.isBuffer(request.body))
        throw new HttpError(415, 'not-jpeg', `only image/jpeg and ${SEALED_MEDIA_TYPE} are taken`);
      const { start, total } = rangeOf(request.headers['content-range'], request.body.length);
      const size = await media.append(sha256, start, total, request.body).catch(async (error: unknown) => {
        void reply.header('upload-offset', await media.offset(sha256));
        throw error;
      });
      if (size === undefined)
        return reply
          .code(202)
          .header('upload-offset', start + request.body.length)
          .send();
      const sealed = request.headers['content-type'] === SEALED_MEDIA_TYPE;
      events.addMedia(sha256, size, box, new Date().toISOString(), sealed);
      if (sealed && size <= MAX_MANIFEST) await noteSeal(box, sha256, request.log);
      if (sealed) clipRequests.casesWith(sha256).forEach(tellCase);
      return reply.code(201).send();
    },
  );

  app.get<Address>(
    '/media/:sha256',
    { exposeHeadRoute: false, schema: { tags, summary: 'A picture', params } },
    (request, reply) => {
      const { user } = sessions.requireTo('violations.read', request);
      const { sha256 } = request.params;
      if (!events.isShown(sha256)) throw new HttpError(404, 'not-found', 'this picture is not here');
      events.audit(user.id, 'picture-read', sha256);
      return reply
        .type('image/jpeg')
        .header('cache-control', 'private, max-age=31536000, immutable')
        .send(media.read(sha256));
    },
  );
};

function rangeOf(header: string | undefined, length: number): { start: number; total: number } {
  if (header === undefined) return { start: 0, total: length };
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header) ?? [];
  const range = { start: Number(start), total: Number(total) };
  if (
    Number(end) - range.start + 1 !== length ||
    range.total > MAX_CLIP_BYTES ||
    Number(end) >= range.total
  ) {
    throw new HttpError(400, 'bad-range', 'the content-range does not fit the body');
  }
  return range;
}
