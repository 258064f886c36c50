import { accept, andThen, type Kind, type Parsed, refuse, scalar } from './kind.js';

const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_LAYOUT = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;

/** A single line of text without control characters. */
export function line(options: {
  readonly expected: string;
  readonly placeholder: string;
  readonly max: number;
  readonly pattern?: RegExp;
}): Kind<string> {
  return scalar({
    expected: options.expected,
    placeholder: options.placeholder,
    parse: (raw) => {
      const text = raw.trim();
      if (text === '' || text.length > options.max || CONTROL.test(text)) return refuse();
      return options.pattern === undefined || options.pattern.test(text) ? accept(text) : refuse();
    },
  });
}

/** The name of a container image, or its id. It never begins like an option. */
export function imageName(): Kind<string> {
  return line({
    expected: 'the name, digest or id of an image, such as `node:24`',
    placeholder: 'IMAGE',
    max: 512,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._/:@+-]*$/,
  });
}

/** The name of a container runtime. */
export function runtimeName(): Kind<string> {
  return line({
    expected: 'the name of a runtime, such as `runc` or `runsc`',
    placeholder: 'NAME',
    max: 100,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  });
}

/** Checks text of several lines: tabs and line feeds are the only control characters. */
export function lines(raw: string, maxBytes: number): Parsed<string> {
  const text = raw.replaceAll('\r\n', '\n').trim();
  if (text === '') return refuse();
  if (CONTROL_BUT_LAYOUT.test(text)) return refuse({ expected: 'text without control characters' });
  if (Buffer.byteLength(text) > maxBytes) return refuse({ expected: `at most ${maxBytes} bytes of text` });
  return accept(text);
}

/** Text of several lines. */
export function paragraph(options: {
  readonly expected: string;
  readonly placeholder: string;
  readonly maxBytes: number;
}): Kind<string> {
  return scalar({ ...options, parse: (raw) => lines(raw, options.maxBytes) });
}

/** One of a few words. */
export function choice<const T extends string>(values: readonly T[]): Kind<T> {
  return scalar<T>({
    expected: listed(values),
    placeholder: values.join('|'),
    schema: { type: 'string', enum: values },
    parse: (raw) => {
      const found = values.find((value) => value === raw.trim());
      return found === undefined ? refuse() : accept(found);
    },
  });
}

export function boolean(): Kind<boolean> {
  return scalar<boolean>({
    expected: 'true or false',
    placeholder: 'true|false',
    schema: { type: 'boolean' },
    parse: (raw) => (raw.trim() === 'true' ? accept(true) : raw.trim() === 'false' ? accept(false) : refuse()),
    other: (value) => (typeof value === 'boolean' ? accept(value) : refuse()),
  });
}

export function integer(min: number, max: number): Kind<number> {
  const inRange = (value: number): Parsed<number> =>
    Number.isSafeInteger(value) && value >= min && value <= max ? accept(value) : refuse();
  return scalar<number>({
    expected: `a whole number from ${min} to ${max}`,
    placeholder: 'N',
    schema: { type: 'integer', minimum: min, maximum: max },
    parse: (raw) => (/^\d{1,9}$/.test(raw.trim()) ? inRange(Number(raw.trim())) : refuse()),
    other: (value) => (typeof value === 'number' ? inRange(value) : refuse()),
  });
}

/** A number with at most six decimal places. */
export function decimal(min: number, max: number): Kind<number> {
  const inRange = (value: number): Parsed<number> =>
    Number.isFinite(value) && value >= min && value <= max && /^\d+(\.\d{1,6})?$/.test(String(value))
      ? accept(value)
      : refuse();
  return scalar<number>({
    expected: `a number from ${min} to ${max}, with at most six decimal places`,
    placeholder: 'NUMBER',
    schema: { type: 'number', minimum: min, maximum: max },
    parse: (raw) => (/^\d{1,9}(\.\d{1,6})?$/.test(raw.trim()) ? inRange(Number(raw.trim())) : refuse()),
    other: (value) => (typeof value === 'number' ? inRange(value) : refuse()),
  });
}

const DURATION = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$/;

/** A span of time; the value is in milliseconds. */
export function duration(min: string, max: string): Kind<number> {
  const read = (raw: string): number | undefined => {
    const match = DURATION.exec(raw.trim());
    if (match === null || raw.trim() === '') return undefined;
    const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
    return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
  };
  const least = read(min) ?? 0;
  const most = read(max) ?? 0;
  return scalar<number>({
    expected: `a duration from ${min} to ${max}, written like 90s, 15m or 1h30m`,
    placeholder: 'TIME',
    parse: (raw) => {
      const value = read(raw);
      return value !== undefined && value >= least && value <= most ? accept(value) : refuse();
    },
  });
}

const SIZE = /^(\d{1,15})([kmgt]?)$/;
const SCALE: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** An amount of storage; the value is in bytes. */
export function size(min: string, max: string): Kind<number> {
  const read = (raw: string): number | undefined => {
    const match = SIZE.exec(raw.trim().toLowerCase());
    return match === null ? undefined : Number(match[1]) * (SCALE[match[2] ?? ''] ?? 1);
  };
  const least = read(min) ?? 0;
  const most = read(max) ?? 0;
  const inRange = (value: number | undefined): Parsed<number> =>
    value !== undefined && Number.isSafeInteger(value) && value >= least && value <= most ? accept(value) : refuse();
  return scalar<number>({
    expected: `a size from ${min} to ${max}, in bytes or with k, m, g or t (powers of 1024)`,
    placeholder: 'SIZE',
    schema: { type: ['string', 'integer'] },
    parse: (raw) => inRange(read(raw)),
    other: (value) => (typeof value === 'number' ? inRange(value) : refuse()),
  });
}

/** An http or https address without anything that could hold a secret; without a trailing slash. */
export function webAddress(): Kind<string> {
  const base = line({ expected: '', placeholder: 'URL', max: 2048, pattern: /^[\x21-\x7e]+$/ });
  return scalar<string>({
    expected: 'an http or https URL without user name, password, query or fragment',
    placeholder: 'URL',
    parse: (raw) =>
      andThen(base.fromTexts([raw]), (text) => {
        const url = URL.canParse(text) ? new URL(text) : undefined;
        if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) return refuse();
        const bare = `${url.origin}${url.pathname}`.replace(/\/$/, '');
        if (url.username !== '' || url.password !== '')
          return refuse({ given: bare, hint: 'it held a user name or a password, which is not shown here' });
        if (/[?#]/.test(text)) return refuse({ given: `${bare}${text.includes('?') ? '?…' : '#…'}` });
        if (bare.includes('//', url.origin.length) || text.includes('\\')) return refuse();
        return accept(bare);
      }),
  });
}

/** `a, b or c`. */
export function listed(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
