const zone = { timeZone: 'Asia/Ho_Chi_Minh' } as const;
const full = new Intl.DateTimeFormat('vi-VN', { ...zone, dateStyle: 'short', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('vi-VN', { ...zone, timeStyle: 'medium' });

/** `10:20:30 24/11/2026`, always Vietnam's time. */
export function localTime(utc: string): string {
  return full.format(new Date(utc));
}

/** `10:20:30.456` */
export function localClock(utc: string): string {
  return `${clock.format(new Date(utc))}.${utc.slice(20, 23)}`;
}
