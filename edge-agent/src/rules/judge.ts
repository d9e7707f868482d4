import { ruleIds, type Exemption, type Schedule } from '@vamco/contracts';
import { referenceSpeed, SPEED_WINDOW_S, type Speed } from '../scene/reference-speed.ts';
import type { Scene } from '../scene/scene.ts';
import { inForce, NO_HOLIDAYS, type Holidays } from '../scene/schedule.ts';
import type { SignalTimeline } from '../signals/signal-timeline.ts';
import type { Track } from '../track/track.ts';
import { clear, type Answer } from './answer.ts';
import { CaseBook, versionOf } from './case-book.ts';
import { onGround } from './on-ground.ts';
import type { Conditions } from './conditions.ts';
import { passage, type Passage } from './passage.ts';
import type { RidersOf } from './riders.ts';
import { riderRules } from './riding.ts';
import type { RuleHit, RuleVerdict } from './rule-hit.ts';
import { questionsOf, type Question } from './rules.ts';
import { middlesOf } from './footprint.ts';
import { isSameVehicle } from './same-vehicle.ts';
import { numbersOf, type Lights, type Situation } from './situation.ts';
import { StandingBook } from './standing-book.ts';

export type { Lights } from './situation.ts';

export interface Judgement {
  passages: Passage[];
  hits: RuleHit[];
}

/** What a judge knows of its camera besides the scene. */
export interface JudgeOptions {
  holidays?: Holidays | undefined;
  /** Is there a measuring certificate that is valid at this moment (UTC, ms)? */
  isCertified?: ((utcMs: number) => boolean) | undefined;
  /** Who sits on a motorbike, as far as somebody looked; nobody can tell without. */
  riders?: RidersOf | undefined;
  /** Why the law may exempt a vehicle; its acts are told all the same, with the reason. */
  exemption?: ((trackId: number) => Exemption | undefined) | undefined;
  /** Was it looked at too shortly, or from too far away, to know that? Its acts wait for it a little. */
  mayBeExempt?: ((trackId: number) => boolean) | undefined;
}

/** So long a second track of one vehicle may come late with the same act, s. */
const TWICE_S = 20;

/** Asks every rule about every active track of a frame, and remembers what was already said of a track. */
export class Judge {
  readonly #scene: Scene;
  readonly #questions: Question[];
  readonly #standing: StandingBook;
  readonly #cases = new CaseBook();
  readonly #options: JudgeOptions;
  readonly #situation: Situation;
  /** Track id → `line/direction` of the newest crossing reported. */
  readonly #crossed = new Map<number, Map<string, string>>();
  /** Track id → the newest answer to each question. */
  readonly #answers = new Map<number, Answer[]>();
  /** What was told of late. */
  #told: RuleHit[] = [];
  #lights: Lights = new Map<string, SignalTimeline>();
  /** Wall clock minus track time, ms: schedules alone look at it. */
  #wallMs: number | undefined;
  /** Nothing that began before this counts: the camera could not be trusted, or an officer stood there. */
  #untrustedUntilS = -Infinity;
  #officerUntilS = -Infinity;

