import type { AwkwardArray, Metadata, RecordArray } from "../array/array.ts";
import type { NanoArray } from "../events/nano-events.ts";
import type { Schema } from "../events/schema.ts";
import type { AccumulatorClass } from "./accumulate.ts";

/** What is known of the events of one chunk, beside the dataset's own metadata. */
export interface EventsMetadata extends Metadata {
  readonly dataset: string;
  readonly filename: string;
  readonly treename: string;
  readonly entryStart: number;
  readonly entryStop: number;
  readonly fileuuid?: string | undefined;
}

/**
 * The events of one chunk: a record array with a field for each branch of the tree, read when first
 * used. `Fields` names the fields where the type checker should know them.
 */
export type Events<Fields extends string = string> = EventSelection<Fields> & RecordArray<Fields>;

/** What of an array stays true for its events: fewer of them are events as well. */
interface EventSelection<Fields extends string> {
  readonly metadata: EventsMetadata;
  filter(mask: AwkwardArray): Events<Fields>;
  slice(start?: number, stop?: number): Events<Fields>;
}

/**
 * The events of one chunk as a schema arranges them: a field for each collection, whose fields and
 * derived properties are arrays in turn.
 */
export type SchemaEvents = NanoArray & {
  readonly metadata: EventsMetadata;
  filter(mask: AwkwardArray): SchemaEvents;
  slice(start?: number, stop?: number): SchemaEvents;
};

/**
 * An analysis of one chunk of events.
 *
 * `process` is synchronous, touches nothing but its argument and `this`'s settings, and returns what
 * it made: it may be called again for the same events, when it turns out which columns it uses.
 * Results of chunks are summed (see `merge`).
 * @see coffea.processor.ProcessorABC
 */
export interface Processor<Out> {
  /** How branches become collections of objects, where the run does not say. */
  readonly schema?: Schema | undefined;
  /**
   * Classes with `addInPlace` of whose objects results consist, beside `Hist`: needed where results
   * leave their thread.
   */
  readonly accumulators?: readonly AccumulatorClass[] | undefined;
  /**
   * A text that changes with what the processor computes, for checkpoints where they cannot see it:
   * private fields, what its functions close over.
   */
  readonly identity?: string | undefined;
  /** @returns histograms, numbers, arrays, and records, maps, sets and lists of them */
  process(events: Events): Out;
  /** Called once with the sum of all chunks; what it returns is the result of the run. */
  postprocess?(out: Out): Out;
}
