import {
  AlwaysStencilFunc,
  CanvasTexture,
  EqualStencilFunc,
  IncrementStencilOp,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  type BufferGeometry,
  type Object3D,
} from 'three';
import type { Lighting } from '../world/light.ts';

/** Shadows of what moves, as flat copies on the ground: much cheaper than a shadow map for every frame. */
export class ShadowCaster {
  readonly #flatten = new Matrix4();
  readonly #dark: MeshBasicMaterial | undefined;
  readonly #contact: MeshBasicMaterial;

  constructor(light: Lighting) {
    const [height, bearing] = [(light.elevation * Math.PI) / 180, (light.azimuth * Math.PI) / 180];
    // Along the sun's rays down to just above the ground; −z is north.
    const [dx, dz] = [
      (-Math.cos(height) * Math.sin(bearing)) / Math.sin(height),
      (Math.cos(height) * Math.cos(bearing)) / Math.sin(height),
    ];
    this.#flatten.set(1, dx, 0, 0, 0, 0, 0, 0.02, 0, dz, 1, 0, 0, 0, 0, 1);
    const strength = Math.min(0.55, (light.sun / (light.sun + light.sky)) * 0.82);
    if (strength > 0.12) {
      this.#dark = new MeshBasicMaterial({
        color: '#05070c',
        transparent: true,
        opacity: strength,
        depthWrite: false,
      });
      // Every pixel is darkened once, however many parts lie over it.
      Object.assign(this.#dark, {
        ...{
          stencilWrite: true,
          stencilRef: 0,
          stencilFunc: EqualStencilFunc,
          stencilZPass: IncrementStencilOp,
        },
        ...{ polygonOffset: true, polygonOffsetFactor: -2, polygonOffsetUnits: -2 },
      });
    }
    this.#contact = new MeshBasicMaterial({
      map: blot(),
      transparent: true,
      opacity: 0.55,
      depthWrite: false,
    });
    Object.assign(this.#contact, {
      stencilFunc: AlwaysStencilFunc,
      polygonOffset: true,
      polygonOffsetFactor: -1,
    });
  }

  /** The shadow of a body and the darkness under it; `update` moves both with it. */
  create(body: Object3D, width: number, length: number): { parts: Object3D[]; update: () => void } {
    const under = new Mesh(
      new PlaneGeometry(width * 1.35, length * 1.2).rotateX(-Math.PI / 2),
      this.#contact,
    );
    under.renderOrder = 1;
    const cast = this.#dark && new Mesh(body.userData['solid'] as BufferGeometry, this.#dark);
    if (cast) {
      cast.matrixAutoUpdate = false;
      cast.renderOrder = 2;
    }
    return {
      parts: [under, ...(cast ? [cast] : [])],
      update: () => {
        under.position.set(body.position.x, body.position.y + 0.015, body.position.z);
        under.rotation.y = body.rotation.y;
        body.updateMatrix();
        cast?.matrix.copy(this.#flatten).multiply(body.matrix);
        if (cast) cast.matrix.elements[13] += body.position.y;
      },
    };
  }
}

/** A soft dark spot. */
function blot(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const g = canvas.getContext('2d');
  if (g === null) throw new Error('this browser has no 2D canvas');
  const fade = g.createRadialGradient(32, 32, 8, 32, 32, 32);
  fade.addColorStop(0, 'rgba(0,0,0,1)');
  fade.addColorStop(0.6, 'rgba(0,0,0,0.75)');
  fade.addColorStop(1, 'rgba(0,0,0,0)');
  g.fillStyle = fade;
  g.fillRect(0, 0, 64, 64);
  return new CanvasTexture(canvas);
}
