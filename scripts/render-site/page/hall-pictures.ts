import { RepeatWrapping, type Texture } from 'three';
import { painted } from './canvas.ts';

/** Polished floor tiles of 60 cm, four by four; repeats every 2.4 m. */
export function floorTiles(random: () => number): Texture {
  const map = painted(512, 512, (g) => {
    g.fillStyle = '#8f8a80';
    g.fillRect(0, 0, 512, 512);
    for (let x = 0; x < 4; x += 1)
      for (let y = 0; y < 4; y += 1) {
        const v = 196 + random() * 14;
        g.fillStyle = `rgb(${v},${v - 5},${v - 17})`;
        g.fillRect(x * 128 + 1, y * 128 + 1, 126, 126);
        for (let i = 0; i < 60; i += 1) {
          const s = v + (random() - 0.5) * 34;
          g.fillStyle = `rgba(${s},${s - 6},${s - 20},0.35)`;
          g.fillRect(x * 128 + random() * 120, y * 128 + random() * 120, 2 + random() * 14, 1 + random() * 5);
        }
      }
  });
  return repeating(map, 1 / 2.4, 1 / 2.4);
}

/** Ceiling boards of 60 cm in a thin grid, two by two. */
export function ceilingBoards(): Texture {
  const map = painted(256, 256, (g) => {
    g.fillStyle = '#f3f2ee';
    g.fillRect(0, 0, 256, 256);
    g.strokeStyle = '#b9b8b3';
    g.lineWidth = 3;
    for (const at of [0, 128]) {
      g.strokeRect(at, -2, 128, 260);
      g.strokeRect(-2, at, 260, 128);
    }
  });
  return repeating(map, 1 / 1.2, 1 / 1.2);
}

function repeating(map: Texture, x: number, y: number): Texture {
  map.wrapS = map.wrapT = RepeatWrapping;
  map.repeat.set(x, y);
  return map;
}

/** White letters on blue: the sign over a counter. */
export function counterSign(number: number, title: string): Texture {
  return painted(512, 96, (g) => {
    g.fillStyle = '#14509a';
    g.fillRect(0, 0, 512, 96);
    g.fillStyle = '#ffffff';
    g.font = 'bold 30px sans-serif';
    g.textAlign = 'center';
    g.fillText(`QUẦY ${number}`, 256, 36);
    g.font = '600 27px sans-serif';
    g.fillText(title, 256, 76);
  });
}

/** The red band on the wall behind the counters. */
export function banner(): Texture {
  return painted(1536, 128, (g) => {
    g.fillStyle = '#b0161c';
    g.fillRect(0, 0, 1536, 128);
    g.fillStyle = '#ffe14a';
    g.font = 'bold 62px sans-serif';
    g.textAlign = 'center';
    g.fillText('BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ', 768, 88);
  });
}

/** The flag: a yellow star on red. */
export function flag(): Texture {
  return painted(192, 128, (g) => {
    g.fillStyle = '#d3171e';
    g.fillRect(0, 0, 192, 128);
    g.fillStyle = '#ffe600';
    g.beginPath();
    for (let i = 0; i < 10; i += 1) {
      const radius = i % 2 === 0 ? 36 : 14;
      const angle = -Math.PI / 2 + (i * Math.PI) / 5;
      g.lineTo(96 + radius * Math.cos(angle), 64 + radius * Math.sin(angle));
    }
    g.fill();
  });
}

/** A notice: a coloured head and lines too small to be read. */
export function poster(random: () => number): Texture {
  const heads = ['QUY TRÌNH', 'LỆ PHÍ', 'NỘI QUY', 'HƯỚNG DẪN', 'THỦ TỤC'];
  const colours = ['#1d5fa8', '#197a4b', '#b3261e', '#c77f10'];
  const any = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  return painted(192, 256, (g) => {
    g.fillStyle = random() < 0.7 ? '#f7f5ee' : '#e8f0f7';
    g.fillRect(0, 0, 192, 256);
    g.fillStyle = any(colours);
    g.fillRect(0, 0, 192, 46);
    g.fillStyle = '#ffffff';
    g.font = 'bold 24px sans-serif';
    g.textAlign = 'center';
    g.fillText(any(heads), 96, 32);
    for (let y = 62; y < 240; y += 12) {
      g.fillStyle = random() < 0.15 ? '#b3261e' : '#5a5f66';
      g.fillRect(16, y, 60 + random() * 100, 4);
    }
  });
}

/** Red figures of a number display; `text` may be empty. */
export function figures(text: string): Texture {
  return painted(160, 64, (g) => {
    g.fillStyle = '#120404';
    g.fillRect(0, 0, 160, 64);
    g.fillStyle = '#ff3a24';
    g.font = 'bold 54px monospace';
    g.textAlign = 'center';
    g.fillText(text === '' ? '----' : text, 80, 51);
  });
}

/** What is seen through a window: trees under a white sky, or the dark. */
export function outlook(random: () => number, isDay: boolean): Texture {
  return painted(256, 192, (g) => {
    const sky = g.createLinearGradient(0, 0, 0, 192);
    sky.addColorStop(0, isDay ? '#f4f8fb' : '#0a0e18');
    sky.addColorStop(1, isDay ? '#dfe8e4' : '#141a22');
    g.fillStyle = sky;
    g.fillRect(0, 0, 256, 192);
    for (let i = 0; i < 60; i += 1) {
      const v = 90 + random() * 70;
      g.fillStyle = isDay ? `rgba(${v * 0.8},${v},${v * 0.6},0.55)` : 'rgba(10,16,14,0.6)';
      g.beginPath();
      g.arc(random() * 256, 130 + random() * 60, 10 + random() * 24, 0, 7);
      g.fill();
    }
    if (isDay) return;
    g.fillStyle = '#e9b76a';
    g.fillRect(190, 84, 5, 5);
  });
}

/** The screen of the ticket machine. */
export function machineScreen(): Texture {
  return painted(128, 160, (g) => {
    g.fillStyle = '#1667b8';
    g.fillRect(0, 0, 128, 160);
    g.fillStyle = '#ffffff';
    g.font = 'bold 22px sans-serif';
    g.textAlign = 'center';
    g.fillText('LẤY SỐ', 64, 32);
    for (let row = 0; row < 4; row += 1) g.fillRect(14, 46 + row * 27, 100, 19);
  });
}
