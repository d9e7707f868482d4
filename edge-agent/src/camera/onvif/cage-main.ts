import { asFault, CameraFault } from '../camera-fault.ts';
import type { CageReply, CageRequest } from './cage-protocol.ts';
import { CagedDevice, OnvifFault } from './device.ts';

/** The program inside the cage: one device, one question at a time. Its parent may kill it at any moment. */
let device: CagedDevice | undefined;

process.on('message', (request: CageRequest) => {
  device ??= new CagedDevice(request.target);
  device.answer(request.question).then(
    (answer) => {
      reply({ id: request.id, answer });
    },
    (error: unknown) => {
      const known = error instanceof OnvifFault || error instanceof CameraFault ? error : asFault(error);
      reply({ id: request.id, fault: known.reason });
    },
  );
});
// Without a parent there is nobody to answer.
process.on('disconnect', () => process.exit(0));

function reply(message: CageReply): void {
  process.send?.(message);
}
