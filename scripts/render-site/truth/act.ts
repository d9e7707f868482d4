/** What one did, or with `kind` what only looked like it. */
export interface Act {
  kind?: string;
  rule: string;
  start: number;
  moment: number;
  end: number;
  zone: string;
  /** Clear on the ground; whether it could be seen is asked elsewhere. */
  certain: boolean;
}
