import { CameraConfig } from '@vamco/contracts';
import { Default } from 'typebox/value';
import { expect, test } from 'vitest';
import { cameraProblems } from './camera-problems.ts';

const camera = (burntIn: CameraConfig['burntIn']) =>
  Default(CameraConfig, {
    ...{ id: 'cam-01', name: 'Camera 01', streamUrl: 'rtsp://10.0.0.1/live', burntIn },
    presets: [{ id: 'home', scene: {} }],
  }) as CameraConfig;

test('regions of burnt-in texts that reach out of the picture or hold no letters are named', () => {
  const region = [0.7, 0.02, 0.28, 0.06];
  expect(cameraProblems(camera({ clock: region, name: { region, text: 'Cổng chính' } }))).toEqual([]);
  const wrong = camera({ clock: [0.8, 0, 0.3, 0.1], name: { region: [0, 0, 0.3, 0.001], text: 'Cổng' } });
  expect(cameraProblems(wrong).map(({ path }) => path)).toEqual(['burntIn/clock', 'burntIn/name/region']);
});
