import type { ModelPrice } from '../../../src/broker/types.js';
import { keeper, lineOpener } from './keeper.js';
import { type Line, type LineOptions, Upstream } from './line.js';

export const NO_CAPS = { requests: null, tokens: null, costUsd: null };
export const PRICES: readonly ModelPrice[] = [
  { model: 'm-1', input: 10, cachedInput: 1, output: 100 },
  { model: 'm-1-large', input: 20, cachedInput: 2, output: 200 },
];
export const BODY = '{"model":"m-1"}';
export const usage = (input: number, output: number, cached = 0): string =>
  JSON.stringify({
    usage: { input_tokens: input, input_tokens_details: { cached_tokens: cached }, output_tokens: output },
  });

export interface CostLab {
  /** Closes a part when the test is over. */
  readonly keep: ReturnType<typeof keeper>;
  line(options: LineOptions, grant?: Parameters<typeof Line.open>[0]): Promise<Line>;
  /** A provider that answers every request with a body, or with one made of the request's. */
  upstreamOf(body: string | ((text: string) => string)): Promise<Upstream>;
}

/** Rooms and providers of a test file's tests. */
export function costLab(): CostLab {
  const keep = keeper();
  const open = lineOpener(keep);
  return {
    keep,
    line: (options, grant) => open(grant, options),
    upstreamOf: async (body) =>
      keep(
        await Upstream.start((_, response, text) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(typeof body === 'string' ? body : body(text));
        }),
      ),
  };
}
