import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { CameraFault } from '../camera-fault.ts';
import { RtpTimeline } from './rtp-timeline.ts';
import { RtspClient, type RtspTarget } from './rtsp-client.ts';
import { interleavedHead, RtspReader, rtspText, type RtspItem } from './rtsp-message.ts';
import { sdpOf, type VideoMedia } from './sdp.ts';

/** What may wait for a decoder that does not read. */
const MAX_BACKLOG_BYTES = 16_000_000;

export interface RelayEvents {
  /** A picture begins to arrive; seconds since the first one by the stream's own time stamps. */
  onPicture(stampS: number): void;
  /** The camera said what its clock shows at a time stamp of the stream; Unix milliseconds. */
  onCameraClock(cameraMs: number, stampS: number): void;
  /** Once: the camera is gone. */
  onEnd(fault: CameraFault): void;
}

/**
 * Stands between one camera and its decoder. The camera's side speaks with password, pinned address and bounds;
 * the decoder's side is a stream on loopback with a random name, a cleaned description and no sound, for one
 * reader. So no password is in any argument list, and nothing in a stream can send the decoder elsewhere.
 */
export class RtspRelay {
  readonly media: VideoMedia;
  readonly timeline: RtpTimeline;
  readonly #client: RtspClient;
  readonly #server: Server;
  readonly #name = randomBytes(12).toString('hex');
  #reader: Socket | undefined;
  #playing = false;
  /** Waits for the first packet: the answer to PLAY names its time stamp. */
  #play: { sequence: string; session: string } | undefined;
  #closed = false;

  private constructor(client: RtspClient, media: VideoMedia, server: Server) {
    this.#client = client;
    this.media = media;
    this.timeline = new RtpTimeline(media.clockRate);
    this.#server = server;
  }

  /** Connects to the camera, and offers its video on loopback. Throws CameraFault. */
  static async open(target: RtspTarget, events: RelayEvents): Promise<RtspRelay> {
    const holder: { relay?: RtspRelay } = {};
    const client = new RtspClient(target, {
      onPacket: (channel, bytes) => {
        if (holder.relay) holder.relay.#packet(channel, bytes, events);
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
      holder.relay = new RtspRelay(client, media, server);
      return holder.relay;
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** For the decoder, once. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `rtsp://127.0.0.1:${port}/${this.#name}`;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#server.close();
    this.#reader?.destroy();
    this.#client.close();
  }

  #packet(channel: 0 | 1, bytes: Buffer, events: RelayEvents): void {
    if (channel === 1) {
      const report = this.timeline.senderReport(bytes);
      if (report) events.onCameraClock(report.cameraMs, report.stampS);
      return;
    }
    const stampS = this.timeline.packet(bytes);
    if (stampS !== undefined) events.onPicture(stampS);
    this.#answerPlay();
    const reader = this.#reader;
    if (!this.#playing || !reader?.writable) return;
    if (reader.writableLength > MAX_BACKLOG_BYTES) {
      reader.destroy();
      return;
    }
    // What the camera sent in one go is handed on in one go.
    if (reader.writableCorked === 0) {
      reader.cork();
      process.nextTick(() => {
        reader.uncork();
      });
    }
    reader.write(interleavedHead(0, bytes.length));
    reader.write(bytes);
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.#reader) {
      socket.destroy();
      return;
    }
    const messages = new RtspReader();
    socket.on('data', (chunk) => {
      try {
        for (const item of messages.push(chunk)) if (item.kind === 'request') this.#serve(socket, item);
      } catch {
        socket.destroy();
      }
    });
  }

  #serve(socket: Socket, request: Extract<RtspItem, { kind: 'request' }>): void {
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
        reply({ 'Content-Type': 'application/sdp' }, sdpOf(this.media, this.#control));
        return;
      case 'SETUP':
        this.#reader = socket;
        reply({ Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1', Session: session });
        return;
      case 'PLAY':
        this.#play = { sequence, session };
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

  #answerPlay(): void {
    const { first } = this.timeline;
    if (!this.#play || first === undefined) return;
    const { sequence, session } = this.#play;
    this.#play = undefined;
    this.#playing = true;
    // Ties the decoder's time stamps to ours: its zero is our first packet.
    const info = `url=${this.#control};rtptime=${first}`;
    const headers = { CSeq: sequence, Session: session, 'RTP-Info': info };
    this.#reader?.write(rtspText('RTSP/1.0 200 OK', headers));
  }
}
