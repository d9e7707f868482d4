import { AgentError } from '../base/errors.ts';

/** SQLite's or the system's code of an error, or ''. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Is it the disk that has no room left? */
export function isFull(error: unknown): boolean {
  return /SQLITE_FULL|ENOSPC|EDQUOT/.test(codeOf(error));
}

/** What went wrong with `file`, as one plain sentence for the technician. */
export function plainError(cause: unknown, file: string): AgentError {
  if (cause instanceof AgentError) return cause;
  const code = codeOf(cause);
  if (isFull(cause)) {
    return new AgentError('DISK_FULL', `no space left on the disk of ${file}; free some and start again`, {
      cause,
    });
  }
  if (/EACCES|EPERM|EROFS|READONLY|CANTOPEN/.test(code)) {
    return new AgentError('NOT_WRITABLE', `${file} cannot be written`, { cause });
  }
  if (/SQLITE_BUSY/.test(code)) {
    return new AgentError('OUTBOX_BROKEN', `${file} is in use by another agent; stop that one first`, {
      cause,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AgentError('OUTBOX_BROKEN', `${file} cannot be used: ${reason}`, { cause });
}
