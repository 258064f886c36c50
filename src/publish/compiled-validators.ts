import type { ValidateFunction } from 'ajv/dist/2020.js';

/**
 * Functions that say whether a document is valid, by the names of `SCHEMAS`. None here: a build puts a module in place of
 * this one (`scripts/compile-validators.mjs`) that has all of them, and what is not there is compiled when it is asked for.
 */
export const COMPILED: ReadonlyMap<string, ValidateFunction> = new Map();
