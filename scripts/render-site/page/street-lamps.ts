import {
  Color,
  DataTexture,
  DataUtils,
  HalfFloatType,
  LinearFilter,
  PointLight,
  RGBAFormat,
  Vector3,
  type Material,
} from 'three';
import { layout, onArm } from '../world/junction.ts';
import type { Lighting } from '../world/light.ts';

const COLOUR = '#ffcf94';
const UP_M = 8;
/** Farther than this a lamp gives nothing. */
const REACH_M = 45;
const DECAY = 1.7;

/** The field reaches so far from the middle of the junction, each way: past the light of the last lamp. */
const FIELD_M = 90;
const CELLS = 128;
/** Where bodies are, on the whole, metres above the road. */
const BODY_M = 1.1;
/** What a face gets of light that comes from all around, on the average of all faces. */
const FROM_ALL_AROUND = 0.25;

const DECLARE_MAP = 'uniform sampler2D lampField;\nvarying vec3 lampFrom;\nvarying float lampRest;\n';
const READ_MAP = `#include <fog_vertex>
  vec2 lampPlace = (modelMatrix * vec4(transformed, 1.0)).xz / ${(2 * FIELD_M).toFixed(1)} + 0.5;
  vec4 lampHere = texture2D(lampField, lampPlace);
  lampFrom = mat3(viewMatrix) * lampHere.xyz;
  lampRest = lampHere.w;`;
const DECLARE_LIGHT = 'uniform vec3 lampColour;\nvarying vec3 lampFrom;\nvarying float lampRest;\n';
const SHINE = `#include <lights_fragment_begin>
  irradiance += lampRest * lampColour;
  float lampStrength = length(lampFrom);
  IncidentLight lamp = IncidentLight(lampStrength * lampColour, lampFrom / max(lampStrength, 1e-6), true);
  RE_Direct(lamp, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight);`;

const field = { value: undefined as DataTexture | undefined };
const colour = { value: new Color(COLOUR) };

/** The street lamps of a light, for what stands still; by day there are none. */
export function streetLamps(light: Lighting): PointLight[] {
  if (light.sky > 0.7) return [];
  const strength = light.condition === 'infrared' ? 60 : 170;
  return (['south', 'north', 'east', 'west'] as const).flatMap((arm) =>
    [16, 40].map((out) => {
      const [x, s] = onArm(arm, out, layout.main.halfWidth + 0.5);
      const lamp = new PointLight(COLOUR, strength, REACH_M, DECAY);
      lamp.position.set(x, UP_M, -s);
      return lamp;
    }),
  );
}

/**
 * What moves does not ask eight lamps at every pixel, but a map of their light at every corner: where most of it comes
 * from, and how much comes from elsewhere. Call before a stage draws its first body.
 */
export function spreadLamps(lamps: readonly PointLight[]): void {
  field.value?.dispose();
  field.value = lamps.length > 0 ? mapOf(lamps) : undefined;
}

/** Lets the lamps of the map shine on a material of what moves. */
export function litByLamps<Lit extends Material>(material: Lit): Lit {
  material.onBeforeCompile = (shader) => {
    if (!field.value) return;
    shader.uniforms['lampField'] = field;
    shader.uniforms['lampColour'] = colour;
    shader.vertexShader = DECLARE_MAP + shader.vertexShader.replace('#include <fog_vertex>', READ_MAP);
    shader.fragmentShader =
      DECLARE_LIGHT + shader.fragmentShader.replace('#include <lights_fragment_begin>', SHINE);
  };
  return material;
}

/**
 * The light of lamps at a place among the bodies on the road: most of it, by direction and strength, and what the
 * average face gets of the rest.
 * @param x metres, three.js axes
 * @param z metres, three.js axes
 */
export function lightAt(lamps: readonly PointLight[], x: number, z: number): { from: Vector3; rest: number } {
  const from = new Vector3();
  let all = 0;
  for (const { position, intensity } of lamps) {
    const ray = new Vector3(x, BODY_M, z).sub(position).negate();
    const strength = intensity * falloff(ray.length());
    from.addScaledVector(ray.normalize(), strength);
    all += strength;
  }
  return { from, rest: (all - from.length()) * FROM_ALL_AROUND };
}

function mapOf(lamps: readonly PointLight[]): DataTexture {
  const data = new Uint16Array(CELLS * CELLS * 4);
  const metres = (cell: number) => ((cell + 0.5) / CELLS - 0.5) * 2 * FIELD_M;
  for (let cell = 0; cell < CELLS * CELLS; cell += 1) {
    const { from, rest } = lightAt(lamps, metres(cell % CELLS), metres(Math.floor(cell / CELLS)));
    const light = [from.x, from.y, from.z, rest].map((value) => DataUtils.toHalfFloat(value));
    data.set(light, cell * 4);
  }
  const texture = new DataTexture(data, CELLS, CELLS, RGBAFormat, HalfFloatType);
  texture.minFilter = texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** As three.js lets a lamp fade. */
function falloff(metres: number): number {
  const end = Math.max(0, 1 - (metres / REACH_M) ** 4);
  return end ** 2 / metres ** DECAY;
}
