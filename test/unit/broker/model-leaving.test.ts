import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CleanroomError } from '../../../src/support/errors.js';
import { keeper, lineOpener } from './keeper.js';
import { answerOf, NONCE, Upstream } from './line.js';

/* Rooms that leave their model requests, and sessions that are closed. */

const keep = keeper();
const line = lineOpener(keep);

describe('a room that leaves', () => {
  it('takes its upstream request with it, and is logged once', async () => {
    let gone: Promise<unknown> | undefined;
    const upstream = keep(
      await Upstream.start((_, response) => {
        gone = once(response, 'close');
        response.write('data: {}\n\n');
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const request = room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } });
    request.on('error', () => {});
    request.end('{}');
    await once(request, 'response');
    request.destroy();
    await gone;
    expect(await room.logged(1)).toMatchObject([
      { verdict: 'failed', status: 200, rule: 'the room closed the connection' },
    ]);
  });

  it('in the middle of its request body takes the upstream request with it', async () => {
    const upstream = keep(await Upstream.start());
    upstream.server.removeAllListeners('request');
    const room = await line({}, { baseUrl: upstream.url });
    const arrived = once(upstream.server, 'request');
    const socket = await room.socket();
    socket.write(
      `POST /v1/responses HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${NONCE}\r\ncontent-length: 100\r\n\r\n{"a`,
    );
    const [request] = await arrived;
    request.on('error', () => {});
    const gone = new Promise((closed) => request.once('close', closed));
    await once(request, 'data');
    socket.destroy();
    await gone;
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', bytesOut: 3, status: null }]);
  });
});

describe('closing a session', () => {
  it('aborts its requests, logs them and refuses further connections', async () => {
    const gone: Promise<unknown>[] = [];
    const upstream = keep(
      await Upstream.start((_, response) => {
        gone.push(once(response, 'close'));
        response.write('data: {}\n\n');
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const requests = [1, 2].map(() =>
      room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } }),
    );
    const answers = requests.map((request) => {
      request.end('{}');
      return answerOf(request);
    });
    await Promise.all(requests.map((request) => once(request, 'response')));
    const { port } = room;
    await room.session.close();
    expect(room.records).toMatchObject([
      { verdict: 'failed', rule: 'the room was closed', status: 200 },
      { verdict: 'failed', rule: 'the room was closed', status: 200 },
    ]);
    await Promise.all(gone);
    expect((await Promise.all(answers)).map(({ cut }) => cut)).toEqual([true, true]);
    const late = connect(port, '127.0.0.1');
    const [error] = await once(late, 'error');
    expect(error.code).toBe('ECONNREFUSED');
    expect(room.records).toHaveLength(2);
    await room.session.close();
  });

  it('leaves other rooms alone', async () => {
    const upstream = keep(await Upstream.start());
    const room = await line({}, { baseUrl: upstream.url });
    const other = room.broker.grant({ room: 'attempt-2', stage: 'agent', attempt: 1, allow: [] });
    await other.close();
    expect((await room.responses()).status).toBe(200);
    await room.broker.close();
    expect(() => room.broker.grant({ room: 'x', stage: 'agent', attempt: 1, allow: [] })).toThrow(CleanroomError);
  });
});
