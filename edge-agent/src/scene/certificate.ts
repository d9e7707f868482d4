import type { CameraConfig } from '@vamco/contracts';
import { dayNumber, localDay } from './schedule.ts';

/** Is this a measuring device’s certificate that is valid on the day of `utcMs` (in Vietnam, last day included)? */
export function isCertified(certificate: CameraConfig['certificate'], utcMs: number): boolean {
  return certificate !== undefined && certificateProblem(certificate, utcMs) === undefined;
}

/** Why a certificate is no good on the day of `utcMs`; undefined when it is. */
export function certificateProblem(
  { validFrom, validTo }: NonNullable<CameraConfig['certificate']>,
  utcMs: number,
): { key: 'validFrom' | 'validTo'; message: string } | undefined {
  const today = localDay(utcMs);
  const [first, last] = [validFrom === undefined ? -Infinity : dayNumber(validFrom), dayNumber(validTo)];
  if (first === undefined) return { key: 'validFrom', message: 'is no day of the calendar' };
  if (last === undefined) return { key: 'validTo', message: 'is no day of the calendar' };
  if (today > last)
    return { key: 'validTo', message: `expired: speeds are for reference only since ${validTo}` };
  if (today < first)
    return { key: 'validFrom', message: 'lies in the future: speeds are for reference only' };
  return undefined;
}
