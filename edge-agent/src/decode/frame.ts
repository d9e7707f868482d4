/** A decoded picture on its way to the detector, with the time it was taken. */
export interface Frame {
  /** Counts the frames of one ffmpeg run from 1; the still on disk has the same number. */
  number: number;
  /** RGB, letterboxed into the top left corner of the model's input. */
  pixels: Uint8Array;
  /** The parts of the picture that were asked for, RGB at the sizes asked for, in that order. */
  crops: Uint8Array[];
  /** Size of the source picture in pixels. */
  source: { width: number; height: number };
  /** Seconds by the stream's own time stamps. */
  streamS: number;
  time: CaptureTime;
}

/** When a frame was taken, by both clocks of the box. */
export interface CaptureTime {
  monoMs: number;
  utcMs: number;
  /** Bound of the error of both, ± ms. */
  errMs: number;
}
