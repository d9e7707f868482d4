import onvif from 'node-onvif';
import soap from 'node-onvif/lib/modules/soap.js';
import { CameraFault } from '../camera-fault.ts';
import type { CageQuestion, CageTarget } from './cage-protocol.ts';
import { pinnedRequest } from './pinned-post.ts';

/** A fault that only devices of this protocol have. */
export class OnvifFault extends Error {
  override readonly name = 'OnvifFault';
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

const WSDL = 'http://www.onvif.org/ver10';

/** Answers questions about one device, with node-onvif where it can. Runs inside the cage. */
export class CagedDevice {
  readonly #target: CageTarget;
  #device: InstanceType<typeof onvif.OnvifDevice> | undefined;
  #information: Record<string, unknown> = {};
  #pullPoint: string | undefined;
  /** The device's clock against ours: its password digests are checked by its own. */
  #aheadMs = 0;

  constructor(target: CageTarget) {
    this.#target = target;
    // The package's own transport has no bounds, no digest and goes where it is sent.
    soap._request = async ({ pathname, search }, text) => {
      const { status, body } = await pinnedRequest(target, `${pathname}${search ?? ''}`, text);
      const answer = body.toString('utf8');
      if (status === 401 || status === 403 || isRefusal(answer)) throw new CameraFault('auth');
      if (status === 404 || !/<[\w:]*Envelope[\s>]/.test(answer.slice(0, 4_096)))
        throw new OnvifFault('not-onvif');
      return answer;
    };
  }

  answer(question: CageQuestion): Promise<unknown> {
    switch (question.ask) {
      case 'device':
        return this.#describe();
      case 'clock':
        return this.#clock();
      case 'presets':
        return this.#ptz((ptz, ProfileToken) => ptz.getPresets({ ProfileToken }));
      case 'status':
        return this.#ptz((ptz, ProfileToken) => ptz.getStatus({ ProfileToken }));
      case 'goto':
        return this.#ptz((ptz, ProfileToken) =>
          ptz.gotoPreset({ ProfileToken, PresetToken: question.preset }),
        );
      case 'events':
        return this.#events();
      case 'snapshot':
        return this.#snapshot();
    }
  }

  async #open(): Promise<InstanceType<typeof onvif.OnvifDevice>> {
    if (this.#device) return this.#device;
    const { credentials, url } = this.#target;
    // The package swallows the first failure; asking ourselves gives it its name.
    await this.#clock();
    const device = new onvif.OnvifDevice({
      xaddr: url,
      ...(credentials && { user: credentials.user, pass: credentials.password }),
    });
    this.#information = await device.init().catch(rename);
    this.#device = device;
    return device;
  }

