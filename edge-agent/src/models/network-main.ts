import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { goLater } from '../base/own-priority.ts';
import { END, type Opening, type Outputs, type Question, type Said, type Told } from './network-messages.ts';

/*
 * A thread of one network. `run` of onnxruntime-node computes in the thread that calls it, whatever its promise
 * looks like: in the agent's own, streams, rules and the uplink would stand still meanwhile.
 */
const { bytes } = workerData as Opening;
// On a busy box decoders go first: a network that is late leaves a picture out, a decoder that is late makes all that follows late.
goLater();
const say = (message: Said, give: ArrayBuffer[] = []) => parentPort?.postMessage(message, give);

try {
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
    // A plan of the memory for each shape that ever came, kept for ever: 8 MB more a network, and not a moment faster.
    enableMemPattern: false,
  });
  parentPort?.on('message', (told: Told) => {
    if (told === END) parentPort?.close();
    else void answer(session, told);
  });
  say({ ready: true });
} catch (error) {
  say({ ready: false, why: wordsOf(error) });
}

async function answer(session: InferenceSession, { id, input, pixels, shape }: Question): Promise<void> {
  const memory = pixels.buffer;
  try {
    const given = await session.run({ [input]: new Tensor('uint8', pixels, shape) });
    const outputs: Outputs = {};
    const give = [memory];
    for (const [name, { dims, data }] of Object.entries(given)) {
      outputs[name] = { dims, data };
      if (ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer) give.push(data.buffer);
    }
    say({ id, memory, outputs }, give);
  } catch (error) {
    say({ id, memory, why: wordsOf(error) }, [memory]);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
