/** The parts of node-onvif 0.1.7 that we use; what it answers is checked outside its cage. */
declare module 'node-onvif' {
  interface Answer {
    data: Record<string, unknown>;
  }
  interface Ptz {
    getPresets(params: { ProfileToken: string }): Promise<Answer>;
    getStatus(params: { ProfileToken: string }): Promise<Answer>;
    gotoPreset(params: { ProfileToken: string; PresetToken: string }): Promise<Answer>;
  }
  interface Profile {
    token: string;
    name: unknown;
    snapshot: unknown;
    stream: { rtsp: unknown };
    video: {
      encoder: { resolution: { width: number; height: number }; framerate: number; encoding: unknown } | null;
    };
  }
  interface OnvifDevice {
    services: { ptz: Ptz | null; events: { xaddr: string } | null };
    init(): Promise<Record<string, unknown>>;
    getProfileList(): Profile[];
  }
  const onvif: {
    OnvifDevice: new (params: { xaddr: string; user?: string; pass?: string }) => OnvifDevice;
    startProbe(): Promise<Record<string, unknown>[]>;
  };
  export = onvif;
}

declare module 'node-onvif/lib/modules/soap.js' {
  interface Address {
    protocol: string;
    pathname: string;
    search?: string | null;
  }
  /** One object, shared by all services of the package. */
  const soap: {
    _request(address: Address, text: string): Promise<string>;
    parse(text: string): Promise<Record<string, unknown>>;
    createRequestSoap(parts: {
      body: string;
      xmlns: string[];
      diff: number;
      user: string;
      pass: string;
    }): string;
  };
  export = soap;
}
