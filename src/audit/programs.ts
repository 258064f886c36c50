import { type AssembledProgram, Assembler, type Register } from './assembler.js';
import type { KernelLayout } from './btf.js';
import {
  ADDRESS_BYTES,
  ARGV_BYTES,
  AT,
  COUNTERS,
  EXE_BYTES,
  KINDS,
  MAPS,
  MAX_CONNECT_EVENTS,
  MAX_PROCESS_EVENTS,
} from './record.js';

/** Functions of the kernel that may be called. Source: enum bpf_func_id, which never changes. */
const CALL = {
  lookup: 1,
  update: 2,
  remove: 3,
  time: 5,
  pid: 14,
  uid: 15,
  task: 35,
  readUser: 112,
  readKernel: 113,
  readKernelString: 115,
  reserve: 131,
  submit: 132,
} as const;

/** Bytes below the stack's top. */
const STACK = { key: -8, value: -16, read: -24, start: -32, length: -40, counters: -48 } as const;

/** Structures that the programs look into. */
export const STRUCTS = ['task_struct', 'mm_struct', 'signal_struct', 'pid', 'upid', 'linux_binprm'] as const;

export interface AuditPrograms {
  readonly fork: AssembledProgram;
  readonly exec: AssembledProgram;
  readonly exit: AssembledProgram;
  readonly connect: AssembledProgram;
}

/** Signal group is on its way out: SIGNAL_GROUP_EXIT. */
const GROUP_EXIT = 4;

/**
 * The programs that the kernel runs at its trace points. They only ever look; what they find goes into a ring.
 * Registers: r6 context, r7 the room's number, r8 the task, r9 the record.
 */
export function auditPrograms(layout: KernelLayout): AuditPrograms {
  return { fork: fork(layout), exec: exec(layout), exit: exit(layout), connect: connect(layout) };
}

/** Takes the room of the current process into r7, or goes to `end`. */
function findRoom(program: Assembler): void {
  program
    .move(6, 1)
    .call(CALL.pid)
    .shiftRight(0, 32)
    .store(4, 10, STACK.key, 0)
    .loadMap(1, MAPS.followed)
    .move(2, 10)
    .add(2, STACK.key)
    .call(CALL.lookup)
    .jumpIf(0, '==', 0, 'end')
    .load(4, 7, 0, 0);
}

/** Takes the room's counters into r0 and the stack, or goes to `end`. */
function findCounters(program: Assembler): void {
  program
    .store(4, 10, STACK.value, 7)
    .loadMap(1, MAPS.rooms)
    .move(2, 10)
    .add(2, STACK.value)
    .call(CALL.lookup)
    .jumpIf(0, '==', 0, 'end')
    .store(8, 10, STACK.counters, 0);
}

/** Counts an event, or goes to `drop` where the room had its share. */
function countEvent(program: Assembler, counter: number, most: number): void {
  program.load(8, 1, 0, counter).jumpIf(1, '>=', most, 'drop').set(1, 1).count(0, counter, 1);
}

function reserve(program: Assembler, bytes: number): void {
  program.loadMap(1, MAPS.ring).set(2, bytes).set(3, 0).call(CALL.reserve).jumpIf(0, '==', 0, 'drop').move(9, 0);
}

/** Reads kernel memory at `from` + offset into `to`, by way of the stack. Zero where it cannot be read. */
function read(program: Assembler, bytes: 4 | 8, to: Register, from: Register, offset: number): void {
  program
    .move(1, 10)
    .add(1, STACK.read)
    .set(2, bytes)
    .move(3, from)
    .add(3, offset)
    .call(CALL.readKernel)
    .load(bytes, to, 10, STACK.read);
}

/** What every record begins with. Takes the task into r8. Uses r7 afterwards. */
function head(program: Assembler, layout: KernelLayout, kind: number): void {
  const task = (member: string): number => layout.offset('task_struct', member);
  program.storeNumber(9, AT.kind, kind).store(4, 9, AT.room, 7);
  program.call(CALL.time).store(8, 9, AT.time, 0);
  program.call(CALL.pid).shiftRight(0, 32).store(4, 9, AT.pid, 0);
  program.call(CALL.uid).store(4, 9, AT.uid, 0);
  program.call(CALL.task).move(8, 0);
  read(program, 8, 7, 8, task('real_parent'));
  read(program, 4, 7, 7, task('tgid'));
  program.store(4, 9, AT.parent, 7);
  read(program, 8, 7, 8, task('group_leader'));
  read(program, 8, 7, 7, task('thread_pid'));
  // The innermost name space's number of it.
  read(program, 4, 1, 7, layout.offset('pid', 'level'));
  program.multiply(1, layout.size('upid')).addRegister(7, 1);
  read(program, 4, 7, 7, layout.offset('pid', 'numbers') + layout.offset('upid', 'nr'));
  program.store(4, 9, AT.roomPid, 7);
}

function submit(program: Assembler): void {
  program.move(1, 9).set(2, 0).call(CALL.submit).jump('end');
}

/** The ways out: `drop` counts what could not be recorded. */
function tail(program: Assembler): AssembledProgram {
  return program
    .label('drop')
    .load(8, 2, 10, STACK.counters)
    .set(1, 1)
    .count(2, COUNTERS.dropped, 1)
    .label('end')
    .end()
    .assemble();
}

