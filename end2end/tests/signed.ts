// A small log of a test's own, signed with a key that was made for it: what no honest server would show can be shown.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leaf = (text: string) => sha256(Buffer.from([0]), Buffer.from(text));
const node = (left: Buffer, right: Buffer) => sha256(Buffer.from([1]), left, right);

export class SmallLog {
  readonly vkey: string;
  private readonly secret: KeyObject;
  private readonly id: Buffer;

  constructor(readonly name = 'small.example/log') {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const bytes = Buffer.concat([Buffer.from([1]), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
    this.secret = privateKey;
    this.id = sha256(Buffer.from(`${this.name}\n`), bytes).subarray(0, 4);
    this.vkey = `${this.name}+${this.id.toString('hex')}+${bytes.toString('base64')}`;
  }

  get policy(): string {
    return `log ${this.vkey}\nquorum none\n`;
  }

  /** A checkpoint of the first `size` of five entries. `fork` makes other entries of them. */
  checkpoint(size: 3 | 5, fork = ''): string {
    const [a, b, c, d, e] = leaves(fork);
    return this.signed(size, size === 3 ? node(node(a, b), c) : node(node(node(a, b), node(c, d)), e));
  }

  /** A log of so many lines with the shape of entries, each linked to the one before, and its checkpoint. */
  long(size: number): { lines: string[]; checkpoint: string } {
    const lines: string[] = [];
    let prev = '0'.repeat(64);
    for (let seq = 0; seq < size; seq++) {
      const line = `{"actor":"small/é","prev":"${prev}","seq":${seq}}`;
      prev = createHash('sha3-256').update(line).digest('hex');
      lines.push(line);
    }
    return { lines, checkpoint: this.signed(size, root(lines.map(leaf))) };
  }

  private signed(size: number, root: Buffer): string {
    const text = `${this.name}\n${size}\n${root.toString('base64')}\n`;
    return `${text}\n${this.line(text)}`;
  }

  /** This log's signature line of a text. */
  private line(text: string): string {
    const signature = Buffer.concat([this.id, sign(null, Buffer.from(text), this.secret)]);
    return `\u2014 ${this.name} ${signature.toString('base64')}\n`;
  }

  /** A note that another key of the same name signed, with this key's signature beside it. */
  beside(note: string): string {
    return note + this.line(note.slice(0, note.lastIndexOf('\n\n') + 1));
  }

  /** That the log of three entries is the beginning of that of five: RFC 6962, section 2.1.2. */
  consistency(fork = ''): string {
    const [a, b, c, d, e] = leaves(fork);
    return [c, d, node(a, b), e].map((hash) => `${hash.toString('base64')}\n`).join('');
  }
}

/** RFC 6962, section 2.1: the left side is the largest power of two below the number of leaves. */
function root(leaves: Buffer[]): Buffer {
  if (leaves.length === 1) {
    return leaves[0];
  }
  const left = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return node(root(leaves.slice(0, left)), root(leaves.slice(left)));
}

function leaves(fork: string): [Buffer, Buffer, Buffer, Buffer, Buffer] {
  return [leaf(`a${fork}`), leaf('b'), leaf('c'), leaf('d'), leaf('e')];
}
