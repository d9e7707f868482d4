import type { ChildProcess } from 'node:child_process';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { openCage } from '../../base/open-cage.ts';
import { pinAddress } from '../pinned-address.ts';
import type { Credentials } from '../rtsp/http-auth.ts';
import * as answers from './answers.ts';
import type { CageQuestion, CageReply } from './cage-protocol.ts';
import { offsetOf, type ClockOffset } from './clock-offset.ts';
import { OnvifTrouble } from './onvif-trouble.ts';

/** One answer must be there in this time, or the cage is killed. */
const ANSWER_MS = 6_000;
/** Describing a device asks a dozen questions. */
const DESCRIBE_MS = 15_000;
const MEMORY_MB = 64;
const CAGE = new URL('./cage-main.ts', import.meta.url);

/**
 * One ONVIF device, asked through a child process with bounded memory and time: node-onvif may hang, grow or die in
 * there without harm. Every method throws OnvifTrouble.
 */
export class OnvifCamera {
  readonly #url: string;
  readonly #credentials: Credentials | undefined;
  #child: ChildProcess | undefined;
  #id = 0;
  /** Questions wait for one another: the cage holds one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param url `http(s)://host[:port]/path`; the usual path when there is none */
  constructor(url: string, credentials: Credentials | undefined) {
    this.#url = /^https?:\/\/[^/]+\/?$/.test(url) ? `${url.replace(/\/$/, '')}/onvif/device_service` : url;
    this.#credentials = credentials;
  }

  describe(): Promise<answers.DeviceAnswer> {
    return this.#ask({ ask: 'device' }, answers.DeviceAnswer, DESCRIBE_MS);
  }

  presets(): Promise<answers.PtzPreset[]> {
    return this.#ask({ ask: 'presets' }, answers.PresetsAnswer, DESCRIBE_MS);
  }

  status(): Promise<answers.PtzStatus> {
    return this.#ask({ ask: 'status' }, answers.StatusAnswer, DESCRIBE_MS);
  }

  async goTo(preset: string): Promise<void> {
    await this.#ask({ ask: 'goto', preset }, answers.GotoAnswer, DESCRIBE_MS);
  }

  /** Motion, tampering and the like since the last call; waits up to two seconds for some. */
  events(): Promise<answers.OnvifEvent[]> {
    return this.#ask({ ask: 'events' }, answers.EventsAnswer, DESCRIBE_MS);
  }

  async snapshot(): Promise<Buffer> {
    const { jpeg } = await this.#ask({ ask: 'snapshot' }, answers.SnapshotAnswer, DESCRIBE_MS);
    return Buffer.from(jpeg, 'base64');
  }

  /** The device's clock minus ours, with its error: asked until the error is small, at most ten times. */
  clockOffset(): Promise<ClockOffset> {
    return offsetOf(() => this.#ask({ ask: 'clock' }, answers.ClockAnswer, ANSWER_MS));
  }

  /** Ends the cage. */
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #ask<Schema extends TSchema>(
    question: CageQuestion,
    schema: Schema,
    withinMs: number,
  ): Promise<Static<Schema>> {
    const mine = this.#turn.then(() => this.#askNow(question, withinMs));
    this.#turn = mine.catch(() => undefined);
    return mine.then((answer) => {
      if (!Check(schema, answer)) throw new OnvifTrouble('misbehaves');
      return answer;
    });
  }

  async #askNow(question: CageQuestion, withinMs: number): Promise<unknown> {
    const { protocol } = new URL(this.#url);
    const pinned = await pinAddress(this.#url, protocol === 'https:' ? 443 : 80).catch((error: unknown) => {
      throw OnvifTrouble.from(error);
    });
    const child = (this.#child ??= openCage(CAGE, MEMORY_MB));
    this.#id += 1;
    const id = this.#id;
    return new Promise((found, fail) => {
      const done = () => {
        clearTimeout(timer);
        child.off('message', take);
        child.off('exit', died);
      };
      const take = (reply: CageReply) => {
        if (reply.id !== id) return;
        done();
        if ('fault' in reply) fail(new OnvifTrouble(reply.fault));
        else found(reply.answer);
      };
      const died = () => {
        done();
        if (this.#child === child) this.#child = undefined;
        // Out of memory, or a bug that the answer has hit.
        fail(new OnvifTrouble('misbehaves'));
      };
      const timer = setTimeout(() => {
        done();
        this.close();
        fail(new OnvifTrouble('no-answer'));
      }, withinMs);
      child.on('message', take);
      child.once('exit', died);
      // The password travels this way only.
      child.send({ id, target: { url: this.#url, pinned, credentials: this.#credentials }, question });
    });
  }
}