  constructor(scene: Scene, options: JudgeOptions = {}) {
    this.#scene = scene;
    this.#options = options;
    this.#questions = questionsOf(scene).filter(({ rule }) => !scene.settings[rule]?.off);
    this.#standing = new StandingBook(scene);
    this.#situation = {
      scene,
      lights: this.#lights,
      numbers: numbersOf(scene.settings),
      inForce: (when, atS) => this.#inForce(when, atS),
      stood: (trackId, zoneId) => this.#standing.of(trackId, zoneId),
      riders: options.riders ?? (() => 'no-model'),
      isCertified: (atS) =>
        this.#wallMs !== undefined && (options.isCertified?.(this.#wallMs + atS * 1000) ?? false),
    };
  }

  /** @param active the confirmed tracks that the newest frame shows */
  judge(
    active: readonly Track[],
    lights: Lights = new Map<string, SignalTimeline>(),
    conditions: Conditions = {},
  ): Judgement {
    const t = active.reduce(
      (newest, { trajectory }) => Math.max(newest, trajectory.at(-1)?.t ?? newest),
      -Infinity,
    );
    this.#situation.lights = lights;
    this.#wallMs = conditions.utcMs === undefined ? undefined : conditions.utcMs - t * 1000;
    if (conditions.untrusted !== undefined) this.#untrustedUntilS = t;
    if (conditions.officerDirecting ?? this.#scene.officerDirecting) this.#officerUntilS = t;
    const grounded = active.map(onGround).filter(({ trajectory }) => trajectory.length > 0);
    this.#standing.frame(grounded, lights);
    const passages = grounded.flatMap((track) => this.#passages(track));
    const hits = grounded.flatMap((track) => this.#hit(track, t) ?? []);
    return { passages, hits };
  }

  /** Tracks that ended are asked once more what may become known late; before `verdicts` and `forget`. */
  askLate(ended: readonly Track[]): void {
    for (const track of ended) this.#ask({ ...onGround(track), state: 'ended' }, Infinity, true);
  }

  /** Tracks that ended will not be asked about again; what was still held back of them is told now. */
  forget(ended: readonly Track[]): RuleHit[] {
    return ended.flatMap(({ id }) => {
      const hit = this.#ripe(id, Infinity, Infinity);
      this.#crossed.delete(id);
      this.#answers.delete(id);
      this.#standing.forget(id);
      this.#cases.forget(id);
      return hit ?? [];
    });
  }

  /** What every rule last said of a track, places that it never came near left out. */
  verdicts(trackId: number): RuleVerdict[] {
    return (this.#answers.get(trackId) ?? []).flatMap((answer, index) => {
      const question = this.#questions[index];
      if (!question || (answer.is === 'clear' && answer.why === 'not-met')) return [];
      const stoppedBy = answer.is === 'hit' ? undefined : answer.why;
      return [{ rule: question.rule, zone: question.place.id, outcome: answer.is, stoppedBy }];
    });
  }

  #passages(track: Track): Passage[] {
    const told = this.#crossed.get(track.id) ?? new Map<string, string>();
    this.#crossed.set(track.id, told);
    return this.#scene.lines.flatMap((line) => {
      const found = passage(track, line);
      // The same direction twice in a row is one crossing: nobody comes over a line twice without going back.
      if (found === undefined || told.get(line.id) === found.direction) return [];
      told.set(line.id, found.direction);
      const speed = this.#speedOf(track);
      return [speed ? { ...found, speed } : found];
    });
  }

  #speedOf(track: Track): Speed | undefined {
    const { ground } = this.#scene;
    if (!ground || track.class === 'person') return undefined;
    const fromS = (track.trajectory.at(-1)?.t ?? 0) - SPEED_WINDOW_S;
    const speed = referenceSpeed(middlesOf(track, this.#scene, fromS), ground);
    return 'refused' in speed ? undefined : speed;
  }

  #hit(track: Track, t: number): RuleHit | undefined {
    const ripe = this.#ripe(track.id, t, this.#ask(track, t));
    if (ripe) this.#told = [...this.#told.filter((told) => t - told.atS < TWICE_S), ripe];
    return ripe;
  }

  #ripe(trackId: number, t: number, gravestPending: number): RuleHit | undefined {
    const mayBeExempt = this.#options.mayBeExempt?.(trackId) ?? false;
    const found = this.#cases.ripe(trackId, t, { gravestPending, mayBeExempt });
    if (!found) return undefined;
    const exemption = this.#options.exemption?.(trackId);
    const hit = exemption ? { ...found, exemption } : found;
    if (![hit, ...(hit.also ?? [])].some(({ rule }) => isAboutRiders(rule))) return hit;
    const riders = this.#situation.riders(trackId);
    return typeof riders === 'object' ? { ...hit, riders } : hit;
  }

  /**
   * Asks every rule that did not hit yet; what is found is added to the track's case.
   * @returns place in the table of the gravest rule that is not decided yet
   */
  #ask(track: Track, t: number, lateOnly = false): number {
    const answers = this.#answers.get(track.id) ?? [];
    this.#answers.set(track.id, answers);
    let gravestPending = Infinity;
    this.#questions.forEach((question, index) => {
      const { rule, place } = question;
      const before = answers[index];
      if ((before && isSettled(before)) || (lateOnly && !question.late)) return;
      const answer = this.#weigh(question, question.ask(track, this.#situation));
      // A vehicle that has passed is not told “not met” afterwards: the last real answer is what explains.
      if (!before || answer.is !== 'clear' || answer.why !== 'not-met') answers[index] = answer;
      if (answer.is === 'pending') gravestPending = Math.min(gravestPending, ruleIds.indexOf(rule));
      if (answer.is !== 'hit') return;
      const { beganS, atS, signal } = answer;
      const act = { beganS, atS, ...(signal && { signal }) };
      const hit = { rule, version: versionOf(rule), track, zone: place.id, ...act };
      if (!this.#cases.knows(hit) && !this.#wasTold(hit)) this.#cases.add(hit, t);
    });
    return gravestPending;
  }

  /** The same act of the same vehicle, which the detector gave two boxes. */
  #wasTold({ rule, zone, track }: RuleHit): boolean {
    return this.#told.some(
      (told) =>
        told.rule === rule &&
        told.zone === zone &&
        told.track.id !== track.id &&
        isSameVehicle(told.track, track),
    );
  }

  /** An act that began while the camera could not be trusted, or an officer directed, is none. */
  #weigh({ byOfficer }: Question, answer: Answer): Answer {
    if (answer.is !== 'hit') return answer;
    if (answer.beganS <= this.#untrustedUntilS || answer.atS <= this.#untrustedUntilS)
      return clear('camera-untrusted');
    if (byOfficer && (answer.beganS <= this.#officerUntilS || answer.atS <= this.#officerUntilS))
      return clear('officer-directing');
    return answer;
  }

  #inForce(when: Schedule | undefined, atS: number): boolean | undefined {
    if (!when) return true;
    if (this.#wallMs === undefined) return undefined;
    return inForce(when, this.#wallMs + atS * 1000, this.#options.holidays ?? NO_HOLIDAYS);
  }
}

/** Who turned where he may go on red has turned: what a box that trembles at the picture's edge says later changes nothing. */
const isSettled = (answer: Answer) =>
  answer.is === 'hit' || (answer.is === 'clear' && answer.why === 'may-go-on-red');

const isAboutRiders = (rule: RuleHit['rule']) => (riderRules as readonly string[]).includes(rule);
