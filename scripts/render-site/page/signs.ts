import {
  CanvasTexture,
  CircleGeometry,
  CylinderGeometry,
  Group,
  Mesh,
  MeshLambertMaterial,
  SRGBColorSpace,
  type Object3D,
} from 'three';
import { onArm } from '../world/junction.ts';
import { signPlaces, type SignPlace } from '../world/street-furniture.ts';

type Drawing = (g: CanvasRenderingContext2D) => void;

/** The signs of the junction (QCVN 41): no left turn, no U-turn, no trucks, no stopping, no parking. */
export function createSigns(): Object3D {
  const signs = new Group();
  signs.add(
    sign(signPlaces.noLeftTurn, banned(leftArrow)),
    sign(signPlaces.noUTurn, banned(uTurn)),
    sign(signPlaces.noTrucks, banned(truck), true),
    sign(signPlaces.noStopping, noStoppingFace, true),
    sign(signPlaces.noParking, noParkingFace, true),
  );
  return signs;
}

function sign({ arm, out, right, up }: SignPlace, draw: Drawing, leaving = false): Object3D {
  const [x, s] = onArm(arm, out, right);
  const [tx, ts] = onArm(arm, out + (leaving ? -1 : 1), right);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 128;
  const g = canvas.getContext('2d');
  if (g === null) throw new Error('this browser has no 2D canvas');
  draw(g);
  const map = new CanvasTexture(canvas);
  map.colorSpace = SRGBColorSpace;
  const group = new Group();
  const face = new Mesh(new CircleGeometry(0.35, 24), new MeshLambertMaterial({ map }));
  const heading = Math.atan2(tx - x, ts - s);
  face.rotation.y = Math.PI - heading;
  face.position.set(x + Math.sin(heading) * 0.06, up, -(s + Math.cos(heading) * 0.06));
  const pole = new Mesh(
    new CylinderGeometry(0.035, 0.035, up + 0.3, 6),
    new MeshLambertMaterial({ color: '#cfcfcf' }),
  );
  pole.position.set(x, (up + 0.3) / 2, -s);
  group.add(face, pole);
  return group;
}

/** A red ring with a bar over a black picture. */
const banned =
  (picture: Drawing): Drawing =>
  (g) => {
    disc(g, '#c4161c', 64);
    disc(g, '#f4f4f0', 50);
    g.strokeStyle = g.fillStyle = '#111';
    g.lineWidth = 12;
    picture(g);
    g.strokeStyle = '#c4161c';
    g.lineWidth = 10;
    g.beginPath();
    g.moveTo(28, 28);
    g.lineTo(100, 100);
    g.stroke();
  };

const leftArrow: Drawing = (g) => {
  g.beginPath();
  g.moveTo(82, 96);
  g.lineTo(82, 58);
  g.lineTo(50, 58);
  g.stroke();
  head(g, 28, 58, -1, 0);
};

const uTurn: Drawing = (g) => {
  g.beginPath();
  g.moveTo(82, 94);
  g.lineTo(82, 58);
  g.arc(64, 58, 18, 0, Math.PI, true);
  g.lineTo(46, 74);
  g.stroke();
  head(g, 46, 96, 0, 1);
};

const truck: Drawing = (g) => {
  g.fillRect(34, 48, 38, 28);
  g.fillRect(74, 56, 20, 20);
  for (const x of [46, 84]) {
    g.beginPath();
    g.arc(x, 80, 7, 0, 7);
    g.fill();
  }
};

const noParkingFace: Drawing = (g) => {
  disc(g, '#c4161c', 64);
  disc(g, '#1c4fa0', 52);
  g.strokeStyle = '#c4161c';
  g.lineWidth = 11;
  g.beginPath();
  g.moveTo(27, 27);
  g.lineTo(101, 101);
  g.stroke();
};

const noStoppingFace: Drawing = (g) => {
  noParkingFace(g);
  g.beginPath();
  g.moveTo(101, 27);
  g.lineTo(27, 101);
  g.stroke();
};

function disc(g: CanvasRenderingContext2D, colour: string, radius: number): void {
  g.fillStyle = colour;
  g.beginPath();
  g.arc(64, 64, radius, 0, 7);
  g.fill();
}

function head(g: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number): void {
  g.beginPath();
  g.moveTo(x, y);
  g.lineTo(x - dx * 22 + dy * 16, y - dy * 22 + dx * 16);
  g.lineTo(x - dx * 22 - dy * 16, y - dy * 22 - dx * 16);
  g.fill();
}
