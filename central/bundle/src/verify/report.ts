/** What one check found. `passed: null` says that it could not be made, and the text says why. */
export interface Check {
  id: CheckId;
  passed: boolean | null;
  /** The place of the first difference: a path, and a field where there is one. */
  where?: string;
  text: string;
}

export const checkIds = [
  'container',
  'documents',
  'index',
  'files',
  'box-key',
  'seal',
  'sealed-files',
  'clip',
  'chain',
  'checkpoint',
  'record',
  'trust',
] as const;
export type CheckId = (typeof checkIds)[number];

export interface Report {
  ok: boolean;
  checks: Check[];
  /** SHA-256 of the manifest: compare it with the QR code on the sheet. */
  manifest: string | null;
  /** Who sealed and who exported, by the SHA-256 of their keys. */
  boxKey: string | null;
  exporterKey: string | null;
}

/** Collects checks in the order in which they are made. */
export class Checks {
  readonly list: Check[] = [];

  passed(id: CheckId, text: string): void {
    this.list.push({ id, passed: true, text });
  }

  failed(id: CheckId, where: string, text: string): void {
    this.list.push({ id, passed: false, where, text });
  }

  open(id: CheckId, text: string): void {
    this.list.push({ id, passed: null, text });
  }

  hasFailed(id: CheckId): boolean {
    return this.list.some((check) => check.id === id && check.passed === false);
  }

  get ok(): boolean {
    return this.list.every(({ passed }) => passed !== false);
  }
}
