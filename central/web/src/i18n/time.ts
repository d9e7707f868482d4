// Not each language's own habit: a record of an act is read the same way by everybody.
const full = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `10:20:30 24/11/2026`, always Vietnam's time. */
export function localTime(utc: string): string {
  const [date = '', time = ''] = full.format(new Date(utc)).split(', ');
  return `${time} ${date}`;
}

/** `10:20:30.456` */
export function localClock(utc: string): string {
  const millis = String(new Date(utc).getUTCMilliseconds()).padStart(3, '0');
  return `${localTime(utc).slice(0, 8)}.${millis}`;
}
