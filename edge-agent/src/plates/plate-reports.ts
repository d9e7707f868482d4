import type { EventDraft, ObjectClass, VehicleClass } from '@vamco/contracts';
import type { Followed, PlateWatch, WatchedPlate } from './plate-watch.ts';

/** Who made a plate worth telling. */
interface Wanted {
  id: number;
  class: VehicleClass;
  /** What was told of it last. */
  told: { text: string | undefined; confidence: number } | undefined;
}

interface ReportParts {
  camera: string;
  run: string;
  watch: PlateWatch;
  /** Stores the crop, then puts the event: no event names a file that is not there. */
  put: (data: PlateData, seen: WatchedPlate) => Promise<void>;
}

export type PlateData = Omit<Extract<EventDraft, { schema: 'plate.read.v1' }>['data'], 'plate'>;

/** A plate is told again only when this much surer, or when it reads differently. */
const SURER = 0.05;
const vehicles: readonly string[] = ['car', 'motorbike', 'bus', 'truck'] satisfies VehicleClass[];

/**
 * Which plates a camera reports, and when: those of vehicles that passed a line or broke a rule, at once for a
 * violation (its case is being looked at), and when the vehicle has left and no better look will come.
 */
export class PlateReports {
  readonly #parts: ReportParts;
  readonly #wanted = new Map<number, Wanted>();

  constructor(parts: ReportParts) {
    this.#parts = parts;
  }

  /** A vehicle passed a line: its plate will be told when it leaves. */
  want({ id, class: name }: { id: number; class: ObjectClass }): void {
    if (!vehicles.includes(name) || this.#wanted.has(id)) return;
    this.#wanted.set(id, { id, class: name as VehicleClass, told: undefined });
  }

  /** A vehicle broke a rule: what is known of its plate is told now. */
  async now(track: { id: number; class: ObjectClass }): Promise<void> {
    this.want(track);
    const wanted = this.#wanted.get(track.id);
    if (wanted) await this.#tell(wanted);
  }

  /** Vehicles left the picture. */
  async left(tracks: readonly Pick<Followed, 'id'>[]): Promise<void> {
    for (const { id } of tracks) {
      const wanted = this.#wanted.get(id);
      this.#wanted.delete(id);
      if (wanted) await this.#tell(wanted);
    }
  }

  /** The stream ended: whoever is still there will not be seen again under this number. */
  async end(): Promise<void> {
    await this.left([...this.#wanted.values()]);
  }

  async #tell(wanted: Wanted): Promise<void> {
    const seen = await this.#parts.watch.plateOf(wanted.id);
    if (!seen) return;
    const { text, confidence } = seen.read;
    const { told } = wanted;
    if (told && told.text === text && confidence < told.confidence + SURER) return;
    wanted.told = { text, confidence };
    const { camera, run } = this.#parts;
    await this.#parts.put({ camera, track: { run, id: wanted.id }, class: wanted.class }, seen);
  }
}
