import { CleanroomError, InputError } from '../support/errors.js';
import { ROOM_PATHS, type RoomCommand } from './types.js';

/**
 * A mount on a path that an earlier command of the room could have replaced by a link would be made where the link
 * leads, by whoever builds the room.
 * @throws CleanroomError `room.target`
 */
export function checkTarget(target: string): void {
  const inside = [ROOM_PATHS.workspace, ROOM_PATHS.home, ROOM_PATHS.out].some((path) =>
    `${target}/`.startsWith(`${path}/`),
  );
  if (target.startsWith('/') && !inside && !target.split('/').includes('..')) return;
  throw new CleanroomError('room.target', `a room cannot show anything at ${target}`, {
    kind: 'usage',
    hint: 'choose an absolute path outside its workspace, HOME and out directory',
  });
}

/**
 * What no process can be given.
 * @throws InputError for an environment name or an empty program; CleanroomError `room.argument` for a NUL byte.
 */
export function checkCommand(command: RoomCommand): void {
  const problems = Object.keys(command.env)
    .filter((name) => name === '' || name.includes('='))
    .map((name) => ({ where: 'environment of a room', given: name, expected: 'a name without `=`' }));
  if (command.argv[0] === '') problems.push({ where: 'command of a room', given: '', expected: 'a program' });
  if (problems.length > 0) throw new InputError(problems);
  if ([...command.argv, command.cwd, ...Object.entries(command.env).flat()].some((text) => text.includes('\0'))) {
    throw new CleanroomError('room.argument', 'a path, argument or environment value of a room holds a NUL byte', {
      kind: 'usage',
    });
  }
}
