import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { composeMapping, type Fault } from './yaml.js';

/** A value with the place where it stands, `LINE:COLUMN`, both from 1. */
export type YamlNode =
  | { readonly kind: 'map'; readonly at: string; readonly entries: readonly YamlEntry[] }
  | { readonly kind: 'list'; readonly at: string; readonly items: readonly YamlNode[] }
  | { readonly kind: 'scalar'; readonly at: string; readonly value: string | number | boolean | null }
  /** An alias: what it stands for is written elsewhere. */
  | { readonly kind: 'alias'; readonly at: string };

export interface YamlEntry {
  readonly key: string;
  readonly at: string;
  readonly value: YamlNode;
}

export type YamlTree =
  | { readonly ok: true; readonly root: YamlNode & { readonly kind: 'map' } }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads text as one YAML 1.2 document that is a mapping, and keeps the place of everything in it. Bounded like
 * `readMapping`; aliases are not followed. Never throws.
 */
export function readTree(text: string): YamlTree {
  const composed = composeMapping(text);
  if (!composed.ok) return composed;
  const { contents, at } = composed;
  const place = (node: unknown, otherwise: string): string =>
    isNode(node) && node.range ? at(node.range[0]) : otherwise;
  const convert = (node: unknown, otherwise: string): YamlNode => {
    const here = place(node, otherwise);
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }) => {
        const keyAt = place(key, here);
        return { key: isScalar(key) ? String(key.value) : '', at: keyAt, value: convert(value, keyAt) };
      });
      return { kind: 'map', at: here, entries };
    }
    if (isSeq(node)) return { kind: 'list', at: here, items: node.items.map((item) => convert(item, here)) };
    if (!isNode(node)) return { kind: 'scalar', at: here, value: null };
    if (!isScalar(node)) return { kind: 'alias', at: here };
    return { kind: 'scalar', at: here, value: plain(node.value) };
  };
  const root = contents === null ? undefined : convert(contents.map, '1:1');
  return { ok: true, root: root?.kind === 'map' ? root : { kind: 'map', at: '1:1', entries: [] } };
}

/** Values of the core schema are these; anything else is read as its text. */
function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}
