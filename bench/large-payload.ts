import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const cache = process.env.HEPWASM_CACHE ?? join(homedir(), ".cache/hepwasm");

/** Corrections of jets of about 38.8 MB: the size of the largest payload that is published. */
const CORRECTIONS = 60;
const ETA_BINS = 82;
const PT_BINS = 46;

/** A payload of that size and kind, made from a seed when it is first asked for. */
export function largePayload(): string {
  const file = join(cache, `payload-${CORRECTIONS}-${ETA_BINS}-${PT_BINS}.json`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  console.error(`making ${file} ...`);
  // Never half a file under its name.
  writeFileSync(`${file}.part`, text());
  renameSync(`${file}.part`, file);
  return file;
}

function text(): string {
  let state = 20240710;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const real = (value: number): string => {
    const digits = String(value);
    return /[.e]/.test(digits) ? digits : `${digits}.0`;
  };
  const edges = (n: number, low: number, high: number): string =>
    Array.from({ length: n + 1 }, (_, i) => real(low + ((high - low) * i) / n)).join(",");
  const leaf = (): string => {
    const parameters = Array.from({ length: 5 }, () => real(next() - 0.5)).join(",");
    return `{"nodetype":"formularef","index":0,"parameters":[${parameters}]}`;
  };
  const many = (n: number, of: () => string): string => Array.from({ length: n }, of).join(",");
  const pt = edges(PT_BINS, 8.5, 6500.5);
  const row = (): string =>
    `{"nodetype":"binning","input":"JetPt","edges":[${pt}],"content":[${many(PT_BINS, leaf)}],"flow":"clamp"}`;
  const formula = `{"nodetype":"formula","parser":"TFormula","expression":"max(0.0001,[0]+[1]*log(x)+[2]*y/x+[3]*exp(-x/100.)+[4])","variables":["JetPt","Rho"]}`;
  const inputs = ["JetEta", "JetPt", "Rho"].map((name) => `{"name":"${name}","type":"real"}`);
  const correction = (i: number): string =>
    `{"name":"L${i}","version":1,"inputs":[${inputs}],"output":{"name":"factor","type":"real"},` +
    `"generic_formulas":[${formula}],"data":{"nodetype":"binning","input":"JetEta",` +
    `"edges":[${edges(ETA_BINS, -5.191, 5.191)}],"content":[${many(ETA_BINS, row)}],"flow":"error"}}`;
  const all = Array.from({ length: CORRECTIONS }, (_, i) => correction(i));
  return `{"schema_version":2,"corrections":[${all.join(",\n")}]}`;
}
