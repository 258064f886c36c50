/** A register of the kernel's virtual machine: r0 results, r1 to r5 arguments, r6 to r9 kept over calls, r10 the stack. */
export type Register = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

const JUMPS = { '==': 0x15, '!=': 0x55, '>': 0x25, '>=': 0x35 } as const;
const WIDTHS = { 4: 0x61, 8: 0x79 } as const;

/** Where the number of a map's descriptor has to be written before a program is loaded. */
export interface MapUse {
  /** Byte offset of the four bytes. */
  readonly at: number;
  readonly map: number;
}

export interface AssembledProgram {
  readonly code: Buffer;
  readonly maps: readonly MapUse[];
}

/** Writes instructions of eBPF, one method for each that is needed. Jumps go forward only, so every program ends. */
export class Assembler {
  private readonly words: Buffer[] = [];
  private readonly maps: MapUse[] = [];
  private readonly labels = new Map<string, number>();
  private readonly jumps: { readonly at: number; readonly label: string }[] = [];

  private emit(op: number, dst: number, src: number, off: number, imm: number): this {
    const word = Buffer.alloc(8);
    word.writeUInt8(op, 0);
    word.writeUInt8((src << 4) | dst, 1);
    word.writeInt16LE(off, 2);
    word.writeInt32LE(imm | 0, 4);
    this.words.push(word);
    return this;
  }

  /** dst = src */
  move(dst: Register, src: Register): this {
    return this.emit(0xbf, dst, src, 0, 0);
  }

  /** dst = the lower 32 bits of src */
  move32(dst: Register, src: Register): this {
    return this.emit(0xbc, dst, src, 0, 0);
  }

  set(dst: Register, value: number): this {
    return this.emit(0xb7, dst, 0, 0, value);
  }

  add(dst: Register, value: number): this {
    return this.emit(0x07, dst, 0, 0, value);
  }

  addRegister(dst: Register, src: Register): this {
    return this.emit(0x0f, dst, src, 0, 0);
  }

  subtractRegister(dst: Register, src: Register): this {
    return this.emit(0x1f, dst, src, 0, 0);
  }

  multiply(dst: Register, value: number): this {
    return this.emit(0x27, dst, 0, 0, value);
  }

  and(dst: Register, value: number): this {
    return this.emit(0x57, dst, 0, 0, value);
  }

  shiftRight(dst: Register, bits: number): this {
    return this.emit(0x77, dst, 0, 0, bits);
  }

  /** dst = *(src + offset) */
  load(bytes: 4 | 8, dst: Register, src: Register, offset: number): this {
    return this.emit(WIDTHS[bytes], dst, src, offset, 0);
  }

  /** *(dst + offset) = src */
  store(bytes: 4 | 8, dst: Register, offset: number, src: Register): this {
    return this.emit(bytes === 4 ? 0x63 : 0x7b, dst, src, offset, 0);
  }

  /** *(dst + offset) = value, 4 bytes */
  storeNumber(dst: Register, offset: number, value: number): this {
    return this.emit(0x62, dst, 0, offset, value);
  }

  /** Adds src to the 8 bytes at dst + offset, atomically. */
  count(dst: Register, offset: number, src: Register): this {
    return this.emit(0xdb, dst, src, offset, 0);
  }

  call(helper: number): this {
    return this.emit(0x85, 0, 0, 0, helper);
  }

  loadMap(dst: Register, map: number): this {
    this.maps.push({ at: this.words.length * 8 + 4, map });
    // The second half of a 16 byte instruction.
    return this.emit(0x18, dst, 1, 0, 0).emit(0, 0, 0, 0, 0);
  }

  /** Goes to a label where the comparison with a number holds. */
  jumpIf(left: Register, comparison: keyof typeof JUMPS, right: number, label: string): this {
    this.jumps.push({ at: this.words.length, label });
    return this.emit(JUMPS[comparison], left, 0, 0, right);
  }

  jumpIfSame(left: Register, right: Register, label: string): this {
    this.jumps.push({ at: this.words.length, label });
    return this.emit(0x1d, left, right, 0, 0);
  }

  jump(label: string): this {
    this.jumps.push({ at: this.words.length, label });
    return this.emit(0x05, 0, 0, 0, 0);
  }

  label(name: string): this {
    this.labels.set(name, this.words.length);
    return this;
  }

  /** Ends with result 0. */
  end(): this {
    return this.set(0, 0).emit(0x95, 0, 0, 0, 0);
  }

  assemble(): AssembledProgram {
    for (const { at, label } of this.jumps) {
      const target = this.labels.get(label);
      if (target === undefined || target <= at) throw new Error(`no label ${label} after its jump`);
      this.words[at]?.writeInt16LE(target - at - 1, 2);
    }
    return { code: Buffer.concat(this.words), maps: this.maps };
  }
}
