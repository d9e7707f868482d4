/**
 * To be called before the first session. ONNX Runtime's official builds report to their maker what a program runs (since
 * 1.29 on Linux too, see `docs/Privacy.md` there) and keep the reports in a database of their own; a box tells nobody but its
 * centre. They also match the whole command line against regular expressions, which overflowed the stack of a thread from
 * about 300 names of pictures on.
 */
export function forbidTelemetry(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
