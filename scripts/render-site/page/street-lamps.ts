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

const DECLARE_MAPS =
  'uniform sampler2D lampSides, lampRest;\nvarying float lampLight;\nvarying vec3 lampFrom;\n';
const READ_MAPS = `#include <fog_vertex>
  vec2 lampPlace = (modelMatrix * vec4(transformed, 1.0)).xz / ${(2 * FIELD_M).toFixed(1)} + 0.5;
  vec4 sides = texture2D(lampSides, lampPlace), rest = texture2D(lampRest, lampPlace);
  vec3 face = normalize(mat3(modelMatrix) * objectNormal), share = face * face;
  lampLight = share.x * (face.x > 0.0 ? sides.x : sides.y) + share.z * (face.z > 0.0 ? sides.z : sides.w) +
    (face.y > 0.0 ? share.y * rest.w : 0.0);
  lampFrom = mat3(viewMatrix) * rest.xyz;`;
const DECLARE_LIGHT = 'uniform vec3 lampColour;\nvarying float lampLight;\nvarying vec3 lampFrom;\n';
const SHINE = `#include <lights_fragment_begin>
  irradiance += lampLight * lampColour;
  #ifdef STANDARD
    vec3 lampWay = normalize(lampFrom);
    reflectedLight.directSpecular += lampColour * length(lampFrom) * saturate(dot(geometryNormal, lampWay)) *
      BRDF_GGX(lampWay, geometryViewDir, geometryNormal, material);
  #endif`;

const sides = { value: undefined as DataTexture | undefined };
const rest = { value: undefined as DataTexture | undefined };
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
  rest.value?.dispose();
  const isDark = lamps.length > 0;
  sides.value = isDark ? mapOf(lamps, (light) => light.sides) : undefined;
  rest.value = isDark ? mapOf(lamps, ({ from, up }) => [from.x, from.y, from.z, up]) : undefined;
}

/** Lets the lamps of the map shine on a material of what moves. */
export function litByLamps<Lit extends Material>(material: Lit): Lit {
  material.onBeforeCompile = (shader) => {
    if (!sides.value) return;
    Object.assign(shader.uniforms, { lampSides: sides, lampRest: rest, lampColour: colour });
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
  /** The sum of all light, by direction and strength. */
  from: Vector3;
}

/**
 * The light of lamps at a place among the bodies on the road, three.js axes.
 * @param x metres
 * @param z metres
 */
export function lightAt(lamps: readonly PointLight[], x: number, z: number): LightHere {
  const here: LightHere = { sides: [0, 0, 0, 0], up: 0, from: new Vector3() };
  for (const { position, intensity } of lamps) {
    const way = new Vector3(x, BODY_M, z).sub(position).negate();
    const strength = intensity * falloff(way.length());
    const light = way.normalize().multiplyScalar(strength);
    here.from.add(light);
    here.up += light.y;
    here.sides[light.x > 0 ? 0 : 1] += Math.abs(light.x);
    here.sides[light.z > 0 ? 2 : 3] += Math.abs(light.z);
  }
  return here;
}

function mapOf(
  lamps: readonly PointLight[],
  told: (light: LightHere) => [number, number, number, number],
): DataTexture {
  const data = new Uint16Array(CELLS * CELLS * 4);
  const metres = (cell: number) => ((cell + 0.5) / CELLS - 0.5) * 2 * FIELD_M;
  for (let cell = 0; cell < CELLS * CELLS; cell += 1) {
    const light = told(lightAt(lamps, metres(cell % CELLS), metres(Math.floor(cell / CELLS))));
    data.set(
      light.map((value) => DataUtils.toHalfFloat(value)),
      cell * 4,
    );
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
