import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { CameraFault } from '../camera-fault.ts';
import { CatchUp } from './catch-up.ts';
import { beginsKeyPicture } from './key-packet.ts';
import { RtpTimeline } from './rtp-timeline.ts';
import { RtspClient, type RtspTarget } from './rtsp-client.ts';
import { interleavedHead, RtspReader, rtspText, type RtspItem } from './rtsp-message.ts';
import { sdpOf, type VideoMedia } from './sdp.ts';

/** What may wait for a decoder that does not read. */
const MAX_BACKLOG_BYTES = 16_000_000;
/** What is kept of the beginning for a reader that is still starting. */
const MAX_EARLY_BYTES = 8_000_000;

/** Last part of the address of who wants every picture. */
const WHOLE = 'whole';

interface Reader {
  socket: Socket;
  /** Waits for the first packet: the answer to PLAY names its time stamp. */
  asked: { sequence: string; session: string } | undefined;
  playing: boolean;
  /** None for who wants all of it, however late. */
  catchUp: CatchUp | undefined;
  /** Packets that it was not given. */
  letGo: number;
}

export interface RelayEvents {
  /** A picture begins to arrive; seconds since the first one by the stream's own time stamps. */
  onPicture(stampS: number): void;
  /** The camera said what its clock shows at a time stamp of the stream; Unix milliseconds. */
  onCameraClock(cameraMs: number, stampS: number): void;
  /** A decoder that was too slow goes on; so many seconds of the stream never reached it. */
  onLetGo(seconds: number): void;
  /** Once: the camera is gone. */
  onEnd(fault: CameraFault): void;
}

/**
 * Stands between one camera and its decoder. The camera's side speaks with password, pinned address and bounds;
 * the decoder's side is a stream on loopback with a random name, a cleaned description and no sound, for one
 * reader or two: a recorder gets all of it, a decoder what it is not too slow for (`catch-up.ts`). So no password is in any
 * argument list, and nothing in a stream can send the decoder elsewhere.
 */
export class RtspRelay {
  readonly media: VideoMedia;
  readonly timeline: RtpTimeline;
  readonly #client: RtspClient;
  readonly #server: Server;
  readonly #name = randomBytes(12).toString('hex');
  readonly #expected: number;
  readonly #events: RelayEvents;
  readonly #readers: Reader[] = [];
  /** Everything so far, until all who are expected have it. */
  #early: Buffer[] | undefined = [];
  #earlyBytes = 0;
  #asked = false;
  #streamS = 0;
  #closed = false;

  private constructor(
    client: RtspClient,
    media: VideoMedia,
    server: Server,
    expected: number,
    events: RelayEvents,
  ) {
    this.#client = client;
    this.#expected = expected;
    this.#events = events;
    this.media = media;
    this.timeline = new RtpTimeline(media.clockRate);
    this.#server = server;
  }

