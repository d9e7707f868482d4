import { AgentError } from '../base/errors.ts';

/** One JSON value a line on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A remark on stderr: the command goes on. */
export function printNote(text: string): void {
  process.stderr.write(`vamco: note: ${text}\n`);
}

/** One plain sentence on stderr; a stack only for our own mistakes, and only when asked for. */
export function printError(error: unknown): void {
  const debug = process.env['VAMCO_DEBUG'] === '1';
  if (error instanceof AgentError) process.stderr.write(`vamco: ${error.message}\n`);
  else if (error instanceof Error)
    process.stderr.write(`vamco: unexpected: ${debug ? (error.stack ?? '') : error.message}\n`);
  else process.stderr.write(`vamco: ${String(error)}\n`);
}
