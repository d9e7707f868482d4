import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

const ok = (headers: string, body = '') => `RTSP/1.0 200 OK\r\nCSeq: 2\r\n${headers}\r\n${body}`;
const described = (sdp: string, more = '') =>
  ok(`Content-Type: application/sdp\r\n${more}Content-Length: ${Buffer.byteLength(sdp)}\r\n`, sdp);
const sdpWith = (control: string) =>
  `v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:${control}\r\n`;

/** What each evil camera does once it has been asked for its description. */
export const evilRtsp: Record<string, (socket: Socket, foreign: string) => void> = {
  'an endless head': (socket) => {
    socket.write('RTSP/1.0 200 OK\r\nX-Padding: ');
    pour(socket, () => 'a'.repeat(65_536));
  },
  'an endless body': (socket) => {
    socket.write(ok('Content-Length: 4000000000\r\n'));
    pour(socket, () => 'a'.repeat(65_536));
  },
  'a drip': (socket) => {
    const drip = setInterval(() => socket.write('R'), 300);
    socket.on('close', () => {
      clearInterval(drip);
    });
  },
  'a redirect inward': (socket) => {
    socket.write('RTSP/1.0 302 Moved\r\nCSeq: 2\r\nLocation: rtsp://169.254.169.254/latest\r\n\r\n');
  },
  'a file as its track': (socket) => socket.write(described(sdpWith('file:///etc/passwd'))),
  'a concat as its track': (socket) => socket.write(described(sdpWith('concat:/etc/passwd|/etc/hosts'))),
  'a foreign base': (socket, foreign) =>
    socket.write(described(sdpWith('track1'), `Content-Base: ${foreign}/\r\n`)),
  'no video': (socket) => socket.write(described('v=0\r\nm=audio 0 RTP/AVP 0\r\n')),
  'random bytes': (socket) => {
    pour(socket, () => Buffer.concat([Buffer.from([0xff]), randomBytes(4_096)]));
  },
};

function pour(socket: Socket, next: () => string | Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(next()));
  };
  socket.on('drain', more);
  more();
}

/** Serves one of them on loopback; `foreign` is where it would like us to go. */
export async function startEvilRtsp(
  name: string,
  foreign: string,
): Promise<{ url: string; bytes: () => number; stop: () => Promise<unknown> }> {
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sent += socket.bytesWritten;
      sockets.delete(socket);
    });
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (text.startsWith('OPTIONS')) socket.write('RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n');
      else if (text.startsWith('DESCRIBE')) evilRtsp[name]?.(socket, foreign);
      else socket.write('RTSP/1.0 454 Session Not Found\r\nCSeq: 3\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
    bytes: () => sent,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(done));
    },
  };
}
