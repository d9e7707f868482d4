import type { CaseState, Decision, ViolationItem, ViolationPage } from '@vamco/contracts';

export const filters = ['pending', 'unsure', 'confirmed', 'rejected', 'all'] as const;
export type Filter = CaseState | 'all';

/** What the list holds: the newest page, and older ones as far as somebody asked. */
export interface Listed {
  items: ViolationItem[];
  next: string | null;
}

/** The newest page came again: older pages that are already on the screen stay. */
export function refreshed(before: Listed | undefined, page: ViolationPage): Listed {
  const last = page.items.at(-1);
  if (!before || !last || page.next === null) return page;
  const older = before.items.filter(({ at, id }) => at < last.at || (at === last.at && id < last.id));
  return { items: [...page.items, ...older], next: older.length > 0 ? before.next : page.next };
}

/** Somebody decided: the row changes its state, and leaves when the filter no longer fits. */
export function decided({ items, next }: Listed, { violation, outcome }: Decision, filter: Filter): Listed {
  const changed = items.map((item) => (item.id === violation ? { ...item, state: outcome } : item));
  return { items: changed.filter(({ state }) => filter === 'all' || state === filter), next };
}

/** Where a reviewer goes after deciding: the next older case, else the newest one left. */
export function nextPending(
  pending: ViolationItem[],
  { id, at }: { id: string; at: string },
): string | undefined {
  const others = pending.filter((item) => item.id !== id);
  return (others.find((item) => item.at <= at) ?? others[0])?.id;
}

/** Pictures follow their event by moments; one that is late for minutes is asked for seldom. */
export function pictureWaitMs(
  items: { storedAt: string; lacks: boolean }[],
  nowMs: number,
): number | undefined {
  const ages = items.filter(({ lacks }) => lacks).map(({ storedAt }) => nowMs - Date.parse(storedAt));
  if (ages.length === 0) return undefined;
  return Math.min(...ages) < 5 * 60_000 ? 2_000 : 30_000;
}
