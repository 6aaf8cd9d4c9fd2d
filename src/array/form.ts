import { FormatError } from "../errors.ts";
import { isDType } from "../wasm/dtype.ts";

/** Width of the numbers in an index buffer. */
export type IndexWidth = "i8" | "u8" | "i32" | "u32" | "i64";

/**
 * Awkward's form: how an array is cut into buffers. The verbose and the short JSON form are read:
 * parameters and inner shape may be left out, a number's type may stand for its whole form.
 * @see awkward.forms
 */
export type Form = string | FormRecord;

/** A form that is not abbreviated. */
export interface FormRecord {
  readonly class: string;
  readonly parameters?: Readonly<Record<string, unknown>> | null | undefined;
  readonly form_key?: string | null | undefined;
  /** NumpyArray: dtype and further dimensions. */
  readonly primitive?: string | undefined;
  readonly inner_shape?: readonly number[] | undefined;
  /** RegularArray. */
  readonly size?: number | undefined;
  readonly offsets?: IndexWidth | undefined;
  readonly starts?: IndexWidth | undefined;
  readonly stops?: IndexWidth | undefined;
  readonly index?: IndexWidth | undefined;
  readonly tags?: IndexWidth | undefined;
  readonly mask?: IndexWidth | undefined;
  readonly valid_when?: boolean | undefined;
  readonly lsb_order?: boolean | undefined;
  readonly content?: Form | undefined;
  /** RecordArray: `null` for a tuple. Older forms have the fields as names of `contents`. */
  readonly fields?: readonly string[] | null | undefined;
  readonly contents?: readonly Form[] | Readonly<Record<string, Form>> | undefined;
}

/**
 * A form as a record, whatever way it is abbreviated.
 * @throws FormatError for what is no form
 */
export function formRecord(form: unknown): FormRecord {
  if (typeof form === "string") {
    if (isDType(form)) return { class: "NumpyArray", primitive: form };
    throw new FormatError(`"${form}" is no form: a form is JSON, or the name of a dtype`);
  }
  if (typeof form !== "object" || form === null || Array.isArray(form)) {
    throw new FormatError(`${JSON.stringify(form)} is no form`);
  }
  const record = form as FormRecord;
  if (typeof record.class !== "string") {
    throw new FormatError('a form has a "class", such as "ListOffsetArray"');
  }
  return record;
}

/** Fields and forms of a RecordArray, in the present spelling and in that of Awkward 1. */
export function recordContents(form: FormRecord): {
  readonly fields: readonly string[] | undefined;
  readonly contents: readonly Form[];
} {
  const { contents } = form;
  if (contents === undefined) throw new FormatError(`a form of ${form.class} has no contents`);
  if (isList(contents)) {
    const fields = form.fields ?? undefined;
    if (fields !== undefined && fields.length !== contents.length) {
      throw new FormatError(`a form has ${contents.length} contents for ${fields.length} fields`);
    }
    return { fields, contents };
  }
  return { fields: Object.keys(contents), contents: Object.values(contents) };
}

function isList<T>(value: readonly T[] | Readonly<Record<string, T>>): value is readonly T[] {
  return Array.isArray(value);
}
