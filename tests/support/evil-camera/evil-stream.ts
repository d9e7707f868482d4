import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { interleavedHead } from '../../../edge-agent/src/camera/rtsp/rtsp-message.ts';
import { evilRtsp } from './evil-rtsp.ts';

const SDP = 'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n';
/** Four hundred megabits a second: what a gigabit port lets through easily, and no camera sends. */
const FLOOD_BYTES_PER_MS = 50_000;
/** First bytes of what H.264 packets hold; a decoder skips filler without a word. */
const KEY_FRAME = 0x65;
const FILLER = 0x6c;

/** What each evil camera does once it has been asked to play: until then it is a perfect one. */
export const evilStreams: Record<string, (socket: Socket) => void> = {
  'nothing more': () => undefined,
  'a flood of filler': (socket) => {
    const wave = Buffer.concat(Array.from({ length: 360 }, (_, i) => rtpPacket(i, i * 3_000, 1_388, FILLER)));
    const every = Math.round(wave.length / FLOOD_BYTES_PER_MS);
    repeat(socket, every, () => {
      if (socket.writableLength < 4_000_000) socket.write(wave);
    });
  },
  'pictures of noise': (socket) => {
    let number = 0;
    repeat(socket, 40, () => {
      number += 1;
      socket.write(rtpPacket(number, number * 3_600, 900));
    });
  },
  'noise between packets': (socket) => {
    socket.write(rtpPacket(1, 0, 900));
    repeat(socket, 200, () => socket.write(randomBytes(700)));
  },
};

/** One RTP packet of H.264 (RFC 6184) with random content, inside the connection. */
function rtpPacket(sequence: number, stamp: number, bytes: number, kind = KEY_FRAME): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80);
  head.writeUInt8(0x80 | 96, 1);
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(stamp >>> 0, 4);
  const packet = Buffer.concat([head, Buffer.from([kind]), randomBytes(bytes - 13)]);
  return Buffer.concat([interleavedHead(0, packet.length), packet]);
}

function repeat(socket: Socket, everyMs: number, act: () => void): void {
  const timer = setInterval(act, everyMs);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

export interface EvilInTurn {
  url: string;
  /** What it has done so far, in order. */
  done: string[];
  stop: () => Promise<unknown>;
}

/**
 * One camera on loopback that is evil in another way at each connection: all of `evilRtsp` and `evilStreams`, or
 * those that are named. `foreign` is where it would like us to go.
 */
export async function startEvilInTurn(
  foreign: string,
  {
    port = 0,
    names = [...Object.keys(evilStreams), ...Object.keys(evilRtsp)],
    first = 0,
  }: { port?: number; names?: string[]; first?: number } = {},
): Promise<EvilInTurn> {
  const sockets = new Set<Socket>();
  const done: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    const ok = (sequence: string, more = '', body = '') =>
      socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n${more}\r\n${body}`);
    let name = '';
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      const sequence = /CSeq: (\d+)/.exec(text)?.[1] ?? '1';
      const isPlaying = name in evilStreams;
      if (text.startsWith('OPTIONS')) ok(sequence);
      else if (text.startsWith('DESCRIBE')) {
        name = names[(first + done.length) % names.length] ?? '';
        done.push(name);
        const sdp = `Content-Type: application/sdp\r\nContent-Length: ${SDP.length}\r\n`;
        if (name in evilStreams) ok(sequence, sdp, SDP);
        else evilRtsp[name]?.(socket, foreign);
      } else if (text.startsWith('SETUP') && isPlaying)
        ok(sequence, 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 666\r\n');
      else if (text.startsWith('PLAY') && isPlaying) {
        ok(sequence, 'Session: 666\r\n');
        evilStreams[name]?.(socket);
      }
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
    done,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => server.close(closed));
    },
  };
}
