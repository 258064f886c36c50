import { expect, it } from 'vitest';
import { apiUrlOf } from '../../../src/publish/api-url.js';

it.each([
  [null, 'https://api.github.com'],
  ['https://github.com', 'https://api.github.com'],
  ['https://octo.ghe.com', 'https://api.octo.ghe.com'],
  ['https://git.example.com:8443', 'https://git.example.com:8443/api/v3'],
  // The token of another GitHub goes to no name that only looks like it.
  ['https://github.com.example.com', 'https://github.com.example.com/api/v3'],
])('of %s is %s', (serverUrl, apiUrl) => {
  expect(apiUrlOf(serverUrl)).toBe(apiUrl);
});
