export { HOSTILE } from '../../../support/hostile-strings.js';
