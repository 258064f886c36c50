import { describe, expect, it } from 'vitest';
import type { BrokerGrant } from '../../../src/broker/types.js';
import { keeper, lineOpener } from './keeper.js';
import { KEY, type Line, type LineOptions, Upstream } from './line.js';

const keep = keeper();
const open = lineOpener(keep);
const line = (options: LineOptions, grant?: Partial<BrokerGrant>): Promise<Line> => open(grant, options);

describe('an endpoint of plain http', () => {
  it('is reached at a private name, and never at a public one', async () => {
    const upstream = keep(await Upstream.start((_, response) => response.end('{}')));
    const baseUrl = `http://models.example:${upstream.port}/openai/compatible`;
    const at = (address: string) => async () => [{ address, family: 4 }];
    const near = await line({ baseUrl, lookup: at('127.0.0.1') });
    expect((await near.responses({ body: '{"model":"m-1"}' })).status).toBe(200);
    expect(upstream.seen[0]).toMatchObject({ url: '/openai/compatible/v1/responses' });
    const far = await line({ baseUrl, lookup: at('192.0.1.1') });
    const answer = await far.responses({ body: '{"model":"m-1"}' });
    expect(answer.status).toBe(502);
    expect(far.stops).toMatchObject([
      { reason: 'provider', status: null, message: expect.stringContaining('give model-base-url with https') },
    ]);
    expect(JSON.stringify(far.stops)).not.toContain(KEY);
    expect(upstream.seen).toHaveLength(1);
  });

  it('is refused at once where its address is public', async () => {
    await expect(line({ baseUrl: 'http://192.0.1.1:8080' })).rejects.toMatchObject({
      code: 'broker.provider',
      message: expect.stringContaining('in the clear'),
    });
    await expect(line({ baseUrl: 'http://169.254.169.254' })).rejects.toMatchObject({ code: 'broker.provider' });
  });
});
