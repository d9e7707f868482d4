import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { CameraFault } from '../camera-fault.ts';
import { authorization, chooseChallenge } from '../rtsp/http-auth.ts';
import type { CageTarget } from './cage-protocol.ts';

const MAX_ANSWER = 1_048_576;
const DEADLINE_MS = 5_000;

export interface PinnedAnswer {
  status: number;
  body: Buffer;
}

/**
 * One HTTP request to the pinned device, whatever address it named: path and query are taken from there, host and
 * port are ours. At most 1 MiB in at most 5 s altogether, no redirects; digest or basic when it asks for them.
 * Throws CameraFault.
 */
export async function pinnedRequest(
  target: CageTarget,
  path: string,
  body: string | undefined,
): Promise<PinnedAnswer> {
  const until = performance.now() + DEADLINE_MS;
  const first = await send(target, path, body, {}, until);
  if (first.status !== 401 || !target.credentials) return first;
  const challenge = chooseChallenge(
    (first.challenges ?? []).flatMap((header) => header.split(/,\s*(?=(?:basic|digest)\b)/i)),
  );
  if (!challenge) return first;
  const method = body === undefined ? 'GET' : 'POST';
  const proof = authorization(challenge, target.credentials, { method, uri: path });
  return send(target, path, body, { Authorization: proof }, until);
}

function send(
  { url, pinned }: CageTarget,
  path: string,
  body: string | undefined,
  headers: Record<string, string>,
  until: number,
): Promise<PinnedAnswer & { challenges: string[] | undefined }> {
  const secure = url.startsWith('https:');
  return new Promise((found, fail) => {
    const options = {
      ...{
        host: pinned.ip,
        port: pinned.port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
      },
      headers: {
        Host: `${pinned.host}:${pinned.port}`,
        ...(body !== undefined && {
          'Content-Type': 'application/soap+xml; charset=utf-8',
          'Content-Length': Buffer.byteLength(body),
        }),
        ...headers,
      },
      // Devices sign their certificates themselves.
      ...(secure && { rejectUnauthorized: false }),
    };
    const take = (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > MAX_ANSWER) request.destroy(new CameraFault('misbehaves'));
      });
      response.on('error', stop);
      response.on('end', () => {
        clearTimeout(timer);
        const challenges = response.headersDistinct['www-authenticate'];
        found({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), challenges });
      });
    };
    const request = secure ? requestHttps(options, take) : requestHttp(options, take);
    const stop = (error: Error & { code?: string }) => {
      clearTimeout(timer);
      // Hung up at once, or answered in another language.
      const other = error.code === 'ECONNRESET' || error.code?.startsWith('HPE_') === true;
      fail(other ? new CameraFault('not-http', { cause: error }) : error);
    };
    const timer = setTimeout(
      () => {
        request.destroy(new CameraFault(request.socket?.connecting === false ? 'no-answer' : 'no-route'));
      },
      Math.max(1, until - performance.now()),
    );
    request.on('error', stop);
    request.end(body);
  });
}
