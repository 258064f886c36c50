import { sha256 } from '../support/canonical-json.js';
import { secretForms } from '../support/redact-secrets.js';
import type { ContentMark } from './credential-removal.js';

/** What a room may have written, by a path of one character a byte. */
type Contents = ReadonlyMap<string, Buffer>;

/** Finds copied credentials in what a room wrote: whole files, and secrets in any of the spellings that a log is searched for. */
export class CopySearch {
  private readonly forms: readonly Buffer[];
  private readonly sizes: ReadonlySet<number>;
  private readonly digests: ReadonlySet<string>;

  constructor(secrets: readonly string[], marks: readonly ContentMark[]) {
    this.forms = secretForms(secrets).map(({ bytes }) => bytes);
    this.sizes = new Set(marks.map(({ bytes }) => bytes));
    this.digests = new Set(marks.map((mark) => mark.sha256));
  }

  /** Paths of the files that hold one, in their content or their name. */
  in(contents: Contents): readonly string[] {
    if (this.forms.length + this.sizes.size === 0) return [];
    const files = [...contents].map(([path, content]) => ({ path, content, name: Buffer.from(path, 'latin1') }));
    // Once through everything: of many files and many spellings hardly any meet.
    const all = spelled(Buffer.concat(files.flatMap(({ name, content }) => [name, content])));
    const here = this.forms.filter((form) => all.some((bytes) => bytes.includes(form)));
    const holds = (bytes: Buffer): boolean =>
      here.length > 0 && spelled(bytes).some((text) => here.some((form) => text.includes(form)));
    return files
      .filter(({ name, content }) => this.isCopy(content) || holds(content) || holds(name))
      .map(({ path }) => path);
  }

  private isCopy(content: Buffer): boolean {
    return this.sizes.has(content.length) && this.digests.has(sha256(content));
  }
}

/** As they are, and without line ends: base64 comes in lines. */
function spelled(bytes: Buffer): readonly Buffer[] {
  return [bytes, Buffer.from(bytes.toString('latin1').replace(/[\r\n]+/g, ''), 'latin1')];
}
