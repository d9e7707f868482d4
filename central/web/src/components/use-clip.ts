import type { ViolationCase } from '@vamco/contracts';
import { useRef, useState } from 'preact/hooks';
import { api } from '../api/client.ts';

/** What an officer may do with the clip of a case: ask its box for it, and play it once it is here. */
export function useClip(found: ViolationCase | null | undefined, load: () => void) {
  const player = useRef<HTMLVideoElement>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const ask = async () => {
    if (!found || busy) return;
    setBusy(true);
    const stored = await api.askForClip(found.id).then(
      () => true,
      () => false,
    );
    setFailed(!stored);
    setBusy(false);
    load();
  };
  /** The one key for it. */
  const act = () => {
    if (found?.clipState.state === 'on-box') void ask();
    const video = player.current;
    if (video?.paused === true) video.play().catch(() => undefined);
    else video?.pause();
  };
  return { player, busy, failed, ask: () => void ask(), act };
}
