import { spawn, type ChildProcess } from 'node:child_process';
import { asCluster } from './matroska-piece.ts';

const PATIENCE_MS = 20_000;
/** As for the stream that is analysed: a picture from outside says itself how large it is. */
const MAX_PIXELS = 16_777_216;
const ARGUMENTS = [
  ...[
    '-v',
    'quiet',
    '-xerror',
    '-threads',
    '1',
    '-max_pixels',
    `${MAX_PIXELS}`,
    '-protocol_whitelist',
    'pipe',
  ],
  // Nobody sees these pictures: smooth edges are not asked for.
  ...['-skip_loop_filter', 'all'],
  ...['-f', 'matroska', '-analyzeduration', '0', '-probesize', '5000000', '-i', 'pipe:0'],
  ...['-fps_mode', 'passthrough', '-f', 'null', '-'],
];

/**
 * A decoder that looks at the key frames of a clip while the rest of it is still to come: when the last frame is there,
 * it has started long ago and most of its work is done.
 */
export class KeyFrameCheck {
  readonly #child: ChildProcess;
  readonly #ended: Promise<boolean>;
  #lastMs = 0;

  /** @param head what lies before the first picture in the Matroska file they come from */
  constructor(head: Buffer) {
    const child = spawn('ffmpeg', ARGUMENTS, { stdio: ['pipe', 'ignore', 'ignore'] });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.on('error', () => {
        resolve(false);
      });
      child.on('close', (code) => {
        resolve(code === 0);
      });
    });
    // A decoder that gave up reads no more: its end says so.
    child.stdin.on('error', () => undefined);
    child.stdin.write(head);
  }

  /** One more key frame. */
  feed(picture: Buffer): void {
    this.#lastMs += 1_000;
    this.#child.stdin?.write(asCluster(this.#lastMs, picture));
  }

  /** No more come: could all be decoded? */
  async end(): Promise<boolean> {
    this.#child.stdin?.end();
    const late = setTimeout(() => {
      this.stop();
    }, PATIENCE_MS);
    try {
      return await this.#ended;
    } finally {
      clearTimeout(late);
    }
  }

  /** Nobody wants to know any more. */
  stop(): void {
    this.#child.kill('SIGKILL');
  }
}
