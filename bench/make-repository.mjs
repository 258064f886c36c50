// Makes a repository of N small files with one commit and one pack, as a clone or a workflow's checkout has it.
import { git, repository } from './support.mjs';

const [directory = '', size = '0'] = process.argv.slice(2);
const files = Array.from({ length: Number(size) }, (_, index) => [
  `d${index % 97}/e${index % 31}/file-${index}.txt`,
  `line one of ${index}\nline two\n`,
]);
repository(directory, files);
git(directory, 'repack', '-a', '-d', '-q');