  /**
   * Connects to the camera, and offers its video on loopback. Throws CameraFault.
   *
   * @param readers how many will come
   */
  static async open(target: RtspTarget, events: RelayEvents, readers = 1): Promise<RtspRelay> {
    const holder: { relay?: RtspRelay } = {};
    const client = new RtspClient(target, {
      onPacket: (channel, bytes) => {
        if (holder.relay) holder.relay.#packet(channel, bytes);
      },
      onEnd: (fault) => {
        holder.relay?.close();
        if (holder.relay) events.onEnd(fault);
      },
    });
    try {
      const media = await client.describe();
      const server = createServer((socket) => {
        if (holder.relay) holder.relay.#accept(socket);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      holder.relay = new RtspRelay(client, media, server, readers, events);
      return holder.relay;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** For a recorder: no picture is let go, or it would be missing in the evidence without a word. */
  get wholeUrl(): string {
    return `${this.url}/${WHOLE}`;
  }

  /** For each of the readers, once; who falls behind is let catch up. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `rtsp://127.0.0.1:${port}/${this.#name}`;
  }

  /** The decoder has got as far as the picture with this stamp. */
  decoded(stampS: number): void {
    for (const { catchUp } of this.#readers) catchUp?.decoded(stampS);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#server.close();
    for (const { socket } of this.#readers) socket.destroy();
    this.#client.close();
  }

  #packet(channel: 0 | 1, bytes: Buffer): void {
    if (channel === 1) {
      const report = this.timeline.senderReport(bytes);
      if (report) this.#events.onCameraClock(report.cameraMs, report.stampS);
      return;
    }
    const stampS = this.timeline.packet(bytes);
    if (stampS !== undefined) {
      this.#streamS = Math.max(this.#streamS, stampS);
      this.#events.onPicture(stampS);
    }
    const head = interleavedHead(0, bytes.length);
    if (this.#early) this.#keepEarly(head, bytes);
    this.#handOn(head, bytes, stampS);
    for (const reader of this.#readers) if (reader.asked) this.#answerPlay(reader);
  }

  #handOn(head: Buffer, bytes: Buffer, stampS: number | undefined): void {
    const { codec } = this.media;
    const passing = {
      stampS,
      streamS: this.#streamS,
      nowMs: performance.now(),
      isKey: () => (codec === 'JPEG' ? stampS !== undefined : beginsKeyPicture(bytes, codec)),
    };
    for (const reader of this.#readers) {
      if (!reader.playing) continue;
      if (reader.catchUp?.admits(passing) ?? true) send(reader.socket, [head, numbered(bytes, reader.letGo)]);
      else reader.letGo += 1;
    }
  }

  #keepEarly(head: Buffer, bytes: Buffer): void {
    this.#early?.push(head, bytes);
    this.#earlyBytes += head.length + bytes.length;
    const all = this.#readers.length === this.#expected && this.#readers.every(({ playing }) => playing);
    if (all || this.#earlyBytes > MAX_EARLY_BYTES) this.#early = undefined;
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.#readers.length === this.#expected) {
      socket.destroy();
      return;
    }
    const catchUp = new CatchUp((seconds) => {
      this.#events.onLetGo(seconds);
    });
    const reader: Reader = { socket, asked: undefined, playing: false, catchUp, letGo: 0 };
    this.#readers.push(reader);
    const messages = new RtspReader();
    socket.on('data', (chunk) => {
      try {
        for (const item of messages.push(chunk)) if (item.kind === 'request') this.#serve(reader, item);
      } catch {
        socket.destroy();
      }
    });
  }

  #serve(reader: Reader, request: Extract<RtspItem, { kind: 'request' }>): void {
    const { socket } = reader;
    const sequence = request.headers.get('cseq')?.[0] ?? '0';
    const session = this.#name.slice(0, 8);
    const reply = (headers: Record<string, string> = {}, body = '') => {
      socket.write(rtspText('RTSP/1.0 200 OK', { CSeq: sequence, ...headers }, body));
    };
    if (!request.url.startsWith(this.url)) {
      socket.end(rtspText('RTSP/1.0 404 Not Found', { CSeq: sequence }));
      return;
    }
    switch (request.method) {
      case 'DESCRIBE':
        if (request.url === this.wholeUrl) reader.catchUp = undefined;
        reply({ 'Content-Type': 'application/sdp' }, sdpOf(this.media, this.#control));
        return;
      case 'SETUP':
        reply({ Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1', Session: session });
        return;
      case 'PLAY':
        reader.asked = { sequence, session };
        if (this.#asked) return;
        this.#asked = true;
        this.#client.play(this.media).catch(() => {
          this.close();
        });
        return;
      default:
        reply({ Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN' });
    }
  }

  get #control(): string {
    return `${this.url}/video`;
  }

  #answerPlay(reader: Reader): void {
    const { first } = this.timeline;
    if (!reader.asked || first === undefined) return;
    const { sequence, session } = reader.asked;
    reader.asked = undefined;
    reader.playing = true;
    // Ties the reader's time stamps to ours: its zero is our first packet.
    const info = `url=${this.#control};rtptime=${first}`;
    const headers = { CSeq: sequence, Session: session, 'RTP-Info': info };
    send(reader.socket, [Buffer.from(rtspText('RTSP/1.0 200 OK', headers)), ...(this.#early ?? [])]);
  }
}

/** The packet with a number as if those that were let go had never been: of a gap ffmpeg waits for what was lost, for seconds. */
function numbered(packet: Buffer, letGo: number): Buffer {
  if (letGo === 0 || packet.length < 4) return packet;
  const own = Buffer.from(packet);
  own.writeUInt16BE((packet.readUInt16BE(2) - letGo) & 0xffff, 2);
  return own;
}

/** What comes in one go is handed on in one go; who reads nothing at all is given up. */
function send(socket: Socket, parts: readonly Buffer[]): void {
  if (!socket.writable) return;
  if (socket.writableLength > MAX_BACKLOG_BYTES) {
    socket.destroy();
    return;
  }
  if (socket.writableCorked === 0) {
    socket.cork();
    process.nextTick(() => {
      socket.uncork();
    });
  }
  for (const part of parts) socket.write(part);
}
