import type { Sealed } from '@vamco/bundle';
import type { CameraConfig, EventDraft, SiteConfig, UsedFile } from '@vamco/contracts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/log.ts';
import type { TextReader } from '../burnt-in/text-reader.ts';
import type { Detector } from '../detect/detector.ts';
import type { ClipMakerParts } from '../evidence/clip-maker.ts';
import type { StoredFile, StoreMedia } from '../evidence/collect.ts';
import type { Sealer } from '../evidence/sealer.ts';
import type { Account } from '../explain/account.ts';
import type { ClipWish } from '../outbox/clip-rows.ts';
import type { PlateVision } from '../plates/plate-vision.ts';
import type { RiderHeads } from '../riders/rider-heads.ts';
import type { Holidays } from '../scene/schedule.ts';

/** Puts a finished event into the outbox. */
export type Emit = (draft: EventDraft, files?: StoredFile[], sealed?: Sealed, clip?: ClipWish) => void;

/** What the pipeline of a camera is given by its box. */
export interface PipelineParts {
  site: SiteConfig;
  camera: CameraConfig;
  detector: Detector;
  /** Public holidays, for signs that know them. */
  holidays: Holidays;
  /** Reads plates; a camera that needs none has none. */
  plates: PlateVision | undefined;
  /** Finds riders' heads; a box without that model has none. */
  riders: RiderHeads | undefined;
  /** Reads what cameras write into their pictures; shared by those of a box, its own when left out. */
  reader?: TextReader;
  clock: Clock;
  log: Logger;
  bootId: string;
  stillsDir: string;
  /** Folder of this camera's own on the disk: recorded segments, reference pictures. */
  dir: string;
  storeMedia: StoreMedia;
  emit: Emit;
  /** How clips of cases are kept. */
  clips: Pick<ClipMakerParts, 'orders' | 'shelf' | 'adopt'>;
  sealer: Pick<Sealer, 'seal'>;
  /** Remembers what became of each vehicle; may forget, never fails. */
  remember: (account: Account) => void;
  /** What the evidence says of this box: its program, models and configuration. */
  about: { software: string; models: UsedFile[]; config: string };
}
