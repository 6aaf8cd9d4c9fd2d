/** Options of Node that load modules: each has a value, behind a space or an equals sign, quoted where it has spaces. */
const LOADING =
  /(?<=^|\s)(?:--(?:import|require|loader|experimental-loader)(?:=|\s+)|-r\s+)(?:"(?:[^"\\]|\\.)*"|\S+)\s*/g;

/**
 * Node's options of this process, as the environment variable `NODE_OPTIONS` has them, for Nodes on other machines: what
 * is loaded first here (`--import tsx`) is not installed there, and modules come to them as JavaScript.
 */
export function nodeOptionsElsewhere(options: string): string {
  return options.replace(LOADING, "").trim();
}
