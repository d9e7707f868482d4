import type {
  CameraConfig,
  GeoPoint,
  MediaRef,
  SiteConfig,
  Still,
  VehicleClass,
  ViolationDetectedV1,
} from '@vamco/contracts';
import type { RuleHit } from './rules/rule-hit.ts';

/** A place name of more bytes would push the event over its limit when every other name is as long as it may be. */
const PLACE_BYTES = 60;

/** What the centre is told of a violation: small enough for one event whatever the names are. */
export function violationData(parts: {
  hit: RuleHit;
  site: SiteConfig['site'];
  camera: CameraConfig['id'];
  run: string;
  began: string;
  stills: Still[];
  overlay: MediaRef | undefined;
  model: string;
}): ViolationDetectedV1['data'] {
  const { hit, site, camera, run, began, stills, overlay, model } = parts;
  const { track, rule, version, zone, signal, also, atS } = hit;
  return {
    camera,
    place: { name: shorten(site.name), ...(site.location && { point: metre(site.location) }) },
    track: { run, id: track.id },
    class: track.class as VehicleClass,
    score: Math.round(track.score * 1000) / 1000,
    rule: { id: rule, version },
    zone,
    ...(also && { also: [...new Set(also.map((other) => other.rule))].slice(0, 3) }),
    ...(signal && {
      signal: { state: signal.state, sinceMs: Math.round((signal.sinceS - atS) * 1000) },
    }),
    began,
    stills,
    ...(overlay && { overlay }),
    model,
  };
}

/** To five decimals: about a metre. */
function metre({ lat, lon }: GeoPoint): GeoPoint {
  const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
  return { lat: round(lat), lon: round(lon) };
}

/** Cuts a name at a whole letter; the ellipsis says so. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= PLACE_BYTES) return name;
  let short = '';
  for (const letter of name.normalize('NFC')) {
    if (Buffer.byteLength(short) + Buffer.byteLength(letter) > PLACE_BYTES - 3) break;
    short += letter;
  }
  return `${short.trimEnd()}…`;
}
