import type { Ground } from '../world/path.ts';
import type { Walker } from './walker.ts';

/** A citizen in the hall. Times are seconds of the clip. */
export interface Visitor {
  walker: Walker;
  doing: 'taking' | 'queueing' | 'waiting' | 'at-counter' | 'leaving';
  cameS: number;
  /** Seconds this one would wait. */
  patience: number;
  /** Seconds spent at the machine, or still needed at the counter. */
  leftForS: number;
  /** The ticket. */
  number?: number;
  /** Place in the line that this one stands in. */
  place?: number;
  seat?: Ground;
  /** Index of the counter that called. */
  counter?: number;
  /** Sits or stands in the line since. */
  waitsSinceS?: number;
  servedS?: number;
  leftS?: number;
}
