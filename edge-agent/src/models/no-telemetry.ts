/**
 * To be called before the first session. ONNX Runtime's official builds report their maker what a program runs (from 1.29 on
 * on Linux as well, `docs/Privacy.md` there) and keep the reports in a database of their own; a box tells nobody but its
 * centre. They also match the whole command line against regular expressions, which overflowed the stack from about 300
 * picture names on.
 */
export function forbidTelemetry(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
