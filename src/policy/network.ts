import type { PolicyEntry } from './compile.js';
import { parseEndpoint } from './endpoint.js';
import { type Field, type FieldReader, isEmpty, unquote } from './fields.js';
import { asEcosystem, wordHint } from './words.js';

/** Generations of Cleanroom's policy format, oldest first. */
export type Generation = 'A' | 'B' | 'C' | 'D';

export interface NetworkRules {
  readonly prepare: readonly PolicyEntry[];
  readonly agent: readonly PolicyEntry[];
}

/** Called with each key that an older generation does not have. */
export type Uses = (generation: Generation, path: string) => void;

const MAX_RULES = 500;
const MAX_PORTS = 50;
const RULES = 'a list of HOST:PORT texts and of mappings with host and ports';

/** Reads `sandbox.network`. Whatever it says, anything that is not named stays out of reach. */
export function readNetwork(read: FieldReader, network: Field, uses: Uses): NetworkRules {
  let everywhere: Field | undefined;
  const stages: Field[] = [];
  const rules: { prepare: PolicyEntry[]; agent: PolicyEntry[] } = { prepare: [], agent: [] };
  const stage = (use: (field: Field) => void) => (field: Field) => {
    uses('D', field.path);
    stages.push(field);
    read.map(field, { allow: use });
  };
  read.map(network, {
    default: (field) => {
      const { node } = field;
      if (isEmpty(node) || (node.kind === 'scalar' && node.value === 'deny')) return;
      read.report(field, 'deny', 'name what may be reached under allow; nothing can lift the filter from a file');
    },
    allow: (field) => {
      everywhere = field;
      const list = readRules(read, field, uses);
      rules.prepare.push(...list);
      rules.agent.push(...list);
    },
    dependencies: stage((field) => rules.prepare.push(...readRules(read, field, uses))),
    services: stage((field) => {
      if (readRules(read, field, uses).length > 0)
        read.report(field, 'no entries, because runs here have no services stage', 'take them out');
    }),
    execution: stage((field) => rules.agent.push(...readRules(read, field, uses))),
  });
  if (everywhere !== undefined)
    for (const field of stages)
      read.report(
        field,
        'either network.allow, which is for all stages, or lists of single stages, not both',
        'move the entries of network.allow into the stages that need them',
      );
  return rules;
}

function readRules(read: FieldReader, field: Field, uses: Uses): PolicyEntry[] {
  const { node } = field;
  if (node.kind === 'scalar' && typeof node.value === 'string') return readText(read, field, node.value, uses);
  return read.list(field, RULES, MAX_RULES).flatMap((item) => {
    if (item.node.kind === 'map') return readMapping(read, item);
    if (item.node.kind === 'scalar' && typeof item.node.value === 'string')
      return readText(read, item, item.node.value, uses);
    read.report(item, 'HOST:PORT, or a mapping with host and ports');
    return [];
  });
}

function readText(read: FieldReader, field: Field, text: string, uses: Uses): PolicyEntry[] {
  uses('D', field.path);
  const from = read.where(field);
  if (asEcosystem(text) !== undefined) return [{ text, from }];
  const parsed = parseEndpoint(text);
  if (parsed.ok) return [{ text: parsed.endpoint, from }];
  read.report(field, parsed.expected, wordHint(text), parsed.given);
  return [];
}

function readMapping(read: FieldReader, item: Field): PolicyEntry[] {
  let host: Field | undefined;
  let ports: Field | undefined;
  read.map(item, { host: (field) => (host = field), ports: (field) => (ports = field) });
  const from = read.where(item);
  if (host === undefined || isEmpty(host.node)) {
    read.missing(host ?? item, `${item.path}.host`, 'a host name');
    host = undefined;
  }
  const numbers = readPorts(read, item, ports);
  const name = host === undefined ? undefined : read.text(host, 'a host name', 260);
  if (host === undefined || name === undefined) return [];
  if (/^[^:@/]+:\d+$/.test(name)) {
    read.report(host, 'a host name without a port', 'ports stand under ports');
    return [];
  }
  // Judged once, with a port that is known to be good: a bad port is the port's problem.
  const probe = parseEndpoint(`${name.trim()}:443`);
  if (!probe.ok) {
    const expected = probe.expected.replace('host:port', 'a host name').replace(/,? and a port$/, '');
    read.report(host, expected, undefined, probe.given.replace(/:443$/, ''));
    return [];
  }
  const bare = probe.endpoint.replace(/:443$/, '');
  return numbers.map((port) => ({ text: `${bare}:${port}`, from }));
}

function readPorts(read: FieldReader, item: Field, ports: Field | undefined): number[] {
  const expected = 'a list of at least one port';
  const hint = 'such as ports: [443]';
  if (ports === undefined || isEmpty(ports.node)) {
    read.missing(ports ?? item, `${item.path}.ports`, expected, hint);
    return [];
  }
  if (ports.node.kind === 'list' && ports.node.items.length === 0) read.report(ports, expected, hint);
  const numbers = read.list(ports, expected, MAX_PORTS).flatMap((field) => {
    const value = field.node.kind === 'scalar' ? field.node.value : undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535) return [value];
    read.report(field, 'a port from 1 to 65535', unquote(field.node));
    return [];
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}