  async #describe(): Promise<unknown> {
    const device = await this.#open();
    const profiles = device.getProfileList().map((profile) => ({
      token: profile.token,
      name: text(profile.name),
      streamUrl: text(profile.stream.rtsp),
      snapshotUrl: text(profile.snapshot),
      encoding: text(profile.video.encoder?.encoding),
      ...profile.video.encoder?.resolution,
      fps: profile.video.encoder?.framerate,
    }));
    const { Manufacturer, Model, FirmwareVersion, SerialNumber } = this.#information;
    return {
      ...{ manufacturer: text(Manufacturer), model: text(Model), firmware: text(FirmwareVersion) },
      ...{ serial: text(SerialNumber), profiles },
      ...{ ptz: device.services.ptz !== null, events: device.services.events !== null },
    };
  }

  /** The device's clock and when, by ours, it was asked and answered. */
  async #clock(): Promise<unknown> {
    const askedMs = Date.now();
    const body = await this.#call(pathOf(this.#target.url), '<tds:GetSystemDateAndTime/>', false);
    const answeredMs = Date.now();
    const utc = dig(body, 'GetSystemDateAndTimeResponse', 'SystemDateAndTime', 'UTCDateTime');
    const number = (...path: string[]) => Number(dig(utc, ...path));
    const date = [number('Date', 'Year'), number('Date', 'Month') - 1, number('Date', 'Day')] as const;
    const time = [number('Time', 'Hour'), number('Time', 'Minute'), number('Time', 'Second')] as const;
    const deviceMs = Date.UTC(...date, ...time);
    if (Number.isNaN(deviceMs)) throw new OnvifFault('not-onvif');
    this.#aheadMs = deviceMs - (askedMs + answeredMs) / 2;
    return { deviceMs, askedMs, answeredMs };
  }

  async #ptz(
    ask: (
      ptz: NonNullable<InstanceType<typeof onvif.OnvifDevice>['services']['ptz']>,
      profile: string,
    ) => Promise<{ data: unknown }>,
  ): Promise<unknown> {
    const device = await this.#open();
    const profile = device.getProfileList()[0]?.token;
    if (!device.services.ptz || profile === undefined) throw new OnvifFault('no-ptz');
    const { data } = await ask(device.services.ptz, profile).catch(rename);
    const presets = dig(data, 'GetPresetsResponse', 'Preset');
    if (presets !== undefined) return list(presets).slice(0, 256).map(presetOf);
    const status = dig(data, 'GetStatusResponse', 'PTZStatus');
    if (status === undefined) return dig(data, 'GetPresetsResponse') === undefined ? {} : [];
    const moving = [dig(status, 'MoveStatus', 'PanTilt'), dig(status, 'MoveStatus', 'Zoom')].map(text);
    return {
      ...positionOf(dig(status, 'Position')),
      ...(moving.some((one) => one !== '') && { moving: moving.includes('MOVING') }),
    };
  }

  /** What happened since the last question (PullPoint); the package has no call for it. */
  async #events(): Promise<unknown> {
    const device = await this.#open();
    const address = device.services.events?.xaddr;
    if (address === undefined) throw new OnvifFault('no-events');
    if (this.#pullPoint === undefined) {
      const create = `<tev:CreatePullPointSubscription><tev:InitialTerminationTime>PT120S</tev:InitialTerminationTime></tev:CreatePullPointSubscription>`;
      const made = await this.#call(pathOf(address), create);
      const at = text(dig(made, 'CreatePullPointSubscriptionResponse', 'SubscriptionReference', 'Address'));
      if (at === '') throw new OnvifFault('no-events');
      this.#pullPoint = pathOf(at);
    }
    const pull = `<tev:PullMessages><tev:Timeout>PT2S</tev:Timeout><tev:MessageLimit>50</tev:MessageLimit></tev:PullMessages>`;
    const pulled = await this.#call(this.#pullPoint, pull).catch((error: unknown) => {
      // It has lapsed: the next question makes a new one.
      this.#pullPoint = undefined;
      throw error;
    });
    const messages = dig(pulled, 'PullMessagesResponse', 'NotificationMessage');
    return list(messages)
      .slice(0, 50)
      .map((message) => {
        const item = list(dig(message, 'Message', 'Message', 'Data', 'SimpleItem'))[0];
        return { topic: text(dig(message, 'Topic')), value: text(dig(item, '$', 'Value')) };
      });
  }

  async #snapshot(): Promise<unknown> {
    const device = await this.#open();
    const address = text(device.getProfileList()[0]?.snapshot);
    if (address === '') throw new OnvifFault('no-snapshot');
    const { status, body } = await pinnedRequest(this.#target, pathOf(address), undefined);
    if (status === 401 || status === 403) throw new CameraFault('auth');
    if (status !== 200 || body[0] !== 0xff || body[1] !== 0xd8) throw new OnvifFault('no-snapshot');
    return { jpeg: body.toString('base64') };
  }

  async #call(path: string, body: string, withPassword = true): Promise<unknown> {
    const { user = '', password = '' } = (withPassword && this.#target.credentials) || {};
    const xmlns = [`xmlns:tds="${WSDL}/device/wsdl"`, `xmlns:tev="${WSDL}/events/wsdl"`];
    const envelope = soap.createRequestSoap({ body, xmlns, diff: this.#aheadMs, user, pass: password });
    const [pathname = '/', search] = path.split(/(?=\?)/);
    const answer = await soap._request({ protocol: 'http:', pathname, search: search ?? null }, envelope);
    return dig(await soap.parse(answer).catch(rename), 'Body');
  }
}

/** Path and query of an address, wherever it points. */
function pathOf(address: string): string {
  try {
    const { pathname, search } = new URL(address);
    return `${pathname}${search}`;
  } catch (cause) {
    throw new CameraFault('misbehaves', { cause });
  }
}

/** The package wraps our faults into sentences; they get their names back. */
function rename(error: unknown): never {
  if (error instanceof CameraFault || error instanceof OnvifFault) throw error;
  const said = error instanceof Error ? error.message : String(error);
  if (/user name or password|not authori[sz]ed|unauthorized|401/i.test(said)) throw new CameraFault('auth');
  throw new OnvifFault('not-onvif', { cause: error });
}

function isRefusal(answer: string): boolean {
  return /NotAuthorized|FailedAuthentication|InvalidSecurity/.test(answer);
}

function presetOf(preset: unknown) {
  const position = positionOf(dig(preset, 'PTZPosition'));
  return { token: text(dig(preset, '$', 'token')), name: text(dig(preset, 'Name')), ...position };
}

function positionOf(position: unknown) {
  const at = {
    pan: Number(dig(position, 'PanTilt', '$', 'x')),
    tilt: Number(dig(position, 'PanTilt', '$', 'y')),
    zoom: Number(dig(position, 'Zoom', '$', 'x') ?? 0),
  };
  return Object.values(at).some(Number.isNaN) ? {} : { position: at };
}

/** Follows names into an answer; undefined when it goes another way. */
function dig(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    value,
  );
}

const list = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The text of an element, with or without attributes; at most 300 characters. */
function text(value: unknown): string {
  const inner = typeof value === 'object' && value !== null && '_' in value ? value._ : value;
  return typeof inner === 'string' ? inner.slice(0, 300) : '';
}
