import type { Outcome } from '@vamco/contracts';

export type CaseAction =
  | { do: 'picture'; index: number }
  | { do: 'decide'; outcome: Outcome }
  | { do: 'box' | 'zoom' | 'clip' | 'back' };

const actions: Record<string, CaseAction> = {
  b: { do: 'box' },
  z: { do: 'zoom' },
  v: { do: 'clip' },
  escape: { do: 'back' },
  c: { do: 'decide', outcome: 'confirmed' },
  r: { do: 'decide', outcome: 'rejected' },
  u: { do: 'decide', outcome: 'unsure' },
};

/** What a key means while a case is open. */
export function caseAction(key: string, pictures: number): CaseAction | undefined {
  const index = /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
  if (index >= 0) return index < pictures ? { do: 'picture', index } : undefined;
  return actions[key.toLowerCase()];
}

const steps: Record<string, number> = { j: 1, arrowdown: 1, k: -1, arrowup: -1 };

/** The row that a key leads to; undefined when the key moves nothing. */
export function rowAfter(key: string, ids: string[], chosen: string | undefined): string | undefined {
  const step = steps[key.toLowerCase()];
  if (step === undefined || ids.length === 0) return undefined;
  const from = chosen === undefined ? -1 : ids.indexOf(chosen);
  return ids[Math.min(ids.length - 1, Math.max(0, from < 0 ? 0 : from + step))];
}
