import type { ViolationCase } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { pictureWaitMs } from '../logic/list.ts';
import { api, Refused } from './client.ts';
import { listenLive } from './live.ts';

/** One case, kept fresh; null when there is none. A request that fails leaves what is on the screen. */
export function useCase(id: string) {
  const [found, setFound] = useState<ViolationCase | null>();
  const load = () => {
    api.violation(id).then(setFound, (error: unknown) => {
      if (error instanceof Refused && error.status === 404) setFound(null);
    });
  };
  useEffect(() => {
    load();
    return listenLive({
      connected: (connected) => {
        if (connected) load();
      },
      changed: (item) => {
        if (item.id === id) load();
      },
      decision: (decision) => {
        if (decision.violation === id) load();
      },
    });
  }, [id]);
  const lacks = found?.pictures.some(({ url }) => url === null) ?? false;
  const waitMs = found && pictureWaitMs([{ storedAt: found.storedAt, lacks }], Date.now());
  useEffect(() => {
    if (waitMs === undefined || waitMs === null) return undefined;
    const timer = setInterval(load, waitMs);
    return () => {
      clearInterval(timer);
    };
  }, [waitMs, id]);
  return { found, load };
}
