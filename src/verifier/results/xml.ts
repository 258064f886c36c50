/** What a scan tells of elements, in the order of the text. */
export interface XmlHandler {
  /** @returns false: enough */
  open(name: string, attributes: ReadonlyMap<string, string>): boolean;
  close(name: string): void;
}

const MAX_DEPTH = 64;
const MAX_ATTRIBUTES = 64;
const MAX_VALUE = 1024;
const NAME = /[A-Za-z_][\w:.-]{0,127}/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads the elements and attributes of an XML document, and nothing else of it: text is skipped, a document type makes it
 * no document of ours, so that there are no entities to expand. Linear in its input, without recursion.
 * @returns false when the text is not such a document to its end, or the handler had enough
 */
export function scanXml(text: string, handler: XmlHandler): boolean {
  const open: string[] = [];
  let at = 0;
  let elements = 0;
  for (;;) {
    const start = text.indexOf('<', at);
    if (start < 0) return open.length === 0 && elements > 0;
    if (text.startsWith('<!--', start)) at = after(text, '-->', start + 4);
    else if (text.startsWith('<![CDATA[', start)) at = after(text, ']]>', start + 9);
    else if (text.startsWith('<?', start)) at = after(text, '?>', start + 2);
    else if (text.startsWith('<!', start)) return false;
    else if (text[start + 1] === '/') {
      const end = text.indexOf('>', start);
      const name = text.slice(start + 2, end).trim();
      if (end < 0 || open.pop() !== name) return false;
      handler.close(name);
      at = end + 1;
    } else {
      const element = readElement(text, start + 1);
      if (element === undefined || open.length >= MAX_DEPTH) return false;
      elements++;
      if (!handler.open(element.name, element.attributes)) return false;
      if (element.empty) handler.close(element.name);
      else open.push(element.name);
      at = element.end;
    }
    if (at < 0) return false;
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly empty: boolean;
  readonly end: number;
}

function readElement(text: string, from: number): Element | undefined {
  const name = nameAt(text, from);
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  let at = from + name.length;
  for (;;) {
    at = skipSpace(text, at);
    if (text[at] === '>') return { name, attributes, empty: false, end: at + 1 };
    if (text.startsWith('/>', at)) return { name, attributes, empty: true, end: at + 2 };
    const key = nameAt(text, at);
    if (key === undefined || attributes.size >= MAX_ATTRIBUTES) return undefined;
    at = skipSpace(text, at + key.length);
    if (text[at] !== '=') return undefined;
    at = skipSpace(text, at + 1);
    const quote = text[at];
    if (quote !== '"' && quote !== "'") return undefined;
    const end = text.indexOf(quote, at + 1);
    if (end < 0) return undefined;
    attributes.set(key, decode(text.slice(at + 1, Math.min(end, at + 1 + MAX_VALUE))));
    at = end + 1;
  }
}

function nameAt(text: string, at: number): string | undefined {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0];
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(at)) at++;
  return at;
}

/** The five entities of XML itself and numbered characters; others stay as they are written. */
function decode(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
