import {
  AlwaysDepth,
  DepthTexture,
  HalfFloatType,
  LinearFilter,
  Mesh,
  OrthographicCamera,
  PlaneGeometry,
  RGBFormat,
  Scene,
  ShaderMaterial,
  UnsignedByteType,
  UnsignedInt101111Type,
  WebGLRenderTarget,
  type PerspectiveCamera,
  type WebGLRenderer,
} from 'three';

import type { View } from '../world/actor.ts';

/** How many times finer the still background is drawn, each way. */
const FINER = 2;

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
 * What lies between the world and the picture: the still part is drawn once, fine, and kept with its depth; each frame
 * draws only what moves over it; the lens bends the result and the sensor develops it (filmic curve: Narkowicz 2016).
 */
export class Lens {
  readonly #renderer: WebGLRenderer;
  readonly #still: WebGLRenderTarget;
  readonly #stillDepth: WebGLRenderTarget;
  readonly #frame: WebGLRenderTarget;
  readonly #flat = new OrthographicCamera(-1, 1, 1, -1, 0, 1);
  readonly #backdrop: Scene;
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
    const options = { type: HalfFloatType, minFilter: LinearFilter, magFilter: LinearFilter } as const;
    this.#still = new WebGLRenderTarget(width * FINER, height * FINER, options);
    this.#stillDepth = new WebGLRenderTarget(width, height, {
      depthTexture: new DepthTexture(width, height),
    });
    // Eight bits are enough by day; in the dark they would show steps. Small floats are a third faster than half ones.
    const grain = isDark
      ? ({ type: UnsignedInt101111Type, format: RGBFormat } as const)
      : { type: UnsignedByteType };
    this.#frame = new WebGLRenderTarget(width, height, {
      ...{ ...options, ...grain },
      ...{ samples: 4, stencilBuffer: true },
    });
    this.#backdrop = fullScreen({
      uniforms: { still: { value: this.#still.texture }, depth: { value: this.#stillDepth.depthTexture } },
      fragmentShader: `uniform sampler2D still; uniform sampler2D depth; varying vec2 at;
        void main() { gl_FragColor = texture2D(still, at); gl_FragDepth = texture2D(depth, at).r; }`,
    });
    this.#size = size;
    this.#develop = fullScreen({
      uniforms: {
        frame: { value: this.#frame.texture },
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
    this.#renderer.setRenderTarget(this.#still);
    this.#renderer.render(scene, camera);
    this.#renderer.setRenderTarget(this.#stillDepth);
    this.#renderer.render(scene, camera);
  }

  /** Draws what moves over the kept background, on the canvas, as a camera in this state sees it. */
  take(moving: Scene, camera: PerspectiveCamera, view?: View): void {
    const { width, height } = this.#size;
    this.#faults.covered.value = view?.covered ?? 0;
    this.#faults.dark.value = view?.dark ?? 0;
    this.#faults.blur.value = [(view?.blur ?? 0) / width, (view?.blur ?? 0) / height];
    this.#renderer.setRenderTarget(this.#frame);
    this.#renderer.autoClear = true;
    this.#renderer.render(this.#backdrop, this.#flat);
    this.#renderer.autoClear = false;
    this.#renderer.render(moving, camera);
    this.#renderer.autoClear = true;
    this.#renderer.setRenderTarget(null);
    this.#renderer.render(this.#develop, this.#flat);
  }
}

function fullScreen(shader: { uniforms: Record<string, { value: unknown }>; fragmentShader: string }): Scene {
  const scene = new Scene();
  const material = new ShaderMaterial({ ...shader, vertexShader: passOn, depthTest: true, depthWrite: true });
  // The backdrop must write its depth whatever was there.
  material.depthFunc = AlwaysDepth;
  const mesh = new Mesh(new PlaneGeometry(2, 2), material);
  mesh.frustumCulled = false;
  scene.add(mesh);
  return scene;
}
