import { randomBytes } from 'node:crypto';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { interleavedHead, RtspReader, rtspText, type RtspItem } from '../camera/rtsp/rtsp-message.ts';
import type { Gate } from './gate.ts';

/** Packets queued for a client that does not read; then it is cut off. */
const MAX_BACKLOG_BYTES = 8_000_000;

/** What the server knows of a stream. */
export interface ServedStream {
  sdp: string;
}

type Request = Extract<RtspItem, { kind: 'request' }>;

/** One client of the simulated camera: answers its requests (RFC 2326), sends it packets over TCP or UDP. */
export class RtspSession {
  readonly #client: Socket;
  readonly #streams: ReadonlyMap<string, ServedStream>;
  readonly #gate: Gate;
  readonly #id = randomBytes(6).toString('hex');
  readonly #reader = new RtspReader();
  #udp: { socket: UdpSocket; port: number; address: string } | undefined;
  #stream: ServedStream | undefined;
  #playing = false;

  constructor(client: Socket, streams: ReadonlyMap<string, ServedStream>, gate: Gate) {
    this.#client = client;
    this.#streams = streams;
    this.#gate = gate;
    client.on('error', () => undefined);
    client.on('data', (chunk) => {
      try {
        for (const item of this.#reader.push(chunk)) if (item.kind === 'request') this.#serve(item);
      } catch {
        client.destroy();
      }
    });
    client.on('close', () => {
      this.#playing = false;
      this.#udp?.socket.close();
      this.#udp = undefined;
    });
  }

  /** Hands on one packet if this client plays the stream. */
  packet(stream: ServedStream, channel: 0 | 1, bytes: Buffer): void {
    if (!this.#playing || this.#stream !== stream) return;
    if (this.#udp) {
      this.#udp.socket.send(bytes, this.#udp.port + channel, this.#udp.address);
      return;
    }
    if (this.#client.writableLength > MAX_BACKLOG_BYTES) {
      this.#client.destroy();
      return;
    }
    this.#client.write(interleavedHead(channel, bytes.length));
    this.#client.write(bytes);
  }

  end(): void {
    this.#client.destroy();
  }

  #serve(request: Request): void {
    if (request.method === 'OPTIONS') {
      this.#reply(request, '200 OK', { Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER' });
      return;
    }
    const demands = this.#gate.demands(request.method, request.headers.get('authorization')?.[0]);
    if (demands.length > 0) {
      // One header a line, as cameras do.
      const lines = demands.map((demand) => `WWW-Authenticate: ${demand}`).join('\r\n');
      this.#client.write(`RTSP/1.0 401 Unauthorized\r\nCSeq: ${cseq(request)}\r\n${lines}\r\n\r\n`);
      return;
    }
    const path = pathOf(request.url);
    const stream = this.#streams.get(path);
    if (stream === undefined) {
      this.#reply(request, '404 Not Found');
      return;
    }
    this.#answer(request, stream);
  }

  #answer(request: Request, stream: ServedStream): void {
    const session = { Session: `${this.#id};timeout=60` };
    switch (request.method) {
      case 'DESCRIBE':
        this.#reply(
          request,
          '200 OK',
          { 'Content-Type': 'application/sdp', 'Content-Base': `${request.url}/` },
          `${stream.sdp}a=control:streamid=0\r\n`,
        );
        return;
      case 'SETUP':
        this.#setup(request, stream, session);
        return;
      case 'PLAY':
        this.#reply(request, '200 OK', session);
        this.#playing = true;
        return;
      case 'TEARDOWN':
        this.#playing = false;
        this.#reply(request, '200 OK', session);
        return;
      case 'GET_PARAMETER':
        this.#reply(request, '200 OK', session);
        return;
      default:
        this.#reply(request, '501 Not Implemented');
    }
  }

  #setup(request: Request, stream: ServedStream, session: Record<string, string>): void {
    const wish = request.headers.get('transport')?.join(',') ?? '';
    if (/TCP/i.test(wish)) {
      this.#stream = stream;
      this.#reply(request, '200 OK', { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1', ...session });
      return;
    }
    const port = Number(/client_port=(\d+)/.exec(wish)?.[1] ?? 0);
    if (port < 1_024 || port > 65_534) {
      this.#reply(request, '461 Unsupported Transport');
      return;
    }
    const socket = createSocket('udp4');
    socket.on('error', () => undefined);
    socket.bind(0, this.#client.localAddress, () => {
      this.#stream = stream;
      this.#udp = { socket, port, address: this.#client.remoteAddress ?? '127.0.0.1' };
      const server = socket.address().port;
      const ports = `client_port=${port}-${port + 1};server_port=${server}-${server + 1}`;
      this.#reply(request, '200 OK', { Transport: `RTP/AVP;unicast;${ports}`, ...session });
    });
  }

  #reply(request: Request, status: string, headers: Record<string, string> = {}, body = ''): void {
    const common = { CSeq: cseq(request), Server: 'VamCo simulated camera' };
    this.#client.write(rtspText(`RTSP/1.0 ${status}`, { ...common, ...headers }, body));
  }
}

const cseq = (request: Request) => request.headers.get('cseq')?.[0] ?? '0';

/** `/main` of `rtsp://host/main/streamid=0`. */
function pathOf(url: string): string {
  try {
    return new URL(url).pathname.replace(/\/streamid=\d+\/?$/, '').replace(/\/$/, '');
  } catch {
    return '';
  }
}
