import type { Decision, Overview, ViolationItem } from '@vamco/contracts';

/** What the page wants to hear of; each is called as it happens. */
export interface LiveHandlers {
  violation?: (item: ViolationItem) => void;
  /** More is known of a case that was there already. */
  changed?: (item: ViolationItem) => void;
  decision?: (decision: Decision) => void;
  overview?: (overview: Overview) => void;
  /** True also after every reconnection: what happened meanwhile has to be fetched. */
  connected?: (connected: boolean) => void;
}

const RETRY_MS = 3_000;
/** One stream a tab, however many parts listen: a browser allows six connections to a server. */
const listeners = new Set<LiveHandlers>();
let source: EventSource | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;

function tell<Name extends keyof LiveHandlers>(
  name: Name,
  data: Parameters<NonNullable<LiveHandlers[Name]>>[0],
) {
  for (const listener of listeners) (listener[name] as ((data: unknown) => void) | undefined)?.(data);
}

function open(): void {
  const opened = new EventSource('/api/stream');
  source = opened;
  opened.onopen = () => {
    tell('connected', true);
  };
  opened.onerror = () => {
    tell('connected', false);
    // The browser reconnects after a broken line, but never after a refusal.
    if (opened.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
  };
  for (const name of ['violation', 'changed', 'decision', 'overview'] as const) {
    opened.addEventListener(name, (event: MessageEvent<string>) => {
      tell(name, JSON.parse(event.data) as ViolationItem & Decision & Overview);
    });
  }
}

/** Listens to the centre. Returns how to stop. */
export function listenLive(handlers: LiveHandlers): () => void {
  listeners.add(handlers);
  if (source === undefined) open();
  return () => {
    listeners.delete(handlers);
    if (listeners.size > 0) return;
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };
}
