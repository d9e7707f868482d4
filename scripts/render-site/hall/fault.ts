import type { SiteCamera } from '../camera/camera.ts';
import type { View } from '../world/actor.ts';
import type { HallPlan } from './plan.ts';

/** Something goes over a lens, or a hand turns it, within so many seconds. */
const ONSET_S = 0.6;

/** How the camera sees at a moment of the clip; undefined while it is healthy. A camera that was turned stays so. */
export function viewAt(fault: HallPlan['fault'], t: number): View | undefined {
  if (!fault || t < fault.from) return undefined;
  const on = Math.min(1, (t - fault.from) / ONSET_S);
  const off = fault.kind === 'nudged' ? 0 : Math.min(1, Math.max(0, (t - fault.to) / ONSET_S));
  const part = Math.round(Math.min(on, 1 - off) * 1000) / 1000;
  if (part === 0) return undefined;
  const healthy: View = { yaw: 0, pitch: 0, covered: 0, blur: 0, dark: 0 };
  switch (fault.kind) {
    case 'covered':
      return { ...healthy, covered: part };
    case 'nudged':
      return { ...healthy, yaw: 11 * part, pitch: -4 * part };
    case 'blurred':
      return { ...healthy, blur: 13 * part };
    case 'dark':
      return { ...healthy, dark: 0.965 * part };
  }
}

/** The camera as it points now. */
export function aimed(camera: SiteCamera, view: View | undefined): SiteCamera {
  if (!view || (view.yaw === 0 && view.pitch === 0)) return camera;
  return { ...camera, yaw: camera.yaw + view.yaw, pitch: camera.pitch + view.pitch };
}

/** So much over a lens leaves nothing to see. */
export const BLIND = 0.9;
