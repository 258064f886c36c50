/**
 * What the host writes into a report page and the page reads again. Every block is a `script` element of a type that no
 * browser runs, holding base64 of raw deflate: `data-file` is the number of a file in the index, and the blocks of a file
 * follow each other. The index is the last block.
 */

/** Type of the blocks. */
export const BLOCK_TYPE = 'application/octet-stream';

/** Stands once in the template, where the blocks go. */
export const DATA_MARK = '<!--cleanroom:data-->';

/** One file of the evidence. Its path is hostile where the evidence comes from elsewhere. */
export interface PageFile {
  readonly path: string;
  /** On disk. */
  readonly bytes: number;
  /** Of the content; null: it was not read whole, or may still grow. */
  readonly sha256: string | null;
  /** Bytes that the page holds: the first `head` and the last `tail`; all of it where they add up to `bytes`. */
  readonly head: number;
  readonly tail: number;
  /** What the manifest of the evidence says of the content; `none`: there was no manifest yet. */
  readonly manifest: 'agrees' | 'differs' | 'unlisted' | 'none';
}

export interface PageIndex {
  readonly format: 'cleanroom/page/v1';
  /** Version of the program that made the page. */
  readonly tool: string;
  readonly files: readonly PageFile[];
  /** What a reader should know about the evidence itself, in our own words; names in it are hostile. */
  readonly warnings: readonly string[];
}
