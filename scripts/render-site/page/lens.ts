import {
  DepthStencilFormat,
  DepthTexture,
  LinearFilter,
  Mesh,
  OrthographicCamera,
  PlaneGeometry,
  RGBFormat,
  Scene,
  ShaderMaterial,
  UnsignedByteType,
  UnsignedInt101111Type,
  UnsignedInt248Type,
  WebGLRenderTarget,
  type PerspectiveCamera,
  type WebGLRenderer,
} from 'three';

import type { View } from '../world/actor.ts';

/**
 * How many times finer than the picture everything is drawn, each way. In software this costs less than several
 * samples a pixel, and smooths edges as well.
 */
const FINER = 1.5;

const passOn = 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }';

/** Bends, blurs (56 places on a golden-angle spiral), covers and develops a frame. */
const DEVELOP = `uniform sampler2D frame; uniform float barrel, exposure, covered, dark; uniform vec2 half_, blur;
  varying vec2 at;
  vec3 seen(vec2 place) {
    if (blur.x <= 0.0) return texture2D(frame, clamp(place, 0.0, 1.0)).rgb;
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 56; i++) {
      float far = sqrt((float(i) + 0.5) / 56.0), angle = float(i) * 2.39996;
      sum += texture2D(frame, clamp(place + blur * far * vec2(cos(angle), sin(angle)), 0.0, 1.0)).rgb;
    }
    return sum / 56.0;
  }
  void main() {
    vec2 p = (at * 2.0 - 1.0) * half_;
    vec2 from = p * (1.0 + barrel * dot(p, p)) / (1.0 + barrel) / half_ * 0.5 + 0.5;
    vec3 c = seen(from) * (1.0 - dark);
    // A cloth comes over the lens from a corner: nearly black, a little light comes through where it is thin.
    float edge = at.x * 0.72 + (1.0 - at.y) * 0.55 + 0.04 * sin(at.y * 9.0);
    float over = covered <= 0.0 ? 0.0 : smoothstep(edge - 0.09, edge + 0.09, covered * 1.5);
    float folds = 0.6 + 0.4 * sin(at.x * 7.0 + 2.5 * sin(at.y * 4.0)) * sin(at.y * 3.0 + at.x * 2.0);
    c = mix(c, vec3(0.045, 0.036, 0.03) * folds, over) * exposure;
    c = clamp((c * (2.51 * c + 0.03)) / (c * (2.43 * c + 0.59) + 0.14), 0.0, 1.0);
    gl_FragColor = vec4(pow(c, vec3(1.0 / 2.2)), 1.0);
  }`;

/**
 * What lies between the world and the picture: the still part is drawn once and kept with its depth; each frame copies
 * it and draws only what moves over it; the lens bends the result and the sensor develops it (filmic curve: Narkowicz
 * 2016).
 */
export class Lens {
  readonly #renderer: WebGLRenderer;
  readonly #still: Canvas;
  readonly #frame: Canvas;
  readonly #flat = new OrthographicCamera(-1, 1, 1, -1, 0, 1);
  readonly #develop: Scene;
  readonly #faults = { covered: { value: 0 }, dark: { value: 0 }, blur: { value: [0, 0] } };
  readonly #size: { width: number; height: number };

  constructor(
    renderer: WebGLRenderer,
    size: { width: number; height: number },
    barrel: number,
    { exposure, isDark }: { exposure: number; isDark: boolean },
  ) {
    const { width, height } = size;
    this.#renderer = renderer;
    this.#size = size;
    this.#still = createCanvas(size, { isDark, samples: 4 });
    this.#frame = createCanvas(size, { isDark, samples: 0 });
    renderer.initRenderTarget(this.#frame.target);
    this.#develop = fullScreen({
      uniforms: {
        frame: { value: this.#frame.target.texture },
        barrel: { value: barrel },
        exposure: { value: exposure },
        half_: { value: [width / Math.hypot(width, height), height / Math.hypot(width, height)] },
        ...this.#faults,
      },
      fragmentShader: DEVELOP,
    });
  }

  /** Draws what stands still; call again when the camera or the light has changed. */
  keep(scene: Scene, camera: PerspectiveCamera): void {
    this.#renderer.setRenderTarget(this.#still.target);
    this.#renderer.render(scene, camera);
  }

  /** Draws what moves over the kept background, on the canvas, as a camera in this state sees it. */
  take(moving: Scene, camera: PerspectiveCamera, view?: View): void {
    const { width, height } = this.#size;
    this.#faults.covered.value = view?.covered ?? 0;
    this.#faults.dark.value = view?.dark ?? 0;
    this.#faults.blur.value = [(view?.blur ?? 0) / width, (view?.blur ?? 0) / height];
    this.#renderer.copyTextureToTexture(this.#still.target.texture, this.#frame.target.texture);
    this.#renderer.copyTextureToTexture(this.#still.depth, this.#frame.depth);
    this.#renderer.setRenderTarget(this.#frame.target);
    this.#renderer.autoClear = false;
    // Shadows count in the stencil.
    this.#renderer.clearStencil();
    this.#renderer.render(moving, camera);
    this.#renderer.autoClear = true;
    this.#renderer.setRenderTarget(null);
    this.#renderer.render(this.#develop, this.#flat);
  }
}

interface Canvas {
  target: WebGLRenderTarget;
  depth: DepthTexture;
}

function createCanvas(
  { width, height }: { width: number; height: number },
  { isDark, samples }: { isDark: boolean; samples: number },
): Canvas {
  const [w, h] = [Math.round(width * FINER), Math.round(height * FINER)];
  const depth = new DepthTexture(w, h, UnsignedInt248Type);
  depth.format = DepthStencilFormat;
  // Eight bits are enough by day; in the dark they would show steps.
  const grain = isDark
    ? ({ type: UnsignedInt101111Type, format: RGBFormat } as const)
    : { type: UnsignedByteType };
  const target = new WebGLRenderTarget(w, h, {
    ...{ ...grain, minFilter: LinearFilter, magFilter: LinearFilter },
    ...{ samples, stencilBuffer: true, depthTexture: depth },
  });
  return { target, depth };
}

function fullScreen(shader: { uniforms: Record<string, { value: unknown }>; fragmentShader: string }): Scene {
  const scene = new Scene();
  const mesh = new Mesh(
    new PlaneGeometry(2, 2),
    new ShaderMaterial({ ...shader, vertexShader: passOn, depthTest: false, depthWrite: false }),
  );
  mesh.frustumCulled = false;
  scene.add(mesh);
  return scene;
}
