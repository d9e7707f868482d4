import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  startSimulatedCamera,
  type SimulatedCamera,
} from '../../edge-agent/src/simulate/simulated-camera.ts';
import { CLIP_FRAMES, KEY_FRAMES } from './burnt-in-counter.ts';

/** Clocks as they are found: right, a little off, another time zone, never set. Milliseconds. */
const CLOCKS_MS = [0, 420, -1_730, 7 * 3_600_000, -3_600_000, 86_400_000, -90_061_000, 59_500];

export type Playing = 'all pictures' | 'key pictures' | 'nothing';

/** One simulated camera that can go away and come back at the same address, and knows when it sent what. */
export class ParkCamera {
  readonly id: string;
  readonly clockOffsetMs: number;
  readonly #video: string;
  readonly #ports: { rtsp: number; onvif: number };
  /** When each number of the counter was sent, Unix ms, oldest first. */
  readonly #sent = Array.from({ length: CLIP_FRAMES }, (): number[] => []);
  #camera: SimulatedCamera | undefined;
  #plays: Playing = 'all pictures';
  #thinned = false;

  private constructor(index: number, video: string, ports: { rtsp: number; onvif: number }) {
    this.id = `cam-${index + 1}`;
    this.clockOffsetMs = CLOCKS_MS[index % CLOCKS_MS.length] ?? 0;
    this.#video = video;
    this.#ports = ports;
  }

  static async start(index: number, video: string): Promise<ParkCamera> {
    const camera = new ParkCamera(index, video, { rtsp: await lastingPort(), onvif: await lastingPort() });
    await camera.start();
    return camera;
  }

  get streamUrl(): string {
    return `rtsp://127.0.0.1:${this.#ports.rtsp}/live`;
  }

  get onvifUrl(): string {
    return `http://127.0.0.1:${this.#ports.onvif}/onvif/device_service`;
  }

  /** Resolves when the camera can be reached. */
  async start(): Promise<void> {
    this.#camera = await startSimulatedCamera(this.#video, {
      rtspPort: this.#ports.rtsp,
      main: {
        onPicture: (number) => {
          this.#picture(number);
        },
      },
      onvif: { port: this.#ports.onvif, clockOffsetMs: this.clockOffsetMs },
    });
  }

  async stop(): Promise<void> {
    await this.#camera?.stop();
  }

  /** What it sends from now on; after a rest, all pictures from the next key picture on. */
  play(what: Playing): void {
    this.#plays = what;
    this.#thinned ||= what !== 'all pictures';
  }

  /** The picture with this number goes on its way, unless this holds it back. */
  #picture(number: number): void {
    const isKey = number % KEY_FRAMES === 0;
    if (isKey) this.#thinned = this.#plays !== 'all pictures';
    this.#camera?.freeze(this.#thinned && !(isKey && this.#plays === 'key pictures'));
    this.#sent[number % CLIP_FRAMES]?.push(Date.now());
  }

  /** When the picture with this number was sent, of all times the one nearest to `aboutMs`; Unix ms. */
  sentAt(number: number, aboutMs: number): number | undefined {
    const times = this.#sent[number] ?? [];
    return times.reduce<number | undefined>(
      (best, time) =>
        best === undefined || Math.abs(time - aboutMs) < Math.abs(best - aboutMs) ? time : best,
      undefined,
    );
  }
}

/** Not of those that the system gives to connections: a camera that was away for a minute finds its own still free. */
async function lastingPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(10_000 * Math.random());
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
}