/** A child belongs to the room of its parent. It cannot run before this has. */
function fork(layout: KernelLayout): AssembledProgram {
  const program = new Assembler();
  findRoom(program);
  findCounters(program);
  program.load(8, 8, 6, 8);
  read(program, 4, 8, 8, layout.offset('task_struct', 'tgid'));
  program
    .load(4, 1, 10, STACK.key)
    // A thread.
    .jumpIfSame(1, 8, 'end')
    .store(4, 10, STACK.key, 8)
    .store(4, 10, STACK.value, 7)
    .loadMap(1, MAPS.followed)
    .move(2, 10)
    .add(2, STACK.key)
    .move(3, 10)
    .add(3, STACK.value)
    .set(4, 0)
    .call(CALL.update)
    .jumpIf(0, '==', 0, 'end');
  return tail(program);
}

function exec(layout: KernelLayout): AssembledProgram {
  const program = new Assembler();
  findRoom(program);
  findCounters(program);
  countEvent(program, COUNTERS.processes, MAX_PROCESS_EVENTS);
  program.call(CALL.task).move(8, 0);
  read(program, 8, 8, 8, layout.offset('task_struct', 'mm'));
  read(program, 8, 9, 8, layout.offset('mm_struct', 'arg_start'));
  program.store(8, 10, STACK.start, 9);
  read(program, 8, 8, 8, layout.offset('mm_struct', 'arg_end'));
  program.subtractRegister(8, 9).store(8, 10, STACK.length, 8).jumpIf(8, '>', ARGV_BYTES.small, 'large');
  reserve(program, AT.argv + ARGV_BYTES.small);
  body(program, layout, ARGV_BYTES.small, 'small');
  program.label('large');
  reserve(program, AT.argv + ARGV_BYTES.large);
  body(program, layout, ARGV_BYTES.large, 'cut');
  return tail(program);
}

function body(program: Assembler, layout: KernelLayout, bytes: number, label: string): void {
  head(program, layout, KINDS.exec);
  program.load(8, 7, 6, 16);
  read(program, 8, 3, 7, layout.offset('linux_binprm', 'filename'));
  program
    .move(1, 9)
    .add(1, AT.exe)
    .set(2, EXE_BYTES)
    .call(CALL.readKernelString)
    .load(8, 2, 10, STACK.length)
    .store(4, 9, AT.total, 2)
    .jumpIf(2, '>', bytes, `${label}-long`)
    .jump(`${label}-fits`)
    .label(`${label}-long`)
    .set(2, bytes)
    .label(`${label}-fits`)
    .store(4, 9, AT.value, 2)
    .move(1, 9)
    .add(1, AT.argv)
    .load(8, 3, 10, STACK.start)
    .call(CALL.readUser)
    .jumpIf(0, '==', 0, `${label}-read`)
    .storeNumber(9, AT.value, 0)
    .label(`${label}-read`);
  submit(program);
}

/** The end of a process is the end of its last thread. */
function exit(layout: KernelLayout): AssembledProgram {
  const task = (member: string): number => layout.offset('task_struct', member);
  const signal = (member: string): number => layout.offset('signal_struct', member);
  const program = new Assembler();
  findRoom(program);
  program.call(CALL.task).move(8, 0);
  read(program, 8, 8, 8, task('signal'));
  read(program, 4, 9, 8, signal('live'));
  program.jumpIf(9, '!=', 0, 'end').loadMap(1, MAPS.followed).move(2, 10).add(2, STACK.key).call(CALL.remove);
  findCounters(program);
  countEvent(program, COUNTERS.processes, MAX_PROCESS_EVENTS);
  reserve(program, AT.exe);
  head(program, layout, KINDS.exit);
  read(program, 8, 7, 8, task('signal'));
  read(program, 4, 1, 7, signal('flags'));
  program.and(1, GROUP_EXIT).jumpIf(1, '==', 0, 'alone');
  read(program, 4, 7, 7, signal('group_exit_code'));
  program.jump('known').label('alone');
  read(program, 8, 7, 8, task('group_leader'));
  read(program, 4, 7, 7, task('exit_code'));
  program.label('known').store(4, 9, AT.value, 7);
  submit(program);
  return tail(program);
}

function connect(layout: KernelLayout): AssembledProgram {
  const program = new Assembler();
  findRoom(program);
  findCounters(program);
  countEvent(program, COUNTERS.connects, MAX_CONNECT_EVENTS);
  reserve(program, AT.address + ADDRESS_BYTES);
  head(program, layout, KINDS.connect);
  program
    // The arguments of the call, as the trace point's format file says. The address is the program's own memory.
    .load(8, 2, 6, 32)
    .move32(2, 2)
    .jumpIf(2, '>', ADDRESS_BYTES, 'long')
    .jump('fits')
    .label('long')
    .set(2, ADDRESS_BYTES)
    .label('fits')
    .store(4, 9, AT.value, 2)
    .move(1, 9)
    .add(1, AT.address)
    .load(8, 3, 6, 24)
    .call(CALL.readUser)
    .jumpIf(0, '==', 0, 'read')
    .storeNumber(9, AT.value, 0)
    .label('read');
  submit(program);
  return tail(program);
}
