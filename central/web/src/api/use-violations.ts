import { useEffect, useRef, useState } from 'preact/hooks';
import { atMostEvery } from '../logic/at-most-every.ts';
import { decided, pictureWaitMs, refreshed, type Filter, type Listed } from '../logic/list.ts';
import { api, Refused } from './client.ts';
import { listenLive } from './live.ts';

const BURST_MS = 1_000;

/** The list of one filter, kept fresh; `arrived` counts what came while the page was open. */
export function useViolations(filter: Filter) {
  const [list, setList] = useState<Listed>();
  const [arrived, setArrived] = useState(0);
  const [problem, setProblem] = useState<'forbidden' | 'failed'>();
  const refresh = useRef(() => {});
  useEffect(() => {
    let alive = true;
    setList(undefined);
    refresh.current = atMostEvery(BURST_MS, () => {
      if (!alive) return;
      api.violations(filter).then(
        (page) => {
          if (!alive) return;
          setProblem(undefined);
          setList((before) => refreshed(before, page));
        },
        (error: unknown) => {
          if (alive) setProblem(error instanceof Refused && error.status === 403 ? 'forbidden' : 'failed');
        },
      );
    });
    refresh.current();
    const stop = listenLive({
      connected: (connected) => {
        if (connected) refresh.current();
      },
      violation: () => {
        setArrived((count) => count + 1);
        refresh.current();
      },
      changed: () => {
        refresh.current();
      },
      decision: (decision) => {
        setList((before) => before && decided(before, decision, filter));
        refresh.current();
      },
    });
    return () => {
      alive = false;
      stop();
    };
  }, [filter]);
  const waitMs = pictureWaitMs(
    (list?.items ?? []).map(({ storedAt, thumbnail }) => ({ storedAt, lacks: thumbnail === null })),
    Date.now(),
  );
  useEffect(() => {
    if (waitMs === undefined) return undefined;
    const timer = setInterval(() => {
      refresh.current();
    }, waitMs);
    return () => {
      clearInterval(timer);
    };
  }, [waitMs, filter]);
  const more = () => {
    if (!list?.next) return;
    api.violations(filter, list.next).then(
      ({ items, next }) => {
        setList((before) => before && { items: [...before.items, ...items], next });
      },
      () => {
        setProblem('failed');
      },
    );
  };
  return { list, arrived, problem, more };
}
