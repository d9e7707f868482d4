import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { startRtpFeed } from './rtp-feed.ts';

export interface VirtualCamera {
  url: string;
  stop(): Promise<void>;
}

/** Packets queued for a client that does not read; then it is cut off. */
const MAX_BACKLOG_BYTES = 8_000_000;

/**
 * A camera made of a recording: serves it over RTSP 1.0 (RFC 2326), interleaved in TCP, on loopback, to
 * any number of clients. All see the same live picture.
 */
export async function startVirtualCamera(video: string, port = 0): Promise<VirtualCamera> {
  const feed = await startRtpFeed(video);
  const playing = new Set<Socket>();
  const clients = new Set<Socket>();
  feed.onPacket = (channel, packet) => {
    const header = Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]);
    for (const client of playing) {
      if (client.writableLength > MAX_BACKLOG_BYTES) client.destroy();
      else {
        client.write(header);
        client.write(packet);
      }
    }
  };
  const server = createServer((client) => {
    clients.add(client);
    const session = randomBytes(6).toString('hex');
    let text = '';
    client.on('data', (chunk) => {
      text += chunk.toString('latin1');
      text = text.replace(/^\$[\s\S]{3}/, '');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const request = text.slice(0, end);
        text = text.slice(end + 4);
        const method = /([A-Z_]+) rtsp/.exec(request)?.[1] ?? '';
        client.write(answer(method, request, session, feed.sdp));
        if (method === 'PLAY') playing.add(client);
        if (method === 'TEARDOWN') playing.delete(client);
      }
      if (text.length > 65_536) client.destroy();
    });
    client.on('error', () => undefined);
    client.on('close', () => {
      playing.delete(client);
      clients.delete(client);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  let stopped = false;
  return {
    url: `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
    stop: async () => {
      if (stopped) return;
      stopped = true;
      feed.stop();
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(method: string, request: string, session: string, sdp: string): string {
  const sequence = /^CSeq:\s*(\d+)/im.exec(request)?.[1] ?? '0';
  const reply = (status: string, headers: string[] = [], body = '') =>
    [`RTSP/1.0 ${status}`, `CSeq: ${sequence}`, 'Server: VamCo virtual camera', ...headers, '', body].join(
      '\r\n',
    );
  switch (method) {
    case 'OPTIONS':
      return reply('200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER']);
    case 'DESCRIBE':
      return reply(
        '200 OK',
        ['Content-Type: application/sdp', `Content-Length: ${Buffer.byteLength(sdp)}`],
        sdp,
      );
    case 'SETUP':
      if (!/Transport:.*TCP/i.test(request)) return reply('461 Unsupported Transport');
      return reply('200 OK', [
        'Transport: RTP/AVP/TCP;unicast;interleaved=0-1',
        `Session: ${session};timeout=60`,
      ]);
    case 'PLAY':
    case 'GET_PARAMETER':
    case 'TEARDOWN':
      return reply('200 OK', [`Session: ${session}`]);
    default:
      return reply('501 Not Implemented');
  }
}
