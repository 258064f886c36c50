import type { YamlNode } from '../config/yaml-tree.js';
import type { InputProblem } from '../support/errors.js';
import type { PolicyEntry } from './compile.js';
import { describe, type Field, FieldReader, isEmpty, unquote } from './fields.js';
import { type Generation, type NetworkRules, readNetwork, type Uses } from './network.js';
import { parseSize } from './sizes.js';
import { readDependencies, type Step } from './steps.js';

/** A setting that the policy file gives; inputs, flags and the configuration file are stronger. */
export interface PolicySetting {
  readonly name: 'image' | 'room' | 'cpus' | 'memory' | 'disk-size' | 'prepare';
  readonly value: string | number | readonly string[];
  /** As it was written. */
  readonly given: string | undefined;
  readonly where: string;
}

/** A policy file that rooms here can honour, every word of it. */
export interface RepositoryPolicy {
  readonly generation: Generation;
  /** The key that no older generation has; undefined for the oldest. */
  readonly because: string | undefined;
  readonly prepare: readonly PolicyEntry[];
  readonly agent: readonly PolicyEntry[];
  readonly settings: readonly PolicySetting[];
}

export type ReadPolicy =
  | { readonly ok: true; readonly policy: RepositoryPolicy }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

const NEWER = 'a policy file of Cleanroom 0.11 or older (generations A to D)';
const NEWER_HINT =
  'this is the format of the new Cleanroom (generation E): keep a file for both under another name and say policy: PATH, or policy: none';
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const REGISTRY = '[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\\d{1,5})?';
const IMAGE = new RegExp(`^(?:${REGISTRY}/)?${COMPONENT}(?:/${COMPONENT})*@sha256:[0-9a-f]{64}$`);
const ORDER: readonly Generation[] = ['A', 'B', 'C', 'D'];

/**
 * Reads Cleanroom's policy file, generations A to D together. It is refused unless a run here does all that it says:
 * unknown keys, and keys that ask for what rooms here do not have, are problems. Pure.
 * @param file how problems name it
 */
export function readCleanroomYaml(root: YamlNode, file: string): ReadPolicy {
  const read = new FieldReader(file);
  const reader = new PolicyFile(read);
  const policy = reader.read({ path: '', node: root, at: root.at });
  return read.problems.length > 0 ? { ok: false, problems: inOrder(read.problems) } : { ok: true, policy };
}

/** As the file has them, so that a person can go through it from the top. */
function inOrder(problems: readonly InputProblem[]): InputProblem[] {
  const place = ({ where }: InputProblem): number => {
    const [, line = '0', column = '0'] = /:(\d+):(\d+): /.exec(where) ?? [];
    return Number(line) * 1e6 + Number(column);
  };
  return [...problems].sort((a, b) => place(a) - place(b));
}

class PolicyFile {
  readonly #read: FieldReader;
  readonly #settings: PolicySetting[] = [];
  #network: NetworkRules = { prepare: [], agent: [] };
  #generation: Generation = 'A';
  #because: string | undefined;

  constructor(read: FieldReader) {
    this.#read = read;
  }

  read(root: Field): RepositoryPolicy {
    const read = this.#read;
    let version: Field | undefined;
    read.map(root, {
      version: (field) => {
        version = field;
      },
      repository: this.#at('B', (field) => this.#repository(field)),
      expose: this.#at('D', (field) => this.#absent(field, 'a port of the room to the outside')),
      sandbox: (field) => this.#sandbox(field),
    });
    if (version === undefined || isEmpty(version.node))
      read.missing(version ?? root, 'version', '1', 'every generation of the format says version: 1');
    else if (version.node.kind !== 'scalar' || version.node.value !== 1)
      read.report(version, '1, the only version of this format', unquote(version.node));
    return {
      generation: this.#generation,
      because: this.#because,
      prepare: this.#network.prepare,
      agent: this.#network.agent,
      settings: this.#settings,
    };
  }

  readonly #uses: Uses = (generation, path) => {
    if (ORDER.indexOf(generation) <= ORDER.indexOf(this.#generation)) return;
    this.#generation = generation;
    this.#because = path;
  };

  #at(generation: Generation, handler: (field: Field) => void): (field: Field) => void {
    return (field) => {
      this.#uses(generation, field.path);
      handler(field);
    };
  }

