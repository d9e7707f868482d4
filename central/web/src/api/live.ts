import type { Decision, Overview, ViolationItem } from '@vamco/contracts';

/** What the page wants to hear of; each is called as it happens. */
export interface LiveHandlers {
  violation?: (item: ViolationItem) => void;
  decision?: (decision: Decision) => void;
  overview?: (overview: Overview) => void;
  connected?: (connected: boolean) => void;
}

/** Listens to the centre; the browser reconnects by itself. Returns how to stop. */
export function listenLive(handlers: LiveHandlers): () => void {
  const source = new EventSource('/api/stream');
  source.onopen = () => handlers.connected?.(true);
  source.onerror = () => handlers.connected?.(false);
  for (const name of ['violation', 'decision', 'overview'] as const) {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      const handle = handlers[name] as ((data: unknown) => void) | undefined;
      handle?.(JSON.parse(event.data));
    });
  }
  return () => {
    source.close();
  };
}
