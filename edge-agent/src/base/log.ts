import { pino, type Logger } from 'pino';

export type { Logger };

/** Structured log on stderr: fixed text, facts in fields, no passwords, no plates above debug. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
