// What src/root/jsroot.ts uses of JSROOT: object streaming by streamer infos. Bytes, keys and
// decompression are ours.
export { addUserStreamer, reconstructObject, TBuffer } from "jsroot/io";
