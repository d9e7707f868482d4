/** RGB, three bytes a pixel, rows without padding. */
export interface RgbPicture {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A part of a picture, whole pixels. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A copy of a part that lies inside the picture. */
export function cutOut({ data, width }: RgbPicture, area: Area): RgbPicture {
  const cut = new Uint8Array(area.width * area.height * 3);
  for (let row = 0; row < area.height; row += 1) {
    const from = ((area.top + row) * width + area.left) * 3;
    cut.set(data.subarray(from, from + area.width * 3), row * area.width * 3);
  }
  return { data: cut, width: area.width, height: area.height };
}
