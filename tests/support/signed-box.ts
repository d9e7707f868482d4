import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerProof, hashInput, mediaProof, topics } from '@vamco/contracts';
import { connectAsync, type MqttClient } from 'mqtt';
import { uuidv7 } from 'uuidv7';

/** A box made of nothing but a key: what it sends is what the contracts say, good or bad. */
export class SignedBox {
  readonly id: string;
  readonly publicKeyFile: string;
  readonly epoch = randomBytes(8).toString('hex');
  readonly #key: KeyObject;
  #client: MqttClient | undefined;
  #seq = 0;
  #head = '';
  readonly acks: unknown[] = [];

  constructor(id: string, dir: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.id = id;
    this.#key = privateKey;
    this.publicKeyFile = join(dir, `${id}.pub.pem`);
    writeFileSync(this.publicKeyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  }

  async connect(port: number): Promise<void> {
    const password = sign(null, Buffer.from(brokerProof(this.id)), this.#key).toString('base64');
    this.#client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
      username: this.id,
      password,
      reconnectPeriod: 0,
    });
    this.#client.on('message', (_topic, payload) => this.acks.push(JSON.parse(payload.toString())));
    await this.#client.subscribeAsync(topics.ack(this.id), { qos: 1 });
  }

  async close(): Promise<void> {
    await this.#client?.endAsync(true);
  }

  /** The next event of the chain, signed. */
  event(schema: string, data: object): Record<string, unknown> & { id: string; seq: number } {
    this.#seq += 1;
    const time = {
      utc: new Date().toISOString(),
      errMs: 500,
      source: 'unsynced',
      bootId: '0a1b2c3d',
      monoMs: this.#seq * 1000,
    };
    const unsigned = {
      schema,
      id: uuidv7(),
      box: this.id,
      epoch: this.epoch,
      seq: this.#seq,
      prev: this.#head,
      time,
      data,
    };
    const hash = createHash('sha256').update(hashInput(unsigned)).digest();
    this.#head = hash.toString('hex');
    return { ...unsigned, sig: sign(null, hash, this.#key).toString('base64') };
  }

  async publish(schema: string, payload: string | object, box = this.id): Promise<void> {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    await this.#client?.publishAsync(topics.event(box, schema), text, { qos: 1 });
  }

  /** Headers that prove who sends a picture. */
  proof(sha256: string): Record<string, string> {
    const signature = sign(null, Buffer.from(mediaProof(this.id, sha256)), this.#key).toString('base64');
    return { authorization: `VamCo ${this.id} ${signature}`, 'content-type': 'image/jpeg' };
  }

  async upload(url: string, bytes: Buffer<ArrayBuffer>): Promise<{ sha256: string; bytes: number }> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const answer = await fetch(`${url}/media/${sha256}`, {
      method: 'PUT',
      headers: this.proof(sha256),
      body: bytes,
    });
    if (answer.status !== 201) throw new Error(`the centre answered ${answer.status}`);
    return { sha256, bytes: bytes.length };
  }
}
