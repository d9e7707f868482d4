import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** An empty receiver report (RFC 3550, 6.4.2): says that someone listens. */
const RECEIVER_REPORT = Buffer.from([0x80, 201, 0, 1, 0x56, 0x61, 0x6d, 0x43]);

/** Two neighbouring UDP ports that take packets from one address only. */
export class UdpPair {
  readonly port: number;
  readonly #sockets: [Socket, Socket];
  readonly #peer: string;
  #peerPort = 0;

  private constructor(sockets: [Socket, Socket], peer: string) {
    this.#sockets = sockets;
    this.#peer = peer;
    this.port = sockets[0].address().port;
  }

  /** Throws when this machine has no free pair. */
  static async open(peer: string): Promise<UdpPair> {
    const kind = peer.includes(':') ? 'udp6' : 'udp4';
    // A camera on this machine is answered on this machine only.
    const local = peer.startsWith('127.') ? '127.0.0.1' : undefined;
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const port = 20_000 + 2 * Math.floor(Math.random() * 20_000);
      const sockets: [Socket, Socket] = [createSocket(kind), createSocket(kind)];
      try {
        for (const [index, socket] of sockets.entries()) {
          socket.bind(port + index, local);
          await once(socket, 'listening');
          socket.on('error', () => undefined);
        }
        sockets[0].setRecvBufferSize(4_000_000);
        return new UdpPair(sockets, peer);
      } catch {
        for (const socket of sockets) socket.close();
      }
    }
    throw new Error('no free UDP ports on this machine');
  }

  /** @param serverPort where the camera sends from; 0 when it did not say */
  start(serverPort: number, onPacket: (channel: 0 | 1, bytes: Buffer) => void): void {
    this.#peerPort = serverPort;
    for (const [index, socket] of this.#sockets.entries())
      socket.on('message', (bytes, from) => {
        if (from.address === this.#peer) onPacket(index === 0 ? 0 : 1, bytes);
      });
    this.punch();
  }

  /** Opens the way through address translation, and says that we still listen. */
  punch(): void {
    if (this.#peerPort < 1_024 || this.#peerPort > 65_534) return;
    for (const [index, socket] of this.#sockets.entries())
      socket.send(RECEIVER_REPORT, this.#peerPort + index, this.#peer);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }
}
