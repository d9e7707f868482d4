import {
  AlwaysDepth,
  DepthTexture,
  HalfFloatType,
  LinearFilter,
  Mesh,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  UnsignedByteType,
  WebGLRenderTarget,
  type PerspectiveCamera,
  type WebGLRenderer,
} from 'three';

/** How many times finer the still background is drawn, each way. */
const FINER = 2;

const passOn = 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }';

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
    // Eight bits are a third faster and enough by day; in the dark they would show steps.
    const type = isDark ? HalfFloatType : UnsignedByteType;
    this.#frame = new WebGLRenderTarget(width, height, { ...options, type, samples: 4, stencilBuffer: true });
    this.#backdrop = fullScreen({
      uniforms: { still: { value: this.#still.texture }, depth: { value: this.#stillDepth.depthTexture } },
      fragmentShader: `uniform sampler2D still; uniform sampler2D depth; varying vec2 at;
        void main() { gl_FragColor = texture2D(still, at); gl_FragDepth = texture2D(depth, at).r; }`,
    });
    this.#develop = fullScreen({
      uniforms: {
        frame: { value: this.#frame.texture },
        barrel: { value: barrel },
        exposure: { value: exposure },
        half_: { value: [width / Math.hypot(width, height), height / Math.hypot(width, height)] },
      },
      fragmentShader: `uniform sampler2D frame; uniform float barrel, exposure; uniform vec2 half_; varying vec2 at;
        void main() {
          vec2 p = (at * 2.0 - 1.0) * half_;
          vec2 from = p * (1.0 + barrel * dot(p, p)) / (1.0 + barrel) / half_ * 0.5 + 0.5;
          vec3 c = texture2D(frame, clamp(from, 0.0, 1.0)).rgb * exposure;
          c = clamp((c * (2.51 * c + 0.03)) / (c * (2.43 * c + 0.59) + 0.14), 0.0, 1.0);
          gl_FragColor = vec4(pow(c, vec3(1.0 / 2.2)), 1.0);
        }`,
    });
  }

  /** Draws what stands still; call again when the camera or the light has changed. */
  keep(scene: Scene, camera: PerspectiveCamera): void {
    this.#renderer.setRenderTarget(this.#still);
    this.#renderer.render(scene, camera);
    this.#renderer.setRenderTarget(this.#stillDepth);
    this.#renderer.render(scene, camera);
  }

  /** Draws what moves over the kept background, on the canvas. */
  take(moving: Scene, camera: PerspectiveCamera): void {
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
