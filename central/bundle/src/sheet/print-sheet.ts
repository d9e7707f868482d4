import { fileURLToPath } from 'node:url';
import Pdf from 'pdfkit';
import qrcode from 'qrcode-generator';
import { sheetRows, type SheetCase } from './sheet-rows.ts';
import { sheetTexts as t } from './sheet-texts.ts';

const font = (weight: 'regular' | 'bold') =>
  fileURLToPath(new URL(`../../fonts/noto-sans-${weight}.ttf`, import.meta.url));
const MARGIN = 42;
const PAGE = { width: 595.28, height: 841.89 };
const WIDTH = PAGE.width - 2 * MARGIN;
const NAME = 150;
const QR = 86;
const PICTURE_HEIGHT = 190;

/**
 * The sheet of a case as PDF (A4, Vietnamese): what a notice asks for, the pictures, and the hash of the manifest as text
 * and QR code. The same case gives the same bytes.
 *
 * @param manifest SHA-256 of the manifest
 * @param pictures JPEGs by what stands under them
 */
export async function printSheet(
  facts: SheetCase,
  manifest: string,
  pictures: readonly { title: string; jpeg: Buffer }[],
): Promise<Buffer> {
  const info = { Title: t.title, Creator: 'VamCo', CreationDate: new Date(facts.seal.at) };
  const pdf = new Pdf({ size: 'A4', margin: MARGIN, info, font: font('regular') });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((done, fail) => {
    pdf.on('end', done);
    pdf.on('error', fail);
  });
  pdf.registerFont('bold', font('bold')).registerFont('regular', font('regular'));
  head(pdf, facts, manifest);
  for (const [name, value] of sheetRows(facts)) row(pdf, name, value);
  pdf
    .moveDown(0.6)
    .font('regular')
    .fontSize(9)
    .text(t.signature, MARGIN + WIDTH / 2, pdf.y, { width: WIDTH / 2, align: 'center' });
  pdf.moveDown(3.2);
  foot(pdf, manifest);
  if (pictures.length > 0) addPictures(pdf, pictures);
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
}

type Document = InstanceType<typeof Pdf>;

function head(pdf: Document, { seal }: SheetCase, manifest: string): void {
  drawQr(pdf, manifest, PAGE.width - MARGIN - QR, MARGIN);
  const width = WIDTH - QR - 14;
  pdf.font('bold').fontSize(13).text(t.title, MARGIN, MARGIN, { width });
  pdf.font('regular').fontSize(9).fillColor('#444').text(t.suspected, { width });
  pdf.text(`${seal.box} / ${seal.epoch} / ${seal.seq}`, { width }).fillColor('#000');
  pdf.y = MARGIN + QR + 12;
}

function row(pdf: Document, name: string, value: string): void {
  const y = pdf.y;
  pdf.fontSize(9.5).font('regular').fillColor('#444').text(name, MARGIN, y, { width: NAME });
  const below = pdf.y;
  pdf
    .font('bold')
    .fillColor('#000')
    .text(value, MARGIN + NAME + 8, y, { width: WIDTH - NAME - 8 });
  pdf.y = Math.max(below, pdf.y) + 2.5;
}

function foot(pdf: Document, manifest: string): void {
  pdf.font('regular').fontSize(8).fillColor('#444');
  pdf.text(`${t.seal}: ${manifest}`, MARGIN, pdf.y, { width: WIDTH }).text(t.verify, { width: WIDTH });
  pdf.fillColor('#000');
}

function addPictures(pdf: Document, pictures: readonly { title: string; jpeg: Buffer }[]): void {
  pdf.addPage().font('bold').fontSize(11).text(t.pictures);
  for (const { title, jpeg } of pictures) {
    if (pdf.y + PICTURE_HEIGHT + 30 > PAGE.height - MARGIN) pdf.addPage();
    const y = pdf.y + 6;
    pdf.image(jpeg, MARGIN, y, { fit: [WIDTH, PICTURE_HEIGHT] });
    pdf
      .font('regular')
      .fontSize(9)
      .text(title, MARGIN, y + PICTURE_HEIGHT + 3);
  }
}

function drawQr(pdf: Document, text: string, x: number, y: number): void {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const side = QR / count;
  for (let line = 0; line < count; line += 1)
    for (let column = 0; column < count; column += 1)
      if (code.isDark(line, column)) pdf.rect(x + column * side, y + line * side, side, side);
  pdf.fill('#000');
}
