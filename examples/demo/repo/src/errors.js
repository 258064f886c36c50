/** Text that is no CSV. `line` is the line, from 1, on which the trouble starts. */
export class CsvError extends Error {
  constructor(message, line) {
    super(`${message} (line ${line})`);
    this.name = 'CsvError';
    this.line = line;
  }
}
