// A small log of a test's own, signed with a key that was made for it: what no honest server would show can be shown.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leaf = (text: string) => sha256(Buffer.from([0]), Buffer.from(text));
const node = (left: Buffer, right: Buffer) => sha256(Buffer.from([1]), left, right);

export class SmallLog {
  readonly name = 'small.example/log';
  readonly vkey: string;
  private readonly secret: KeyObject;
  private readonly id: Buffer;

  constructor() {
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
    const root = size === 3 ? node(node(a, b), c) : node(node(node(a, b), node(c, d)), e);
    const text = `${this.name}\n${size}\n${root.toString('base64')}\n`;
    const signature = Buffer.concat([this.id, sign(null, Buffer.from(text), this.secret)]);
    return `${text}\n\u2014 ${this.name} ${signature.toString('base64')}\n`;
  }

  /** That the log of three entries is the beginning of that of five: RFC 6962, section 2.1.2. */
  consistency(fork = ''): string {
    const [a, b, c, d, e] = leaves(fork);
    return [c, d, node(a, b), e].map((hash) => `${hash.toString('base64')}\n`).join('');
  }
}

function leaves(fork: string): [Buffer, Buffer, Buffer, Buffer, Buffer] {
  return [leaf(`a${fork}`), leaf('b'), leaf('c'), leaf('d'), leaf('e')];
}
