import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from '../camera/rtsp/http-auth.ts';
import type { Gate } from './gate.ts';
import { answerTo, element, envelope, type DeviceFacts } from './onvif-answers.ts';

const MAX_REQUEST = 65_536;
/** Digests older or newer than this by the device's own clock are refused, as real devices do. */
const MAX_AGE_MS = 5 * 60_000;

export interface OnvifServerParts {
  host: string;
  port: number;
  credentials: Credentials | undefined;
  /** How passwords are asked for: in the message (WS-UsernameToken), or by HTTP digest. */
  security: 'message' | 'http';
  gate: Gate;
  facts: (base: string) => DeviceFacts;
  snapshot: () => Promise<Buffer>;
}

/** The ONVIF services of a simulated camera: Device, Media, PTZ, Events, and a still picture. */
export class OnvifServer {
  readonly #server: Server;
  readonly #parts: OnvifServerParts;
  #facts: DeviceFacts | undefined;

  private constructor(parts: OnvifServerParts) {
    this.#parts = parts;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => {
        response.destroy();
      });
    });
  }

  static async start(parts: OnvifServerParts): Promise<OnvifServer> {
    const server = new OnvifServer(parts);
    server.#server.listen(parts.port, parts.host);
    await once(server.#server, 'listening');
    server.#facts = parts.facts(server.base);
    return server;
  }

  get base(): string {
    return `http://${this.#parts.host}:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const name = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(text)?.[1] ?? '';
    // Whoever wants to know the time must be answered before he can prove anything.
    const open = name === 'GetSystemDateAndTime' || name === 'GetCapabilities';
    const picture = request.url?.startsWith('/snapshot.jpg') === true;
    if (!open) {
      const demands = picture || this.#parts.security === 'http' ? this.#httpDemands(request) : [];
      if (demands.length > 0) {
        response.writeHead(401, { 'WWW-Authenticate': demands }).end();
        return;
      }
      if (!picture && this.#parts.security === 'message' && !this.#isSigned(text)) {
        fault(response, 400, 'ter:NotAuthorized');
        return;
      }
    }
    if (picture) {
      const jpeg = await this.#parts.snapshot();
      response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': jpeg.length }).end(jpeg);
      return;
    }
    const answer = this.#facts && answerTo(name, text, this.#facts);
    if (answer === undefined) fault(response, 400, 'ter:ActionNotSupported');
    else
      response
        .writeHead(200, { 'Content-Type': 'application/soap+xml; charset=utf-8' })
        .end(envelope(answer));
  }

  #httpDemands(request: IncomingMessage): string[] {
    return this.#parts.gate.demands(request.method ?? 'GET', request.headers.authorization);
  }

  /** WS-UsernameToken: base64(sha1(nonce + created + password)). */
  #isSigned(text: string): boolean {
    const { credentials } = this.#parts;
    if (credentials === undefined) return true;
    const [user, digest, nonce, created] = ['Username', 'Password', 'Nonce', 'Created'].map(
      (one) => element(text, one) ?? '',
    );
    const age = Math.abs((this.#facts?.nowMs() ?? 0) - Date.parse(created ?? ''));
    if (user !== credentials.user || !(age < MAX_AGE_MS)) return false;
    const proof = createHash('sha1')
      .update(
        Buffer.concat([
          Buffer.from(nonce ?? '', 'base64'),
          Buffer.from(created ?? ''),
          Buffer.from(credentials.password),
        ]),
      )
      .digest('base64');
    return proof === digest;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_REQUEST) throw new RangeError('a request too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function fault(response: ServerResponse, status: number, code: string): void {
  const body = `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>${code}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${code}</s:Text></s:Reason></s:Fault>`;
  response.writeHead(status, { 'Content-Type': 'application/soap+xml; charset=utf-8' }).end(envelope(body));
}
