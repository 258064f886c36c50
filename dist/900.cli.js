export const id = 900;
export const ids = [900];
export const modules = {

/***/ 2900:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createOctokit: () => (/* binding */ createOctokit)
});

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js
var github = __webpack_require__(61351);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/utils.js + 20 modules
var utils = __webpack_require__(78665);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
;// CONCATENATED MODULE: ./build/publish/bounded-fetch.js

/** Bytes of one response that are read. A page of 100 comments of the largest size is about 20 MB. */
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
/** A `fetch` whose response ends with an error once it is larger than `maxBytes`. */
function boundedFetch(inner, maxBytes = MAX_RESPONSE_BYTES) {
    return async (input, init) => {
        const response = await inner(input, init);
        if (response.body === null)
            return response;
        let total = 0;
        const limit = new TransformStream({
            transform(chunk, controller) {
                total += chunk.byteLength;
                if (total > maxBytes)
                    controller.error(new errors/* CleanroomError */.P3('github.response', `a response is larger than ${maxBytes} bytes`));
                else
                    controller.enqueue(chunk);
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

// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(32180);
;// CONCATENATED MODULE: ./build/publish/redirects.js


/** A renamed repository is one step; its owner's new name may be another. */
const MAX_STEPS = 5;
/**
 * A `fetch` that follows redirects (as of a renamed repository) on the same scheme, host and port alone, with the same
 * method and body: the token in its headers goes nowhere else, and a creation never turns into a question.
 */
function sameHostFetch(inner) {
    return async (input, init) => {
        let url = new URL(input instanceof Request ? input.url : String(input));
        const reads = ['GET', 'HEAD'].includes((init?.method ?? 'GET').toUpperCase());
        for (let step = 0;; step += 1) {
            const response = await inner(url.href, { ...init, redirect: 'manual' });
            const keepsMethod = response.status === 307 || response.status === 308;
            if (!keepsMethod && ![301, 302, 303].includes(response.status))
                return response;
            await response.body?.cancel();
            const location = response.headers.get('location') ?? '';
            const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
            if (next === undefined)
                throw moved('GitHub sent the request on without an address');
            if (next.origin !== url.origin) {
                const where = (0,neutralise/* plainLine */.h0)(next.origin, 200);
                throw moved(`GitHub sent the request on to ${where}, which does not get the token`);
            }
            if (!keepsMethod && !reads)
                throw moved('GitHub sent the request on in a way that would change it');
            if (step >= MAX_STEPS)
                throw moved('GitHub sent the request on again and again');
            url = next;
        }
    };
}
function moved(message) {
    return new errors/* CleanroomError */.P3('github.moved', message, {
        hint: 'give the present name of the repository and the address of the REST API itself',
    });
}

;// CONCATENATED MODULE: ./build/publish/octokit.js




/**
 * GitHub's own client for one token and one server. This module is imported where the first question is asked and not
 * before: loading it takes longer than all that a step does until then.
 * @param apiUrl GitHub's REST address
 */
function createOctokit(token, apiUrl) {
    const silent = () => { };
    return (0,github/* getOctokit */.Q)(token, {
        baseUrl: apiUrl.replace(/\/+$/, ''),
        log: { debug: silent, info: silent, warn: silent, error: silent },
        request: { fetch: boundedFetch(sameHostFetch(transport(apiUrl))) },
    });
}
/** A runner's proxy settings count, but not on the way to this very machine. */
function transport(apiUrl) {
    const local = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/.test(apiUrl);
    const proxied = utils/* defaults */.NT.request?.fetch;
    return local || typeof proxied !== 'function' ? globalThis.fetch : proxied;
}


/***/ })

};
