/** What the technician does about it stands in `edge-agent/README.md`, code by code. */
export type AgentErrorCode =
  | 'BAD_ARGUMENT'
  | 'BAD_CALENDAR'
  | 'BAD_SITE_FILE'
  | 'BAD_PICTURE'
  | 'BAD_VIDEO'
  | 'CAMERA_DOWN'
  | 'DISK_FULL'
  | 'FFMPEG_MISSING'
  | 'MODEL_ALTERED'
  | 'MODEL_MISSING'
  | 'MODEL_UNUSABLE'
  | 'NOT_WRITABLE'
  | 'OUTBOX_BROKEN'
  | 'OUTBOX_NEWER';

/** Something outside of the program is broken; the message is one plain sentence for a person. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  readonly code: AgentErrorCode;

  constructor(code: AgentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
