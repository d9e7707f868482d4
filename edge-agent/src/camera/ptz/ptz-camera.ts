import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { OnvifCamera } from '../onvif/onvif-camera.ts';
import { OnvifTrouble } from '../onvif/onvif-trouble.ts';
import { PresetWatch, type PresetState } from './preset-watch.ts';
import { Tour, type TourStop } from './tour.ts';

const EVERY_MS = 1_000;
const AFTER_TROUBLE_MS = 10_000;
/** Where the head is must be known this freshly, or it is not known. */
const STALE_S = 5;

export interface PtzParts {
  camera: Pick<OnvifCamera, 'presets' | 'status' | 'goTo'>;
  presets: { id: string; token: string }[];
  tour: { stops: TourStop[]; resumeAfterS: number } | undefined;
  clock: Clock;
  log: Logger;
  onState: (state: PresetState) => void;
}

/** Follows one head, once a second, and drives its tour. A head that does not answer is at no preset. */
export class PtzCamera {
  readonly #parts: PtzParts;
  #tour: Tour | undefined;

  constructor(parts: PtzParts) {
    this.#parts = parts;
    const { tour } = parts;
    this.#tour = tour && new Tour(tour.stops, tour.resumeAfterS);
  }

  /** Runs until the signal aborts; never throws because of a camera. */
  async run(signal: AbortSignal): Promise<void> {
    const { camera, clock, log, onState } = this.#parts;
    let watch: PresetWatch | undefined;
    let heardS = -Infinity;
    let wasTaken = false;
    while (!signal.aborted) {
      let waitMs = EVERY_MS;
      try {
        watch ??= new PresetWatch(this.#parts.presets, await camera.presets());
        const status = await camera.status();
        heardS = clock.now() / 1000;
        const state = watch.see(status, heardS);
        onState(state);
        const goal = this.#tour?.next(state, heardS);
        const taken = this.#tour?.taken === true;
        if (taken !== wasTaken)
          log.info({ code: 'PTZ_TAKEN', taken }, taken ? 'a person has the camera' : 'the tour goes on');
        wasTaken = taken;
        const preset = this.#parts.presets.find(({ id }) => id === goal);
        if (preset) {
          watch.sent(preset.id);
          await camera.goTo(preset.token);
        }
      } catch (error) {
        const { reason } = OnvifTrouble.from(error);
        if (clock.now() / 1000 - heardS > STALE_S) onState({ at: undefined, why: 'unknown-preset' });
        log.warn({ code: 'PTZ_UNKNOWN', reason }, 'the camera does not say where it looks');
        waitMs = AFTER_TROUBLE_MS;
      }
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
