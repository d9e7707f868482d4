import {
  Color,
  DataTexture,
  DataUtils,
  HalfFloatType,
  LinearFilter,
  PointLight,
  RedFormat,
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

const DECLARE_MAPS =
  'uniform sampler2D lampSides, lampAbove;\nvarying float lampLight;\nvarying vec3 lampFrom;\n';
const READ_MAPS = `#include <fog_vertex>
  vec2 lampPlace = (modelMatrix * vec4(transformed, 1.0)).xz / ${(2 * FIELD_M).toFixed(1)} + 0.5;
  vec4 sides = texture2D(lampSides, lampPlace);
  float above = texture2D(lampAbove, lampPlace).r;
  vec3 face = normalize(mat3(modelMatrix) * objectNormal), share = face * face;
  lampLight = share.x * (face.x > 0.0 ? sides.x : sides.y) + share.z * (face.z > 0.0 ? sides.z : sides.w) +
    (face.y > 0.0 ? share.y * above : 0.0);
  lampFrom = mat3(viewMatrix) * vec3(sides.x - sides.y, above, sides.z - sides.w);`;
const DECLARE_LIGHT = 'uniform vec3 lampColour;\nvarying float lampLight;\nvarying vec3 lampFrom;\n';
const SHINE = `#include <lights_fragment_begin>
  irradiance += lampLight * lampColour;
  #ifdef STANDARD
    float lampStrength = length(lampFrom);
    vec3 lampWay = lampFrom / max(lampStrength, 1e-6);
    reflectedLight.directSpecular += lampColour * lampStrength * saturate(dot(geometryNormal, lampWay)) *
      BRDF_GGX(lampWay, geometryViewDir, geometryNormal, material);
  #endif`;

const sides = { value: undefined as DataTexture | undefined };
const above = { value: undefined as DataTexture | undefined };
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
 * What moves does not ask eight lamps at every pixel, but a map of their light at every corner: what faces get that look
 * along the axes (an ambient cube, as McTaggart, Half-Life 2 Shading, 2004), and where a gloss would be. Call before a
 * stage draws its first body.
 */
export function spreadLamps(lamps: readonly PointLight[]): void {
  sides.value?.dispose();
  above.value?.dispose();
  const isDark = lamps.length > 0;
  sides.value = isDark ? mapOf(lamps, RGBAFormat, (light) => light.sides) : undefined;
  above.value = isDark ? mapOf(lamps, RedFormat, ({ up }) => [up]) : undefined;
}

/** Lets the lamps of the map shine on a material of what moves. */
export function litByLamps<Lit extends Material>(material: Lit): Lit {
  material.onBeforeCompile = (shader) => {
    if (!sides.value) return;
    Object.assign(shader.uniforms, { lampSides: sides, lampAbove: above, lampColour: colour });
    shader.vertexShader = DECLARE_MAPS + shader.vertexShader.replace('#include <fog_vertex>', READ_MAPS);
    shader.fragmentShader =
      DECLARE_LIGHT + shader.fragmentShader.replace('#include <lights_fragment_begin>', SHINE);
  };
  return material;
}

export interface LightHere {
  /** What upright faces get that look along +x, −x, +z, −z. */
  sides: [number, number, number, number];
  /** What a face gets that looks up. */
  up: number;
}

/**
 * The light of lamps at a place among the bodies on the road, three.js axes.
 * @param x metres
 * @param z metres
 */
export function lightAt(lamps: readonly PointLight[], x: number, z: number): LightHere {
  const here: LightHere = { sides: [0, 0, 0, 0], up: 0 };
  for (const { position, intensity } of lamps) {
    const way = new Vector3(x, BODY_M, z).sub(position).negate();
    const strength = intensity * falloff(way.length());
    const light = way.normalize().multiplyScalar(strength);
    here.up += light.y;
    here.sides[light.x > 0 ? 0 : 1] += Math.abs(light.x);
    here.sides[light.z > 0 ? 2 : 3] += Math.abs(light.z);
  }
  return here;
}

function mapOf(
  lamps: readonly PointLight[],
  format: typeof RGBAFormat | typeof RedFormat,
  told: (light: LightHere) => number[],
): DataTexture {
  const metres = (cell: number) => ((cell + 0.5) / CELLS - 0.5) * 2 * FIELD_M;
  const values = Array.from({ length: CELLS * CELLS }, (_, cell) =>
    told(lightAt(lamps, metres(cell % CELLS), metres(Math.floor(cell / CELLS)))),
  ).flat();
  const data = Uint16Array.from(values, (value) => DataUtils.toHalfFloat(value));
  const texture = new DataTexture(data, CELLS, CELLS, format, HalfFloatType);
  texture.minFilter = texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** As three.js lets a lamp fade. */
function falloff(metres: number): number {
  const end = Math.max(0, 1 - (metres / REACH_M) ** 4);
  return end ** 2 / metres ** DECAY;
}
