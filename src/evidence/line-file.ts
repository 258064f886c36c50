/** One file of lines that is opened when its first line comes, and takes so many and no more. */
export interface LineFile {
  readonly name: string;
  readonly maxLines: number;
  readonly maxBytes: number;
  descriptor: number | undefined;
  lines: number;
  bytes: number;
  /** Lines that came when it was full. */
  dropped: number;
}

export function lineFile(name: string, maxLines: number, maxBytes: number): LineFile {
  return { name, maxLines, maxBytes, descriptor: undefined, lines: 0, bytes: 0, dropped: 0 };
}
