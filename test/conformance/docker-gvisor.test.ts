import { dockerSuites } from '../support/docker-suites.js';

await dockerSuites('runsc');
