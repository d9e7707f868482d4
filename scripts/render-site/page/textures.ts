import { CanvasTexture, RepeatWrapping, SRGBColorSpace, type Texture } from 'three';

/** Paints a repeating texture; `random` keeps it the same for a seed. */
function paint(size: number, draw: (g: CanvasRenderingContext2D) => void, repeat: [number, number]): Texture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const g = canvas.getContext('2d');
  if (g === null) throw new Error('this browser has no 2D canvas');
  draw(g);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.repeat.set(...repeat);
  texture.anisotropy = 4;
  return texture;
}

function speckle(
  g: CanvasRenderingContext2D,
  size: number,
  base: number,
  spread: number,
  random: () => number,
): void {
  for (let i = 0; i < size * size * 0.5; i += 1) {
    const v = Math.round(base + (random() - 0.5) * spread);
    g.fillStyle = `rgba(${v},${v},${v},0.5)`;
    g.fillRect(random() * size, random() * size, 1 + random() * 2, 1 + random() * 2);
  }
}

/** Worn asphalt: speckles, darker wheel tracks, patches. */
export function asphalt(random: () => number): Texture {
  return paint(
    512,
    (g) => {
      g.fillStyle = '#6d6e70';
      g.fillRect(0, 0, 512, 512);
      speckle(g, 512, 108, 70, random);
      for (let i = 0; i < 7; i += 1) {
        g.fillStyle = `rgba(60,60,62,${0.03 + random() * 0.06})`;
        g.fillRect(random() * 512, random() * 512, 20 + random() * 60, 30 + random() * 120);
      }
    },
    [1 / 11, 1 / 11],
  );
}

/** Pavement tiles. */
export function tiles(random: () => number): Texture {
  return paint(
    256,
    (g) => {
      g.fillStyle = '#a39a8c';
      g.fillRect(0, 0, 256, 256);
      for (let x = 0; x < 8; x += 1) {
        for (let y = 0; y < 8; y += 1) {
          const v = 150 + random() * 30;
          g.fillStyle = `rgb(${v},${v - 8},${v - 20})`;
          g.fillRect(x * 32 + 1, y * 32 + 1, 30, 30);
        }
      }
    },
    [1 / 2.4, 1 / 2.4],
  );
}

/** A narrow Vietnamese town house front: shop below, windows and balconies above, a sign between. */
export function shopFront(random: () => number): Texture {
  const walls = ['#d8cbb0', '#c9d3cf', '#e1d5c8', '#b9c7d4', '#d9c3a5', '#cfcab9', '#e6e0d2'];
  const signs = ['#b3261e', '#1d5fa8', '#f2b705', '#197a4b', '#d9480f', '#5f3dc4'];
  const names = ['CÀ PHÊ', 'NHÀ THUỐC', 'TẠP HÓA', 'SỬA XE', 'PHỞ BÒ', 'ĐIỆN THOẠI', 'VẢI - MAY', 'BÁNH MÌ'];
  const any = (list: string[]) => list[Math.floor(random() * list.length)] ?? '';
  return paint(
    256,
    (g) => {
      g.fillStyle = any(walls);
      g.fillRect(0, 0, 256, 256);
      speckle(g, 256, 190, 60, () => random());
      g.fillStyle = '#2c2f33';
      g.fillRect(18, 176, 220, 80);
      g.fillStyle = 'rgba(255,235,190,0.35)';
      g.fillRect(26, 190, 90, 66);
      g.fillStyle = any(signs);
      g.fillRect(10, 146, 236, 30);
      g.fillStyle = '#fff';
      g.font = 'bold 24px sans-serif';
      g.textAlign = 'center';
      g.fillText(any(names), 128, 170);
      for (let row = 0; row < 2; row += 1) {
        for (let column = 0; column < 3; column += 1) {
          g.fillStyle = '#3d4a55';
          g.fillRect(26 + column * 74, 18 + row * 62, 50, 40);
          g.fillStyle = 'rgba(255,255,255,0.25)';
          g.fillRect(30 + column * 74, 22 + row * 62, 20, 14);
        }
        g.fillStyle = 'rgba(90,90,90,0.8)';
        g.fillRect(14, 60 + row * 62, 228, 5);
      }
    },
    [1, 1],
  );
}
