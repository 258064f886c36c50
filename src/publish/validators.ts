import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject } from '../support/json-object.js';
import { kindsOf } from './kinds.js';
import { AJV_OPTIONS, SCHEMAS } from './validated-schemas.js';

/**
 * Validators of our own schemas: those that a build compiled, and else each compiled when it is first asked for.
 * Compiling is most of the time that reading evidence takes: whoever reads several folders hands the same one to each.
 */
export class Validators {
  readonly #made = new Map<object, ValidateFunction>();
  #ajv: Ajv2020 | undefined;

  /** @param compiled by the names of {@link SCHEMAS} */
  constructor(compiled: ReadonlyMap<string, ValidateFunction> = new Map()) {
    for (const [name, schema] of SCHEMAS) {
      const made = compiled.get(name);
      if (made) this.#made.set(schema, made);
    }
  }

  /** With those that this build has. They are loaded here, and by nobody who validates nothing. */
  static async ready(): Promise<Validators> {
    return new Validators((await import('./compiled-validators.js')).COMPILED);
  }

  /** @param schema one of the constants of `src/schemas` */
  of<T>(schema: object): ValidateFunction<T> {
    let made = this.#made.get(schema);
    if (!made) {
      this.#ajv ??= new Ajv2020(AJV_OPTIONS);
      made = this.#ajv.compile(schema);
      this.#made.set(schema, made);
    }
    return made as ValidateFunction<T>;
  }

  /**
   * Says whether one of many records of a log is valid. Of kinds that a constant tells apart only the one that a record
   * names is compiled and asked: asking all 23 kinds of journal lines is most of the time that a long journal takes.
   */
  record<T>(schema: object): (value: unknown) => value is T {
    const kinds = kindsOf(schema);
    if (!kinds) return (value): value is T => this.of<T>(schema)(value);
    return (value): value is T => {
      const name = isObject(value) ? value[kinds.key] : undefined;
      const kind = typeof name === 'string' ? kinds.schemas.get(name) : undefined;
      return kind !== undefined && this.of<T>(kind)(value);
    };
  }
}
