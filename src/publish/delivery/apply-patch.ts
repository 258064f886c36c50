import { plainLine } from '../neutralise.js';
import { applyDelta, decodeBinary } from './binary-patch.js';
import { blobId } from './git-objects.js';
import type { FileChange, Hunk } from './parse-patch.js';
import { misfit } from './refusal.js';

/** Bytes of one file after a change, at most. */
export const MAX_CONTENT_BYTES = 48 * 1024 * 1024;

/**
 * The content of a file after its change: every context line, every position and both ids have to be right.
 * @param old content before; empty for a new file
 * @returns empty for a deleted file
 * @throws CleanroomError `delivery.refused`
 */
export function applyChange(change: FileChange, old: Buffer): Buffer {
  const { ids, body, from, to } = change;
  const name = plainLine(to?.path ?? from?.path ?? '', 120);
  if (ids === undefined) return old;
  if (from !== undefined && blobId(old) !== ids.from) throw misfit(`${name} is not as the patch expects it`);
  const made = make(body, old, name);
  const right = to === undefined ? made.length === 0 : blobId(made) === ids.to;
  if (!right) throw misfit(`${name} would not become what the patch says`);
  return made;
}

function make(body: FileChange['body'], old: Buffer, name: string): Buffer {
  if (body.kind === 'none') return old;
  if (body.kind === 'hunks') return applyHunks(body.hunks, old, name);
  if (body.size > MAX_CONTENT_BYTES) throw misfit(`${name} is larger than ${MAX_CONTENT_BYTES} bytes`);
  const data = decodeBinary(body.lines, body.size);
  return body.method === 'literal' ? data : applyDelta(old, data, MAX_CONTENT_BYTES);
}

/** Lines with their line feeds, one character per byte. */
export function linesOf(content: Buffer): string[] {
  const text = content.toString('latin1');
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function applyHunks(hunks: readonly Hunk[], old: Buffer, name: string): Buffer {
  const before = linesOf(old);
  const after: string[] = [];
  let at = 0;
  for (const { oldStart, newStart, lines } of hunks) {
    const removed = lines.some(({ kind }) => kind !== '+');
    const added = lines.some(({ kind }) => kind !== '-');
    const start = removed ? oldStart - 1 : oldStart;
    if (start < at || start > before.length) throw misfit(`a hunk of ${name} is out of its place`);
    for (; at < start; at += 1) after.push(before[at] ?? '');
    if (after.length !== (added ? newStart - 1 : newStart)) throw misfit(`a hunk of ${name} is out of its place`);
    for (const { kind, text } of lines) {
      if (kind !== '+') {
        if (before[at] !== text) throw misfit(`line ${at + 1} of ${name} is not as the patch expects it`);
        at += 1;
      }
      if (kind !== '-') after.push(text);
    }
  }
  for (; at < before.length; at += 1) after.push(before[at] ?? '');
  return Buffer.from(after.join(''), 'latin1');
}
