import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { TokenBucket } from '../../base/token-bucket.ts';
import { asFault, CameraFault } from '../camera-fault.ts';
import type { PinnedAddress } from '../pinned-address.ts';
import type { DownReason } from '../why-down.ts';
import { authorization, chooseChallenge, type Challenge, type Credentials } from './http-auth.ts';
import { RtspGarbage, RtspReader, rtspText, type RtspItem } from './rtsp-message.ts';
import { videoOf, type VideoMedia } from './sdp.ts';
import { UdpPair } from './udp-pair.ts';

/** The whole of asking for a stream must be done in this time. */
const HANDSHAKE_MS = 8_000;
const DEFAULT_TIMEOUT_S = 60;
/** 200 Mbit/s: several times what the best camera sends. One that floods is cut off, it would starve the others. */
const MAX_BYTES_PER_S = 25_000_000;

export interface RtspTarget {
  /** `rtsp://` or `rtsps://`, without user and password. */
  url: string;
  pinned: PinnedAddress;
  credentials: Credentials | undefined;
  transport: 'tcp' | 'udp';
}

export interface RtspEvents {
  /** `channel` 0 is RTP, 1 is RTCP. The bytes belong to the receiver only until it returns. */
  onPacket(channel: 0 | 1, bytes: Buffer): void;
  /** Once: the connection is over. */
  onEnd(fault: CameraFault): void;
}

type Response = Extract<RtspItem, { kind: 'response' }>;

/**
 * Asks one camera for its video (RFC 2326), over TCP or UDP, with basic or digest authentication. It talks to
 * the pinned address and to nothing else: redirects and foreign addresses end it, answers are bounded.
 */
export class RtspClient {
  readonly #target: RtspTarget;
  readonly #events: RtspEvents;
  readonly #reader = new RtspReader();
  readonly #budget = new TokenBucket(MAX_BYTES_PER_S, () => performance.now());
  #socket: Socket | undefined;
  #udp: UdpPair | undefined;
  #sequence = 0;
  #challenge: Challenge | undefined;
  #waiting:
    { sequence: number; found: (response: Response) => void; fail: (error: Error) => void } | undefined;
  #session = '';
  #alive: NodeJS.Timeout | undefined;
  #ended = false;
  #base: string;

  constructor(target: RtspTarget, events: RtspEvents) {
    this.#target = target;
    this.#events = events;
    this.#base = target.url;
  }

