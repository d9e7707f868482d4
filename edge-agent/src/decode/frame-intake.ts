import { BoundedQueue } from '../base/bounded-queue.ts';
import { FrameAssembler } from './frame-assembler.ts';
import type { CaptureTime, Frame } from './frame.ts';
import type { Sheet } from './sheet.ts';

/** Frames that may wait to be analysed; older ones are skipped and counted. */
const QUEUE = 3;

/** The analysed frames of one connection, oldest first. */
export interface IncomingFrames {
  /** The next frame; undefined when the connection is over. */
  next(): Promise<Frame | undefined>;
  /** So many wait. */
  readonly length: number;
  /** The pixels of a frame are no longer needed. */
  reuse(frame: Frame): void;
}

export interface FrameIntakeParts {
  /** What each decoded picture holds. */
  sheet: Sheet;
  /** When a frame of that stream time was captured. */
  captured: (streamS: number) => CaptureTime;
  onFrame: (frame: Frame) => void;
  /** Nobody took a frame in time. */
  onSkipped: () => void;
}

/** Pixels and stamps of one connection, joined to frames that wait for whoever analyses them. */
export class FrameIntake implements IncomingFrames {
  readonly #queue = new BoundedQueue<Frame>(QUEUE);
  readonly #assembler: FrameAssembler;

  constructor({ sheet, captured, onFrame, onSkipped }: FrameIntakeParts) {
    this.#assembler = new FrameAssembler(sheet, (assembled) => {
      const frame = { ...assembled, time: captured(assembled.streamS) };
      onFrame(frame);
      const skipped = this.#queue.push(frame);
      if (!skipped) return;
      onSkipped();
      this.reuse(skipped);
    });
  }

  get length(): number {
    return this.#queue.length;
  }

  stamp(stamp: Parameters<FrameAssembler['stamp']>[0]): void {
    this.#assembler.stamp(stamp);
  }

  chunk(bytes: Buffer): void {
    this.#assembler.chunk(bytes);
  }

  next(): Promise<Frame | undefined> {
    return this.#queue.next();
  }

  reuse(frame: Frame): void {
    this.#assembler.reuse(frame);
  }

  close(): void {
    this.#queue.close();
  }
}