  #sandbox(field: Field): void {
    const read = this.#read;
    let hint: string | undefined = NEWER_HINT;
    const newer = (value: Field): void => {
      read.report(value, NEWER, hint);
      hint = undefined;
    };
    read.map(field, {
      image: (image) => read.map(image, { ref: (ref) => this.#image(ref) }),
      network: (network) => {
        this.#network = readNetwork(read, network, this.#uses);
      },
      resources: this.#at('C', (resources) =>
        read.map(resources, {
          vcpus: (value) => this.#number(value),
          memory: (value) => this.#size(value, 'memory'),
          disk: (value) => this.#size(value, 'disk-size'),
        }),
      ),
      dependencies: this.#at('B', (value) => {
        const found = readDependencies(read, value, this.#uses);
        if (found !== undefined) this.#prepare(found.step, found.field);
      }),
      services: (services) => this.#services(services),
      docker: this.#at('D', (docker) => read.map(docker, { required: (value) => this.#noDocker(value) })),
      run: this.#at('B', (run) =>
        read.map(run, {
          before: (value) =>
            this.#absent(value, 'a command before each of the agent’s', 'put it into dependencies.command or verify'),
        }),
      ),
      warmup: newer,
      mediation: newer,
    });
  }

  #repository(field: Field): void {
    const read = this.#read;
    const only = (value: Field, is: string, why: string): void => {
      const { node } = value;
      if (isEmpty(node) || (node.kind === 'scalar' && node.value === is)) return;
      read.report(value, `${is}, because ${why}`, 'take it out');
    };
    read.map(field, {
      enabled: (value) => {
        if (read.boolean(value) === false)
          read.report(value, 'true, because a room always holds the work commit', 'take it out');
      },
      mode: (value) => only(value, 'current-repo', 'a room always holds the work commit'),
      remote: (value) => only(value, 'origin', 'the work commit comes from the checkout of the job'),
      path: (value) => only(value, '/workspace', 'that is where every room has its workspace'),
      submodules: (value) => {
        if (read.boolean(value) === true)
          read.report(value, 'false, because submodules are empty directories in a room', 'take it out');
      },
    });
  }

  #image(field: Field): void {
    if (isEmpty(field.node)) return;
    const ref = this.#read.text(field, 'an image by its digest, REPOSITORY@sha256:… with 64 hex digits', 1024);
    if (ref === undefined) return;
    if (IMAGE.test(ref)) {
      this.#set('image', ref, field);
      // Another kind of room would run the same commands over other programs than the file says.
      this.#set('room', 'docker', field, 'docker');
    } else
      this.#read.report(
        field,
        'an image by its digest, REPOSITORY@sha256:… with 64 hex digits',
        'a tag can be moved to another image',
      );
  }

  #number(field: Field): void {
    const { node } = field;
    if (isEmpty(node)) return;
    if (node.kind === 'scalar' && typeof node.value === 'number' && Number.isInteger(node.value) && node.value > 0)
      this.#set('cpus', String(node.value), field);
    else this.#read.report(field, 'a whole number of CPUs from 1', unquote(node));
  }

  #size(field: Field, name: 'memory' | 'disk-size'): void {
    const { node } = field;
    if (isEmpty(node)) return;
    const bytes = node.kind === 'scalar' ? parseSize(node.value) : undefined;
    if (bytes !== undefined) this.#set(name, bytes, field);
    else this.#read.report(field, 'a size in bytes or with a unit: 4gb is 4·1000³ bytes, 4g and 4gib are 4·1024³');
  }

  #services(field: Field): void {
    const read = this.#read;
    const none = (value: Field): void => {
      this.#uses('C', value.path);
      this.#absent(value, 'services beside the agent');
    };
    if (field.node.kind === 'list') {
      this.#uses('D', field.path);
      if (field.node.items.length > 0) this.#absent(field, 'services beside the agent');
      return;
    }
    read.map(field, {
      docker: (docker) => read.map(docker, { required: (value) => this.#noDocker(value) }),
      command: none,
      key: (value) => {
        this.#uses('C', value.path);
        read.map(value, { files: (files) => void read.texts(files, 'a list of paths', 500, 1024) });
      },
      reuse: () => {},
      blocks: (value) => {
        this.#uses('D', value.path);
        if (value.node.kind !== 'list' || value.node.items.length > 0) none(value);
      },
    });
  }

  #noDocker(field: Field): void {
    if (this.#read.boolean(field) === true)
      this.#read.report(field, 'false, because a room holds no Docker daemon', 'run what needs Docker in another job');
  }

  /** A key that asks for what there is not; nothing is lost where it is empty. */
  #absent(field: Field, what: string, hint = 'take it out, or say policy: none'): void {
    if (isEmpty(field.node)) return;
    this.#read.report(field, `nothing, because runs here have no such thing: ${what}`, hint);
  }

  #prepare(step: Step, field: Field): void {
    // As a setting, this one word means something else.
    const value = step === 'workspace' ? ['/bin/sh', '-e', '-c', step] : step;
    this.#set('prepare', value, field, typeof step === 'string' ? step : step.join(' '));
  }

  #set(name: PolicySetting['name'], value: PolicySetting['value'], field: Field, given = describe(field.node)): void {
    this.#settings.push({ name, value, given, where: this.#read.where(field) });
  }
}
