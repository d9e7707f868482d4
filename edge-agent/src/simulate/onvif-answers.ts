import type { HeadPosition, PtzHead } from './ptz-head.ts';

/** What the simulated device says of itself and its streams. */
export interface DeviceFacts {
  /** `http://host:port` of its ONVIF services. */
  base: string;
  streams: { token: string; url: string; width: number; height: number; fps: number }[];
  /** Its own clock, Unix milliseconds. */
  nowMs: () => number;
  head: PtzHead | undefined;
  events: () => { topic: string; value: string }[];
}

/** Bodies of answers by the name of the request; undefined for what the device does not know. */
export function answerTo(name: string, request: string, facts: DeviceFacts): string | undefined {
  return answers[name]?.(facts, request);
}

const answers: Record<string, (facts: DeviceFacts, request: string) => string | undefined> = {
  GetSystemDateAndTime: ({ nowMs }) => {
    const at = new Date(nowMs());
    const time = `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`;
    const date = `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>`;
    return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime>${time}${date}</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
  },
  GetCapabilities: ({ base, head }) => {
    const service = (name: string, more = '') =>
      `<tt:${name}><tt:XAddr>${base}/onvif/${name.toLowerCase()}_service</tt:XAddr>${more}</tt:${name}>`;
    const events = service('Events', '<tt:WSPullPointSupport>true</tt:WSPullPointSupport>');
    return `<tds:GetCapabilitiesResponse><tds:Capabilities>${service('Device')}${events}${service('Media')}${head ? service('PTZ') : ''}</tds:Capabilities></tds:GetCapabilitiesResponse>`;
  },
  GetDeviceInformation: () =>
    '<tds:GetDeviceInformationResponse><tds:Manufacturer>VamCo</tds:Manufacturer><tds:Model>Simulated camera</tds:Model><tds:FirmwareVersion>1</tds:FirmwareVersion><tds:SerialNumber>SIM-1</tds:SerialNumber><tds:HardwareId>sim</tds:HardwareId></tds:GetDeviceInformationResponse>',
  GetProfiles: ({ streams, head }) => {
    const profiles = streams.map(({ token, width, height, fps }) => {
      const source = `<tt:VideoSourceConfiguration token="vs"><tt:Name>source</tt:Name><tt:Bounds x="0" y="0" width="${width}" height="${height}"/></tt:VideoSourceConfiguration>`;
      const encoder = `<tt:VideoEncoderConfiguration token="ve-${token}"><tt:Name>${token}</tt:Name><tt:Encoding>H264</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:Quality>5</tt:Quality><tt:RateControl><tt:FrameRateLimit>${fps}</tt:FrameRateLimit><tt:BitrateLimit>4096</tt:BitrateLimit></tt:RateControl></tt:VideoEncoderConfiguration>`;
      const ptz = head ? '<tt:PTZConfiguration token="ptz"><tt:Name>ptz</tt:Name></tt:PTZConfiguration>' : '';
      return `<trt:Profiles token="${token}"><tt:Name>${token}</tt:Name>${source}${encoder}${ptz}</trt:Profiles>`;
    });
    return `<trt:GetProfilesResponse>${profiles.join('')}</trt:GetProfilesResponse>`;
  },
  GetStreamUri: ({ streams }, request) => {
    const stream = streams.find(({ token }) => token === element(request, 'ProfileToken'));
    return stream && mediaUri('GetStreamUri', stream.url);
  },
  GetSnapshotUri: ({ base }) => mediaUri('GetSnapshotUri', `${base}/snapshot.jpg`),
  GetPresets: ({ head }) => {
    const presets = head?.presets.map(
      ({ token, name, position }) =>
        `<tptz:Preset token="${token}"><tt:Name>${name}</tt:Name><tt:PTZPosition>${positionXml(position)}</tt:PTZPosition></tptz:Preset>`,
    );
    return presets && `<tptz:GetPresetsResponse>${presets.join('')}</tptz:GetPresetsResponse>`;
  },
  GetStatus: ({ head, nowMs }) => {
    if (head === undefined) return undefined;
    const state = head.moving ? 'MOVING' : 'IDLE';
    return `<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position>${positionXml(head.position)}</tt:Position><tt:MoveStatus><tt:PanTilt>${state}</tt:PanTilt><tt:Zoom>${state}</tt:Zoom></tt:MoveStatus><tt:UtcTime>${new Date(nowMs()).toISOString()}</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>`;
  },
  GotoPreset: ({ head }, request) =>
    head?.goTo(element(request, 'PresetToken') ?? '') ? '<tptz:GotoPresetResponse/>' : undefined,
  CreatePullPointSubscription: ({ base, nowMs }) => {
    const time = new Date(nowMs()).toISOString();
    return `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa:Address>${base}/onvif/pull_point</wsa:Address></tev:SubscriptionReference><wsnt:CurrentTime>${time}</wsnt:CurrentTime><wsnt:TerminationTime>${time}</wsnt:TerminationTime></tev:CreatePullPointSubscriptionResponse>`;
  },
  PullMessages: ({ events, nowMs }) => {
    const time = new Date(nowMs()).toISOString();
    const messages = events().map(
      ({ topic, value }) =>
        `<wsnt:NotificationMessage><wsnt:Topic>${topic}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${time}"><tt:Data><tt:SimpleItem Name="State" Value="${value}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`,
    );
    return `<tev:PullMessagesResponse><tev:CurrentTime>${time}</tev:CurrentTime><tev:TerminationTime>${time}</tev:TerminationTime>${messages.join('')}</tev:PullMessagesResponse>`;
  },
};

function mediaUri(name: string, url: string): string {
  return `<trt:${name}Response><trt:MediaUri><tt:Uri>${url}</tt:Uri></trt:MediaUri></trt:${name}Response>`;
}

function positionXml({ pan, tilt, zoom }: HeadPosition): string {
  return `<tt:PanTilt x="${pan}" y="${tilt}"/><tt:Zoom x="${zoom}"/>`;
}

/** Text of the first element of this name, whatever its prefix. */
export function element(xml: string, name: string): string | undefined {
  return new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml)?.[1];
}

export const envelope = (body: string, header = '') =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tev="http://www.onvif.org/ver10/events/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
