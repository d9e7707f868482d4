import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Gate } from './gate.ts';
import { startRtpFeed, type FeedOptions, type RtpFeed } from './rtp-feed.ts';
import { RtpSplice } from './rtp-splice.ts';
import { RtspSession, type ServedStream } from './rtsp-session.ts';

/** A recording served as live streams over RTSP 1.0, to any number of clients; all see the same picture. */
export class RtspServer {
  readonly #server: Server;
  readonly #sessions = new Set<RtspSession>();
  readonly #streams = new Map<string, ServedStream>();
  readonly #feeds = new Map<string, RtpFeed>();
  readonly #splices = new Map<ServedStream, RtpSplice>();
  #frozen = false;

  private constructor(gate: Gate) {
    this.#server = createServer((client) => {
      const session = new RtspSession(client, this.#streams, gate);
      this.#sessions.add(session);
      client.on('close', () => this.#sessions.delete(session));
    });
  }

  /** @param streams what is served, by path (`/main`). Throws BAD_VIDEO. */
  static async start(
    streams: Record<string, { video: string } & FeedOptions>,
    gate: Gate,
    { host, port }: { host: string; port: number },
  ): Promise<RtspServer> {
    const server = new RtspServer(gate);
    try {
      for (const [path, { video, ...options }] of Object.entries(streams)) {
        const feed = await startRtpFeed(video, options);
        server.#feeds.set(path, feed);
        const stream = { sdp: feed.sdp };
        server.#streams.set(path, stream);
        server.#play(stream, feed, new RtpSplice());
      }
      server.#server.listen(port, host);
      await once(server.#server, 'listening');
      return server;
    } catch (error) {
      for (const feed of server.#feeds.values()) feed.stop();
      throw error;
    }
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections stay open and nothing more is sent: how cameras hang. */
  freeze(frozen: boolean): void {
    this.#frozen = frozen;
  }

  /** The same stream shows another recording from now on: the head looks elsewhere. Throws BAD_VIDEO. */
  async show(path: string, video: string, options: FeedOptions): Promise<void> {
    const stream = this.#streams.get(path);
    const splice = stream && this.#splices.get(stream);
    if (!stream || !splice) return;
    const feed = await startRtpFeed(video, options);
    this.#feeds.get(path)?.stop();
    this.#feeds.set(path, feed);
    splice.cut();
    this.#play(stream, feed, splice);
  }

  #play(stream: ServedStream, feed: RtpFeed, splice: RtpSplice): void {
    this.#splices.set(stream, splice);
    feed.onPacket = (channel, packet) => {
      if (this.#frozen) return;
      // Reports of the feed name its own time stamps.
      if (channel === 1) return;
      splice.packet(packet, performance.now());
      for (const session of this.#sessions) session.packet(stream, channel, packet);
    };
  }

  async stop(): Promise<void> {
    for (const feed of this.#feeds.values()) feed.stop();
    for (const session of this.#sessions) session.end();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
