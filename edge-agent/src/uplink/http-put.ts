import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface HttpCall {
  method: 'HEAD' | 'PUT';
  headers: Record<string, string | number>;
  body?: Uint8Array;
  /** The site's own authority and certificate; the system's authorities when left out. */
  tls: { ca: Buffer; cert: Buffer; key: Buffer } | undefined;
  signal: AbortSignal;
}

/** One HTTP(S) request whose answer is only a status and headers; `fetch` cannot take the site's certificates. */
export function httpCall(
  url: string,
  { method, headers, body, tls, signal }: HttpCall,
): Promise<{ status: number; headers: IncomingMessage['headers'] }> {
  return new Promise((resolve, reject) => {
    const answer = (response: IncomingMessage) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
    };
    const options = { method, headers, signal };
    const request = url.startsWith('https:')
      ? tlsRequest(url, { ...options, ...tls }, answer)
      : plainRequest(url, options, answer);
    request.once('error', reject);
    request.end(body);
  });
}
