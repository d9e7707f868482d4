import type { BoxHealthReportedV1 } from '@vamco/contracts';

/** A part of the run in which nothing was changed. */
export interface Window {
  fromMs: number;
  toMs: number;
  /** Whether the evil camera was there. */
  evil: boolean;
}

export interface CameraRates {
  id: string;
  /** Analysed pictures a second; NaN when there was no report inside such a window. */
  without: number;
  with: number;
}

/** Counts analysed pictures between health reports that lie, both of them, inside one window. */
export function analysedRates(
  reports: readonly BoxHealthReportedV1[],
  windows: readonly Window[],
  ids: readonly string[],
): CameraRates[] {
  const spans = reports.slice(1).flatMap((report, index) => {
    const before = reports[index];
    const [fromMs, toMs] = [Date.parse(before?.time.utc ?? ''), Date.parse(report.time.utc)];
    const window = windows.find((one) => fromMs >= one.fromMs && toMs <= one.toMs);
    return before && window ? [{ before, report, evil: window.evil, seconds: (toMs - fromMs) / 1000 }] : [];
  });
  const analysed = (report: BoxHealthReportedV1, id: string) =>
    report.data.cameras.find((camera) => camera.id === id)?.analysed ?? NaN;
  return ids.map((id) => {
    const rate = (evil: boolean) => {
      const mine = spans.filter((span) => span.evil === evil);
      const pictures = mine.map(({ before, report }) => analysed(report, id) - analysed(before, id));
      const seconds = mine.reduce((sum, span) => sum + span.seconds, 0);
      return pictures.reduce((sum, count) => sum + count, 0) / seconds;
    };
    return { id, without: rate(false), with: rate(true) };
  });
}
