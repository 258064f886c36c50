import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/**
 * Validators of our own schemas, each compiled when it is first asked for. Compiling is most of the time that reading
 * evidence takes: whoever reads several folders hands the same one to each.
 */
export class Validators {
  readonly #made = new Map<object, ValidateFunction>();
  // Our schemas are checked by tests, and each is used for one or a few documents: neither is worth the time here.
  readonly #ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });

  /** @param schema one of the constants of `src/schemas` */
  of<T>(schema: object): ValidateFunction<T> {
    const made = this.#made.get(schema) ?? this.#ajv.compile(schema);
    this.#made.set(schema, made);
    return made as ValidateFunction<T>;
  }
}
