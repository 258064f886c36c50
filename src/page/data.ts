import type { PageFile, PageIndex } from '../publish/page/format.js';
import { count, fields, list, text, texts } from './values.js';

/** `Uint8Array.fromBase64` where the browser has it. */
interface Base64 {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}

function fromBase64(encoded: string): Uint8Array<ArrayBuffer> {
  const own = (Uint8Array as unknown as Base64).fromBase64;
  if (own !== undefined) return own.call(Uint8Array, encoded);
  const binary = atob(encoded);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

async function unpack(encoded: string): Promise<Uint8Array> {
  const stream = new Blob([fromBase64(encoded)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A file's two ends, as the page holds them. */
export interface Ends {
  readonly head: string;
  readonly tail: string;
  /** Bytes between the two that the page does not hold. */
  readonly omitted: number;
}

/** The files in this page. Each is unpacked when it is first asked for. */
export class Data {
  readonly files: readonly PageFile[];
  readonly warnings: readonly string[];
  readonly tool: string;
  readonly #blocks: ReadonlyMap<string, readonly Element[]>;

  private constructor(index: PageIndex, blocks: ReadonlyMap<string, readonly Element[]>) {
    this.files = index.files;
    this.warnings = index.warnings;
    this.tool = index.tool;
    this.#blocks = blocks;
  }

  static async open(root: ParentNode): Promise<Data> {
    const blocks = new Map<string, Element[]>();
    for (const element of root.querySelectorAll('script[data-file]')) {
      const number = element.getAttribute('data-file') ?? '';
      blocks.set(number, [...(blocks.get(number) ?? []), element]);
    }
    const packed = blocks.get('index')?.[0]?.textContent;
    if (!packed) throw new Error('the page holds no data');
    const index = fields(JSON.parse(new TextDecoder().decode(await unpack(packed))));
    const files = list(index['files']).map((entry): PageFile => {
      const { path, bytes, sha256, head, tail, manifest } = fields(entry);
      return {
        ...{ path: text(path), bytes: count(bytes), head: count(head), tail: count(tail) },
        sha256: typeof sha256 === 'string' ? sha256 : null,
        manifest: manifest === 'agrees' || manifest === 'differs' || manifest === 'unlisted' ? manifest : 'none',
      };
    });
    return new Data(
      { format: 'cleanroom/page/v1', tool: text(index['tool']), files, warnings: texts(index['warnings']) },
      blocks,
    );
  }

  file(path: string): PageFile | undefined {
    return this.files.find((file) => file.path === path);
  }

  /** True when the page holds anything of the file. */
  has(path: string): boolean {
    const file = this.file(path);
    return file !== undefined && file.head + file.tail > 0;
  }

  async ends(path: string): Promise<Ends | undefined> {
    const file = this.file(path);
    const bytes = await this.#bytes(path);
    if (!file || !bytes) return undefined;
    const decoder = new TextDecoder();
    const omitted = Math.max(0, file.bytes - bytes.length);
    return {
      head: decoder.decode(bytes.subarray(0, file.head)),
      tail: decoder.decode(bytes.subarray(file.head)),
      omitted,
    };
  }

  /** Undefined when the page holds nothing of it. */
  async text(path: string): Promise<string | undefined> {
    const ends = await this.ends(path);
    return ends && ends.head + ends.tail;
  }

  /** Undefined when there is none, or it is no JSON. */
  async json(path: string): Promise<unknown> {
    return parse(await this.text(path));
  }

  /** Lines that are JSON objects, in order. */
  async lines(path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const lines: Readonly<Record<string, unknown>>[] = [];
    const whole = (await this.text(path)) ?? '';
    for (let start = 0; start < whole.length; ) {
      const end = whole.indexOf('\n', start);
      const value = parse(whole.slice(start, end === -1 ? undefined : end));
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        lines.push(value as Readonly<Record<string, unknown>>);
      if (end === -1) break;
      start = end + 1;
    }
    return lines;
  }

  async #bytes(path: string): Promise<Uint8Array | undefined> {
    const number = this.files.findIndex((file) => file.path === path);
    if (number < 0) return undefined;
    const parts: Uint8Array[] = [];
    for (const element of this.#blocks.get(String(number)) ?? []) parts.push(await unpack(element.textContent ?? ''));
    return join(parts);
  }
}

function parse(json: string | undefined): unknown {
  if (json === undefined || json === '') return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
