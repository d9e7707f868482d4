import {
  startSimulatedCamera,
  type SimulatedCamera,
} from '../../../edge-agent/src/simulate/simulated-camera.ts';

export type VirtualCamera = Pick<SimulatedCamera, 'url' | 'stop'>;

/** A camera made of a recording, without a password, on loopback. */
export function startVirtualCamera(video: string, port = 0): Promise<VirtualCamera> {
  return startSimulatedCamera(video, { rtspPort: port });
}
