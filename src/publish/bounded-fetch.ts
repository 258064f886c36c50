import { CleanroomError } from '../support/errors.js';

/** Bytes of one response that are read. A page of 100 comments of the largest size is about 20 MB. */
export const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

/** A `fetch` whose response ends with an error once it is larger than `maxBytes`. */
export function boundedFetch(inner: typeof fetch, maxBytes: number = MAX_RESPONSE_BYTES): typeof fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    if (response.body === null) return response;
    let total = 0;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        total += chunk.byteLength;
        if (total > maxBytes)
          controller.error(new CleanroomError('github.response', `a response is larger than ${maxBytes} bytes`));
        else controller.enqueue(chunk);
      },
    });
    const body = response.body.pipeThrough(limit);
    const bounded = new Response(body, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
    Object.defineProperty(bounded, 'url', { value: response.url });
    return bounded;
  };
}
