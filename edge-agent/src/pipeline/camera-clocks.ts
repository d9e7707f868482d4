import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraClock, CameraHealth } from '@vamco/contracts';
import { utcText, type Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { BurntInReading } from '../burnt-in/burnt-in-watch.ts';
import type { OnvifCamera } from '../camera/onvif/onvif-camera.ts';
import { OnvifTrouble } from '../camera/onvif/onvif-trouble.ts';

const CLOCK_EVERY_MS = 600_000;
const WRONG_CLOCK_MS = 2_000;

/** The clocks of a camera: the one that ONVIF tells, and the one that it writes into its picture. */
export class CameraClocks {
  readonly #parts: { clock: Clock; log: Logger; onWrong: (isWrong: boolean) => void };
  #told: CameraClock | undefined;
  /** The newest clock that could be read in the picture. */
  #burntIn: CameraClock | undefined;
  #reading: BurntInReading | undefined;
  readonly #wrong = new Set<'onvif' | 'burntIn'>();

  /** @param parts `onWrong` hears after each measurement whether a clock is wrong for certain. */
  constructor(parts: { clock: Clock; log: Logger; onWrong: (isWrong: boolean) => void }) {
    this.#parts = parts;
  }

  /** The best that is known: what ONVIF tells, else what the picture shows. */
  get best(): CameraClock | null {
    return this.#told ?? this.#burntIn ?? null;
  }

  get health(): Pick<CameraHealth, 'clockOffsetMs' | 'burntIn'> {
    return {
      ...(this.#told && { clockOffsetMs: this.#told.offsetMs }),
      ...(this.#reading && { burntIn: this.#burntInHealth(this.#reading) }),
    };
  }

  /** What the camera writes into its picture was read. */
  showed(reading: BurntInReading): void {
    const { clock, log } = this.#parts;
    this.#reading = reading;
    log.info({ ...reading }, 'what the camera writes into its picture was read');
    if (reading.name === 'other')
      log.warn({ code: 'CAMERA_NAME' }, 'the camera writes another name into its picture');
    if ('why' in reading.clock) return;
    const { offsetMs, errMs } = reading.clock;
    this.#burntIn = { offsetMs, errMs, checked: utcText(clock.utcMs()), by: 'picture' };
    this.#judge('burntIn', offsetMs, errMs);
  }

  /** Asks the camera every ten minutes, until the signal aborts. */
  async measure(onvif: OnvifCamera, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    while (!signal.aborted) {
      try {
        const { offsetMs, errMs } = await onvif.clockOffset();
        const checked = utcText(clock.utcMs());
        this.#told = {
          ...{ offsetMs: Math.round(offsetMs), errMs: Math.round(errMs), checked },
          by: 'onvif',
        };
        this.#judge('onvif', offsetMs, errMs);
        log.info({ offsetMs, errMs }, 'the camera’s clock was measured');
      } catch (error) {
        log.warn(
          { code: 'CAMERA_CLOCK', reason: OnvifTrouble.from(error).reason },
          'the camera’s clock is not known',
        );
      }
      await sleep(CLOCK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Whichever clock is wrong for certain: a picture that shows a wrong time is no better for a right answer. */
  #judge(which: 'onvif' | 'burntIn', offsetMs: number, errMs: number): void {
    if (Math.abs(offsetMs) - errMs > WRONG_CLOCK_MS) this.#wrong.add(which);
    else this.#wrong.delete(which);
    this.#parts.onWrong(this.#wrong.size > 0);
  }

  #burntInHealth({ clock, name }: BurntInReading): NonNullable<CameraHealth['burntIn']> {
    const known = this.#burntIn;
    return {
      ...(known && { offsetMs: known.offsetMs, errMs: known.errMs }),
      ...('why' in clock && { why: clock.why }),
      ...(name !== undefined && { name }),
    };
  }
}
