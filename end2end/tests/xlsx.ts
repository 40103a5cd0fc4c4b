// A workbook as spreadsheet programs write it, as small as they still read it: a ZIP archive whose files are not squeezed.

export type Cell = string | number;

/** A workbook with one sheet, row by row; numbers stay numbers. */
export function workbook(rows: Cell[][]): Buffer {
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const office = 'http://schemas.openxmlformats.org';
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${office}/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  const relations = (inner: string) => `${head}<Relationships xmlns="${office}/package/2006/relationships">${inner}</Relationships>`;
  const main = `xmlns="${office}/spreadsheetml/2006/main"`;
  return archive({
    '[Content_Types].xml':
      `${head}<Types xmlns="${office}/package/2006/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
    '_rels/.rels': relations(relation(1, 'officeDocument', 'xl/workbook.xml')),
    'xl/_rels/workbook.xml.rels': relations(relation(1, 'worksheet', 'worksheets/sheet1.xml')),
    'xl/workbook.xml':
      `${head}<workbook ${main} xmlns:r="${office}/officeDocument/2006/relationships">` +
      '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': `${head}<worksheet ${main}><sheetData>${rows.map(row).join('')}</sheetData></worksheet>`,
  });
}

function row(cells: Cell[], place: number): string {
  const number = place + 1;
  const inner = cells.map((cell, column) => {
    const at = `r="${String.fromCharCode(65 + column)}${number}"`;
    return typeof cell === 'number'
      ? `<c ${at}><v>${cell}</v></c>`
      : `<c ${at} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  });
  return `<row r="${number}">${inner.join('')}</row>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Files with their names in UTF-8, stored as they are. */
function archive(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    // Version 2.0, names in UTF-8, stored, the first day that such archives know.
    const shared = words([20, 2], [0x0800, 2], [0, 2], [0, 2], [0x21, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [path.length, 2], [0, 2]);
    const local = Buffer.concat([words([0x04034b50, 4]), shared, path, bytes]);
    parts.push(local);
    directory.push(words([0x02014b50, 4], [20, 2]), shared, words([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), path);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const count = Object.keys(files).length;
  const end = words([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [listed.length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...parts, listed, end]);
}

/** Numbers, each in so many bytes, the lowest first. */
function words(...numbers: [number, 2 | 4][]): Buffer {
  return Buffer.concat(
    numbers.map(([number, length]) => {
      const bytes = Buffer.alloc(length);
      bytes.writeUIntLE(number, 0, length);
      return bytes;
    }),
  );
}

/** The check of ISO 3309, as archives have it. */
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
  }
  return (sum ^ 0xffffffff) >>> 0;
}