  /** Connects and asks what there is. Throws CameraFault. */
  async describe(): Promise<VideoMedia> {
    return this.#inTime(async () => {
      this.#socket = await this.#connect();
      await this.#ask('OPTIONS', this.#target.url);
      const { headers, body } = await this.#ask('DESCRIBE', this.#target.url, { Accept: 'application/sdp' });
      const base = headers.get('content-base')?.[0] ?? headers.get('content-location')?.[0];
      if (base !== undefined) this.#base = this.#own(base);
      const media = videoOf(body);
      if (media === undefined) throw new CameraFault('not-a-video');
      return media;
    });
  }

  /** Sets the video up and starts it; packets come from now on. Throws CameraFault. */
  async play(media: VideoMedia): Promise<void> {
    await this.#inTime(async () => {
      const { transport } = this.#target;
      const udp = transport === 'udp' ? await UdpPair.open(this.#target.pinned.ip) : undefined;
      this.#udp = udp;
      const wish = udp
        ? `RTP/AVP;unicast;client_port=${udp.port}-${udp.port + 1}`
        : 'RTP/AVP/TCP;unicast;interleaved=0-1';
      const answer = await this.#ask('SETUP', this.#control(media.control), { Transport: wish });
      const [session = '', ...parameters] = (answer.headers.get('session')?.[0] ?? '').split(';');
      this.#session = session.trim();
      const timeout = Number(/timeout=(\d+)/.exec(parameters.join(';'))?.[1] ?? DEFAULT_TIMEOUT_S);
      if (udp) {
        const port = /server_port=(\d+)/.exec(answer.headers.get('transport')?.[0] ?? '')?.[1];
        udp.start(Number(port ?? 0), (channel, bytes) => {
          this.#spend(bytes.length);
          if (!this.#ended) this.#events.onPacket(channel, bytes);
        });
      }
      await this.#ask('PLAY', this.#base, { Range: 'npt=0.000-' });
      const everyMs = Math.max(5_000, Math.min(30_000, timeout * 500));
      this.#alive = setInterval(() => {
        this.#keepAlive();
      }, everyMs);
    });
  }

  /** Says goodbye if it can, and closes at once. */
  close(): void {
    if (this.#socket && this.#session !== '' && !this.#ended) this.#send('TEARDOWN', this.#base);
    this.#end(new CameraFault('ended'));
  }

  #connect(): Promise<Socket> {
    const { pinned, url } = this.#target;
    const secure = url.startsWith('rtsps:');
    return new Promise((found, fail) => {
      const where = { host: pinned.ip, port: pinned.port };
      // Cameras sign their certificates themselves; the line is private, the password is digested.
      const socket = secure ? connectTls({ ...where, rejectUnauthorized: false }) : connectTcp(where);
      this.#socket = socket;
      socket.setNoDelay(true);
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        found(socket);
      });
      socket.on('error', (error) => {
        fail(asFault(error));
        this.#end(asFault(error));
      });
      socket.on('close', () => {
        fail(new CameraFault('ended'));
        this.#end(new CameraFault('ended'));
      });
      socket.on('data', (chunk: Buffer) => {
        this.#read(chunk);
      });
    });
  }

  /** Ends it when more comes than any camera sends. */
  #spend(bytes: number): void {
    this.#budget.take(bytes);
    if (this.#budget.available() < 0) this.#end(new CameraFault('misbehaves'));
  }

  #read(chunk: Buffer): void {
    this.#spend(chunk.length);
    try {
      for (const item of this.#reader.push(chunk)) {
        if (this.#ended) return;
        if (item.kind === 'packet') {
          if (item.channel <= 1) this.#events.onPacket(item.channel === 0 ? 0 : 1, item.bytes);
        } else if (item.kind === 'response') this.#answered(item);
        else this.#requested(item);
      }
    } catch (error) {
      const fault =
        error instanceof RtspGarbage ? new CameraFault(error.what, { cause: error }) : asFault(error);
      this.#end(fault);
    }
  }

  /** Cameras may ask, too: for redirection, or whether we are alive. The first one is refused. */
  #requested({ method, headers }: Extract<RtspItem, { kind: 'request' }>): void {
    if (method === 'REDIRECT') {
      this.#end(new CameraFault('misbehaves'));
      return;
    }
    const sequence = headers.get('cseq')?.[0] ?? '0';
    this.#socket?.write(rtspText('RTSP/1.0 200 OK', { CSeq: sequence }));
  }

  #answered(response: Response): void {
    const sequence = Number(response.headers.get('cseq')?.[0] ?? this.#waiting?.sequence);
    if (this.#waiting?.sequence !== sequence) return;
    this.#waiting.found(response);
    this.#waiting = undefined;
  }

  async #ask(method: string, uri: string, headers: Record<string, string> = {}): Promise<Response> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const response = await new Promise<Response>((found, fail) => {
        if (this.#ended) {
          fail(new CameraFault('ended'));
          return;
        }
        this.#waiting = { sequence: this.#sequence + 1, found, fail };
        this.#send(method, uri, headers);
      });
      if (response.status !== 401) return checked(method, response);
      const before = this.#challenge;
      this.#challenge = chooseChallenge(response.headers.get('www-authenticate') ?? []);
      // A second refusal is final, unless the camera only wants a fresher nonce.
      if (!this.#challenge || !this.#target.credentials || (before && !this.#challenge.stale && attempt > 0))
        break;
    }
    throw new CameraFault('auth');
  }

  #send(method: string, uri: string, headers: Record<string, string> = {}): void {
    this.#sequence += 1;
    const { credentials } = this.#target;
    const proof =
      this.#challenge && credentials
        ? { Authorization: authorization(this.#challenge, credentials, { method, uri }) }
        : {};
    const session = this.#session === '' ? {} : { Session: this.#session };
    this.#socket?.write(
      rtspText(`${method} ${uri} RTSP/1.0`, {
        ...{ CSeq: this.#sequence, 'User-Agent': 'VamCo' },
        ...session,
        ...proof,
        ...headers,
      }),
    );
  }

  #keepAlive(): void {
    // An answer of 401 brings a fresher nonce for the next time.
    this.#waiting = {
      sequence: this.#sequence + 1,
      found: ({ status, headers }) => {
        if (status === 401) this.#challenge = chooseChallenge(headers.get('www-authenticate') ?? []);
      },
      fail: () => undefined,
    };
    this.#send('OPTIONS', this.#base);
    this.#udp?.punch();
  }

  /** The address of the track, always on the camera itself, whatever the description says. */
  #control(control: string): string {
    if (control === '' || control === '*') return this.#base;
    if (/^[a-z][a-z0-9+.-]*:/i.test(control)) return this.#own(control);
    return `${this.#base}${this.#base.endsWith('/') ? '' : '/'}${control}`;
  }

  /** Cameras behind address translation name an inner host: path and query are kept, the host is ours. */
  #own(address: string): string {
    const { host, search, pathname, protocol } = parsed(address);
    if (protocol !== 'rtsp:' && protocol !== 'rtsps:') throw new CameraFault('misbehaves');
    const own = new URL(this.#target.url);
    if (host === '') throw new CameraFault('misbehaves');
    return `${own.protocol}//${own.host}${pathname}${search}`;
  }

  async #inTime<Value>(work: () => Promise<Value>): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => {
        fail(new CameraFault(this.#socket?.connecting === false ? 'no-answer' : 'no-route'));
      }, HANDSHAKE_MS);
    });
    try {
      return await Promise.race([work(), late]);
    } catch (error) {
      const fault = this.#fault ?? asFault(error);
      this.#end(fault);
      throw fault;
    } finally {
      clearTimeout(timer);
    }
  }

  #fault: CameraFault | undefined;

  #end(fault: CameraFault): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#fault = fault;
    clearInterval(this.#alive);
    this.#waiting?.fail(fault);
    this.#waiting = undefined;
    this.#udp?.close();
    this.#socket?.end();
    this.#socket?.destroySoon();
    const socket = this.#socket;
    setTimeout(() => socket?.destroy(), 500).unref();
    this.#events.onEnd(fault);
  }
}

const refusals: Record<number, DownReason> = {
  403: 'auth',
  404: 'not-found',
  410: 'not-found',
  453: 'busy',
  461: 'transport',
  503: 'busy',
};

function checked(method: string, response: Response): Response {
  const { status } = response;
  if (status >= 200 && status < 300) return response;
  // Some cameras know no OPTIONS; what counts is whether they describe and play.
  if (method === 'OPTIONS' && status !== 401) return response;
  if (status >= 300 && status < 400) throw new CameraFault('misbehaves');
  throw new CameraFault(refusals[status] ?? (method === 'DESCRIBE' ? 'not-found' : 'unknown'));
}

function parsed(address: string): URL {
  try {
    return new URL(address);
  } catch (cause) {
    throw new CameraFault('misbehaves', { cause });
  }
}
