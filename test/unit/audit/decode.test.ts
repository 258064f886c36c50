import { describe, expect, it } from 'vitest';
import { Assembler } from '../../../src/audit/assembler.js';
import { readKernelLayout } from '../../../src/audit/btf.js';
import { decodeRing, socketAddress } from '../../../src/audit/decode.js';
import { AT, KINDS } from '../../../src/audit/record.js';

const DISCARDED = 0x40000000;

/** A record as it stands in the ring. */
function inRing(record: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE((record.length | flags) >>> 0, 0);
  return Buffer.concat([head, record, Buffer.alloc((8 - (record.length % 8)) % 8)]);
}

function execRecord(argv: Buffer, total = argv.length, exe = '/bin/x'): Buffer {
  const record = Buffer.alloc(AT.argv + 512, 0xee);
  record.writeUInt32LE(KINDS.exec, AT.kind);
  record.writeUInt32LE(7, AT.room);
  record.writeBigUInt64LE(5n, AT.time);
  record.writeUInt32LE(argv.length, AT.value);
  record.writeUInt32LE(total, AT.total);
  record.write(`${exe}\0`, AT.exe, 'latin1');
  argv.copy(record, AT.argv);
  return record;
}

const argvOf = (ring: Buffer): unknown[] =>
  [...decodeRing(ring)].map(({ event }) =>
    event.kind === 'exec' ? [event.exe, event.argv, event.argvCut] : event.kind,
  );

describe('records', () => {
  it('are taken by their lengths, whatever they hold; what was discarded is left out', () => {
    const forged = inRing(execRecord(Buffer.from('forged\0')));
    const outer = execRecord(forged.subarray(0, 400));
    const ring = Buffer.concat([inRing(outer, DISCARDED), inRing(outer), inRing(execRecord(Buffer.from('a\0\0b\0')))]);
    const found = [...decodeRing(ring)];
    expect(found.map(({ room, at }) => [room, at])).toEqual([
      [7, 5n],
      [7, 5n],
    ]);
    expect(argvOf(ring)[1]).toEqual(['/bin/x', ['a', '', 'b'], 0]);
    expect(JSON.stringify(argvOf(ring)[0])).not.toContain('["forged"]');
  });

  it('show nothing of what was in their place before', () => {
    expect(argvOf(inRing(execRecord(Buffer.from('a\0'), 2, 'e')))).toEqual([['e', ['a'], 0]]);
    expect(argvOf(inRing(execRecord(Buffer.alloc(0), 900)))).toEqual([['/bin/x', [], 900]]);
    expect(argvOf(inRing(execRecord(Buffer.from('cut off'), 50)))).toEqual([['/bin/x', ['cut off'], 43]]);
  });

  it('that are no records are left out, and never throw', () => {
    const whole = inRing(execRecord(Buffer.from('a\0')));
    for (let length = 0; length < whole.length; length++) expect(argvOf(whole.subarray(0, length))).toEqual([]);
    expect(argvOf(Buffer.alloc(64))).toEqual([]);
    expect(argvOf(Buffer.alloc(400, 0x3f))).toEqual([]);
    const unknown = execRecord(Buffer.alloc(0));
    unknown.writeUInt32LE(99, AT.kind);
    expect(argvOf(inRing(unknown))).toEqual([]);
  });

  it('tell addresses of every kind, also cut ones', () => {
    const inet = Buffer.from([2, 0, 0x1f, 0x90, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(socketAddress(inet)).toEqual({ family: 'inet', address: '10.0.0.1', port: 8080 });
    const inet6 = Buffer.alloc(28);
    inet6.writeUInt16LE(10, 0);
    inet6.writeUInt16BE(443, 2);
    inet6[23] = 1;
    expect(socketAddress(inet6)).toEqual({ family: 'inet6', address: '::1', port: 443 });
    for (const [bytes, family] of [
      [inet.subarray(0, 6), 'other'],
      [inet6.subarray(0, 20), 'other'],
      [Buffer.alloc(0), 'unspec'],
      [Buffer.alloc(16), 'unspec'],
      [Buffer.from([40, 0, 1, 2]), 'other'],
      [Buffer.from([1, 0]), 'unix'],
    ] as const) {
      expect(socketAddress(bytes)).toMatchObject({ family, port: null });
    }
  });
});

describe('the description of the kernel', () => {
  it('is refused where it is none, and a missing name is said', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('no description at all, but long enough')]) {
      expect(() => readKernelLayout(bytes, [])).toThrow('type information');
    }
    const empty = Buffer.alloc(24);
    empty.writeUInt16LE(0xeb9f, 0);
    empty.writeUInt32LE(24, 4);
    expect(() => readKernelLayout(empty, ['task_struct']).offset('task_struct', 'mm')).toThrow('no struct task_struct');
  });
});

describe('the assembler', () => {
  it('jumps forward only, so that every program ends', () => {
    expect(() => new Assembler().label('back').jump('back').end().assemble()).toThrow('back');
    expect(() => new Assembler().jump('nowhere').end().assemble()).toThrow('nowhere');
    const { code, maps } = new Assembler()
      .loadMap(1, 2)
      .jumpIf(0, '==', 0, 'end')
      .set(0, 1)
      .label('end')
      .end()
      .assemble();
    expect(code.length).toBe(6 * 8);
    expect(maps).toEqual([{ at: 4, map: 2 }]);
    expect(code.readInt16LE(2 * 8 + 2)).toBe(1);
  });
});
