import type {
  CameraConfig,
  GeoPoint,
  MediaRef,
  SiteConfig,
  Still,
  VehicleClass,
  ViolationDetectedV1,
} from '@vamco/contracts';
import type { RuleHit } from '../rules/rule-hit.ts';
import { ridersSeen } from '../rules/riders-seen.ts';

/** A longer place name is cut. */
const PLACE_BYTES = 60;
const SHORTEST_PLACE_BYTES = 24;
/** What an event of 1536 bytes leaves for its data, with the longest names and numbers around it. */
const DATA_BYTES = 1080;

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
  /** SHA-256 of the sealed manifest. */
  manifest: string | undefined;
}): ViolationDetectedV1['data'] {
  const { hit, site, camera, run, began, stills, overlay, model, manifest } = parts;
  const { track, rule, version, zone, signal, also, riders, exemption, atS } = hit;
  const data = (
    place: ViolationDetectedV1['data']['place'],
    withRiders = true,
  ): ViolationDetectedV1['data'] => ({
    camera,
    place,
    track: { run, id: track.id },
    class: track.class as VehicleClass,
    score: Math.round(track.score * 1000) / 1000,
    rule: { id: rule, version },
    zone,
    ...(also && { also: [...new Set(also.map((other) => other.rule))].slice(0, 3) }),
    ...(signal && {
      signal: { state: signal.state, sinceMs: Math.round((signal.sinceS - atS) * 1000) },
    }),
    ...(riders && withRiders && { riders: ridersSeen(riders) }),
    ...(exemption && { exemption }),
    began,
    stills,
    ...(overlay && { overlay }),
    ...(manifest !== undefined && { manifest }),
    model,
  });
  // With the longest names an event would be too large: the manifest holds the place in full.
  const bytes = (of: object) => Buffer.byteLength(JSON.stringify(of));
  const point = site.location && { point: metre(site.location) };
  const places = [
    { name: shorten(site.name, PLACE_BYTES), ...point },
    { name: shorten(site.name, PLACE_BYTES) },
    { name: shorten(site.name, SHORTEST_PLACE_BYTES) },
  ] as const;
  const place = places.find((one) => bytes(data(one)) <= DATA_BYTES);
  // As a last resort: the manifest holds the riders in full.
  return place ? data(place) : data(places[2], false);
}

/** To five decimals: about a metre. */
function metre({ lat, lon }: GeoPoint): GeoPoint {
  const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
  return { lat: round(lat), lon: round(lon) };
}

/** Cuts a name at a whole letter; the ellipsis says so. */
function shorten(name: string, room: number): string {
  if (Buffer.byteLength(name) <= room) return name;
  let short = '';
  for (const letter of name.normalize('NFC')) {
    if (Buffer.byteLength(short) + Buffer.byteLength(letter) > room - 3) break;
    short += letter;
  }
  return `${short.trimEnd()}…`;
}
