import type { StreamerInfo } from "../jsroot.ts";
import type { ObjectBuffer, Version } from "./buffer.ts";
import { bareClassName, type ClassRegistry } from "./classes.ts";
import { type MemberReader, memberReaders } from "./member.ts";
import { specialClasses } from "./special.ts";
import { type OpenMembers, openMembers, type PlainObject, type RootValue } from "./value.ts";

const NEW_CLASS = 0xffff_ffff;
const CLASS_TAG = 0x8000_0000;
const BYTE_COUNT = 0x4000_0000;
/** ROOT's kMapOffset: the first object has this tag. */
const FIRST_TAG = 1;
/** Holds the bytes of an object whose class the file does not describe. */
const UNDESCRIBED = "@bytes";

/**
 * Reads objects of one record by the streamer infos of its file. Everything that a class needs is
 * worked out once per class and version.
 */
export class ObjectReader {
  readonly buffer: ObjectBuffer;
  readonly classes: ClassRegistry;
  readonly #members = new Map<StreamerInfo, readonly MemberReader[]>();

  constructor(classes: ClassRegistry, buffer: ObjectBuffer) {
    this.classes = classes;
    this.buffer = buffer;
  }

  /** The object of a key. */
  top(className: string): PlainObject {
    const bare = bareClassName(className);
    if (this.#isOpaque(bare)) {
      const members = openMembers();
      members[UNDESCRIBED] = this.buffer.raw(this.buffer.left);
      return { className, members };
    }
    const { members } = this.object(bare, FIRST_TAG);
    return { className, members };
  }

  /** Whether neither the file says what is in a class, nor the object where it ends. */
  #isOpaque(className: string): boolean {
    if (specialClasses.has(className) || this.classes.find(className) !== undefined) return false;
    return !this.buffer.hasByteCount();
  }

  /** An object with its header. */
  object(className: string, tag?: number): PlainObject {
    const members = openMembers();
    const object: PlainObject = { className, members };
    if (tag !== undefined) this.buffer.remember(tag, object);
    this.buffer.nested(() => this.into(className, members));
    return object;
  }

  /** Reads a class with its header into members: an object, or the base of one. */
  into(className: string, members: OpenMembers): void {
    const { buffer } = this;
    const special = specialClasses.get(className);
    if (special?.headless) {
      special.read(this, members, 0, className);
      return;
    }
    const version = buffer.version();
    if (special !== undefined) special.read(this, members, version.number, className);
    else {
      const info = this.#infoOf(className, version);
      if (info === undefined) members[UNDESCRIBED] = buffer.raw((version.stop ?? 0) - buffer.at);
      else for (const member of this.membersOf(info)) member.one(this, members);
    }
    buffer.finish(version, className);
  }

  /** An object behind a pointer: none, a new one, or one that was read before. */
  pointer(): RootValue {
    const { buffer } = this;
    const start = buffer.at;
    const first = buffer.u32();
    let tag = first;
    let stop: number | undefined;
    let classAt = start;
    if ((first & BYTE_COUNT) !== 0 && first !== NEW_CLASS) {
      stop = start + 4 + (first & ~BYTE_COUNT);
      classAt = buffer.at;
      tag = buffer.u32();
    }
    if (tag < CLASS_TAG) return tag === 0 ? null : buffer.recall(tag);
    let className: string;
    if (tag === NEW_CLASS) {
      className = buffer.cstring();
      buffer.rememberClass(buffer.tagAt(classAt), className);
    } else className = buffer.recallClass(tag - CLASS_TAG);
    if (stop !== undefined && (stop < buffer.at || stop > buffer.at + buffer.left)) {
      throw buffer.error(`an object of class ${className} ends at byte ${stop}`);
    }
    const object = this.object(className, buffer.tagAt(start));
    buffer.finish({ number: 0, stop }, className);
    return object;
  }

  /**
   * How the members of a class are read, in order.
   * @throws FormatError when the file does not describe it
   */
  membersOf(info: StreamerInfo): readonly MemberReader[] {
    let readers = this.#members.get(info);
    if (readers === undefined) {
      readers = memberReaders(info);
      this.#members.set(info, readers);
    }
    return readers;
  }

  /** The description of a class. @throws FormatError */
  describe(className: string, version?: number): StreamerInfo {
    const info = this.classes.find(className, version);
    if (info !== undefined) return info;
    throw this.buffer.error(`the file does not describe the class ${className}`);
  }

  /** Nothing for a class that is not described, but whose end is known. */
  #infoOf(className: string, { number, stop }: Version): StreamerInfo | undefined {
    const { buffer } = this;
    // Classes without a version of their own have their checksum behind it.
    if ((number === 0 || number > 0x7fff) && stop !== undefined && stop - buffer.at >= 4) {
      const checksum = buffer.peek();
      const info = checksum && this.classes.findChecksum(className, checksum);
      if (info) {
        buffer.at += 4;
        return info;
      }
    }
    if (stop !== undefined) return this.classes.find(className, number);
    return this.describe(className, number);
  }
}
