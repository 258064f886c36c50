import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { GitHubGraphql } from './github/graphql.js';

// The package is CommonJS; its callable is the default member.
const addFormats = addFormatsModule.default;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: object;
}
interface Content {
  readonly content?: { readonly 'application/json'?: { readonly schema: object } };
}
interface OperationObject {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>;
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, Content>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

export interface MatchedOperation {
  /** `POST /repos/{owner}/{repo}/issues/{issue_number}/comments` */
  readonly route: string;
  readonly path: Readonly<Record<string, string>>;
  readonly operation: OperationObject;
}

const ID = 'openapi';
/** The one route that the description of the REST API does not hold. */
const GRAPHQL = 'POST /graphql';

/** GitHub's own description of its REST API; validators are compiled when an operation is first used. */
export class GitHubOpenApi {
  readonly #document: OpenApi;
  readonly #ajv: Ajv;
  readonly #routes: readonly {
    readonly template: string;
    readonly pattern: RegExp;
    readonly names: readonly string[];
  }[];
  readonly #validators = new Map<string, ValidateFunction>();
  #graphql: GitHubGraphql | undefined;

  constructor() {
    const root = dirname(createRequire(import.meta.url).resolve('@octokit/openapi/package.json'));
    const text = readFileSync(join(root, 'generated/api.github.com.json'), 'utf8');
    this.#document = JSON.parse(text, withNull) as OpenApi;
    this.#ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: true, validateSchema: false });
    addFormats(this.#ajv);
    this.#ajv.addSchema({ $id: ID, ...this.#document });
    this.#routes = Object.keys(this.#document.paths)
      .map((template) => {
        const names = [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!);
        const pattern = new RegExp(
          `^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '([^/]+)')}$`,
        );
        return { template, pattern, names };
      })
      .sort((a, b) => a.names.length - b.names.length);
  }

  /** GitHub's other API; its schema is read when it is first asked for. */
  get graphql(): GitHubGraphql {
    this.#graphql ??= new GitHubGraphql();
    return this.#graphql;
  }

  example<T>(name: string): T {
    return structuredClone(this.#document.components.examples[name]!.value) as T;
  }

  match(method: string, path: string): MatchedOperation | undefined {
    if (`${method} ${path}` === GRAPHQL) return { route: GRAPHQL, path: {}, operation: { responses: {} } };
    for (const { template, pattern, names } of this.#routes) {
      const operation = this.#document.paths[template]?.[method.toLowerCase()];
      const match = operation && pattern.exec(path);
      if (!match || !operation) continue;
      const values = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1]!)]));
      return { route: `${method.toUpperCase()} ${template}`, path: values, operation };
    }
    return undefined;
  }

  /** What is wrong with a request, by the description and by the limits that GitHub states in words. */
  request(matched: MatchedOperation, query: URLSearchParams, body: string): readonly string[] {
    const { route, operation, path } = matched;
    if (route === GRAPHQL) return [];
    const parameters = (operation.parameters ?? []).map((entry) =>
      '$ref' in entry ? this.#document.components.parameters[entry.$ref.split('/').at(-1)!]! : entry,
    );
    const problems = (['path', 'query'] as const).flatMap((place) => {
      const here = parameters.filter((parameter) => parameter.in === place);
      const validate = this.#compile(`${route} ${place}`, {
        type: 'object',
        additionalProperties: false,
        required: here.filter((parameter) => parameter.required).map((parameter) => parameter.name),
        properties: Object.fromEntries(here.map((parameter) => [parameter.name, absolute(parameter.schema)])),
      });
      return this.#check(validate, place === 'path' ? { ...path } : Object.fromEntries(query), place);
    });
    const perPage = query.get('per_page');
    if (perPage !== null && !(Number(perPage) >= 1 && Number(perPage) <= 100))
      problems.push('query: per_page is not 1 to 100');

    const schema = operation.requestBody?.content?.['application/json']?.schema;
    if (schema === undefined) {
      if (body !== '') problems.push('body: this operation takes none');
    } else if (body !== '' || operation.requestBody?.required) {
      problems.push(...this.#check(this.#compile(`${route} body`, absolute(schema)), parsed(body), 'body'));
    }
    return problems;
  }

  /** What is wrong with an answer of the server itself: a double that GitHub would not recognise proves nothing. */
  response(matched: MatchedOperation, status: number, body: unknown): readonly string[] {
    if (matched.route === GRAPHQL) return [];
    const entry = matched.operation.responses[String(status)];
    if (entry === undefined) return [`response: ${status} is not described`];
    const content = '$ref' in entry ? this.#document.components.responses[entry.$ref.split('/').at(-1)!] : entry;
    const schema = content?.content?.['application/json']?.schema;
    if (schema === undefined) return body === undefined ? [] : ['response: a body where none is described'];
    return this.#check(
      this.#compile(`${matched.route} ${status}`, absolute(schema)),
      structuredClone(body),
      'response',
    );
  }

  #compile(key: string, schema: object): ValidateFunction {
    const known = this.#validators.get(key);
    if (known) return known;
    const validate = this.#ajv.compile(schema);
    this.#validators.set(key, validate);
    return validate;
  }

  #check(validate: ValidateFunction, value: unknown, place: string): string[] {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${place}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`,
    );
  }
}

/** `nullable` counts for ajv only beside a type; GitHub writes it beside references as well. */
function withNull(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || value.nullable !== true) return value;
  if ('type' in value) return value;
  const { nullable, ...schema } = value;
  return { anyOf: [schema, { type: 'null' }] };
}

/** Local references point into the whole document. */
function absolute(schema: object): object {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replaceAll('"$ref":"#/', `"$ref":"${ID}#/`)) as object;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
