import { describe, expect, it } from "vitest";
import { CorrectionSet } from "../../src/corrections/index.ts";
import { CorrectionError } from "../../src/errors.ts";

const inputs =
  '[{"name":"x","type":"real"},{"name":"n","type":"int"},{"name":"s","type":"string"}]';
const output = '{"name":"w","type":"real"}';

/** A set of one correction whose content is a text of JSON. */
function ofData(data: string): string {
  return `{"schema_version":2,"corrections":[{"name":"c","version":1,"inputs":${inputs},"output":${output},"data":${data}}]}`;
}
const binning = (members: string): string => ofData(`{"nodetype":"binning",${members}}`);
const nested = (data: string): string =>
  binning(`"input":"x","edges":[0.0,1.0,2.0],"flow":"clamp","content":[1.0,${data}]`);
const compound = (members: string): string =>
  ofData("1.0").replace(
    /\]\}$/,
    `],"compound_corrections":[{"name":"d","inputs":${inputs},"output":${output},${members}}]}`,
  );

const broken: readonly (readonly [what: string, text: string, path: string, message: string])[] = [
  ["nothing", "", "", "line 1, column 1"],
  ["a list", "[]", "", "a payload is an object"],
  ["an end in the middle", '{"schema_version": 2, "corrections": [', "", "line 1, column 39"],
  ["a second value", `${ofData("1.0")} 5`, "", "nothing may follow"],
  ["no version", '{"corrections":[]}', "", '"schema_version" is missing'],
  ["another version", '{"schema_version":1,"corrections":[]}', "schema_version", "schema 1"],
  ["a real version", '{"schema_version":2.0,"corrections":[]}', "schema_version", "integer"],
  ["no corrections", '{"schema_version":2}', "", '"corrections" is missing'],
  [
    "a number for a correction",
    '{"schema_version":2,"corrections":[5]}',
    "corrections[0]",
    "object",
  ],
  [
    "an unknown type",
    ofData("1.0").replace('"int"', '"float"'),
    "corrections[0].inputs[1].type",
    '"float"',
  ],
  [
    "an output of text",
    ofData("1.0").replace(output, '{"name":"w","type":"string"}'),
    "corrections[0].output",
    "real",
  ],
  ["content of text", ofData('"1"'), "corrections[0].data", "a number or a node"],
  ["no node type", ofData("{}"), "corrections[0].data", '"nodetype" is missing'],
  ["an unknown node", ofData('{"nodetype":"bin"}'), "corrections[0].data.nodetype", '"bin"'],
  [
    "edges that fall",
    binning('"input":"x","edges":[0.0,0.0],"content":[1],"flow":"clamp"'),
    "corrections[0].data.edges[1]",
    "ascend",
  ],
  [
    "an edge of text",
    binning('"input":"x","edges":[0.0,"big"],"content":[1],"flow":"clamp"'),
    "corrections[0].data.edges[1]",
    '"big"',
  ],
  [
    "one edge",
    binning('"input":"x","edges":[0.0],"content":[],"flow":"clamp"'),
    "corrections[0].data.edges",
    "two edges",
  ],
  [
    "no bins",
    binning('"input":"x","edges":{"n":0,"low":0.0,"high":1.0},"content":[],"flow":"clamp"'),
    "corrections[0].data.edges.n",
    "at least one",
  ],
  [
    "contents too few",
    binning('"input":"x","edges":[0.0,1.0,2.0],"content":[1],"flow":"clamp"'),
    "corrections[0].data.content",
    "1 contents for 2",
  ],
  [
    "an unknown flow",
    binning('"input":"x","edges":[0.0,1.0],"content":[1],"flow":"bounce"'),
    "corrections[0].data.flow",
    "bounce",
  ],
  [
    "bins of text",
    binning('"input":"s","edges":[0.0,1.0],"content":[1],"flow":"clamp"'),
    "corrections[0].data.input",
    "text",
  ],
  [
    "an unknown input",
    nested('{"nodetype":"category","input":"z","content":[]}'),
    "corrections[0].data.content[1].input",
    'no input "z"',
  ],
  [
    "a key of another type",
    nested('{"nodetype":"category","input":"s","content":[{"key":1,"value":2}]}'),
    "corrections[0].data.content[1].content[0].key",
    "integer",
  ],
  [
    "a key without a value",
    nested('{"nodetype":"category","input":"s","content":[{"key":"a"}]}'),
    "corrections[0].data.content[1].content[0]",
    '"value" is missing',
  ],
  [
    "a formula that does not end",
    nested('{"nodetype":"formula","parser":"TFormula","expression":"(x","variables":["x"]}'),
    "corrections[0].data.content[1].expression",
    "(x",
  ],
  [
    "an unknown parser",
    nested('{"nodetype":"formula","parser":"numexpr","expression":"x","variables":["x"]}'),
    "corrections[0].data.content[1].parser",
    "numexpr",
  ],
  [
    "a parameter too few",
    nested(
      '{"nodetype":"formula","parser":"TFormula","expression":"[1]","variables":["x"],"parameters":[1]}',
    ),
    "corrections[0].data.content[1].parameters",
    "1 are given",
  ],
  [
    "a formula that is not there",
    nested('{"nodetype":"formularef","index":0,"parameters":[]}'),
    "corrections[0].data.content[1].index",
    "no generic formula 0",
  ],
  [
    "a transform of text",
    nested('{"nodetype":"transform","input":"s","rule":1,"content":1}'),
    "corrections[0].data.content[1].input",
    "text",
  ],
  [
    "an unknown distribution",
    nested('{"nodetype":"hashprng","inputs":["n"],"distribution":"flat"}'),
    "corrections[0].data.content[1].distribution",
    '"flat"',
  ],
  [
    "a step that is not there",
    compound('"inputs_update":[],"input_op":"*","output_op":"*","stack":["e"]'),
    "compound_corrections[0].stack[0]",
    'no correction "e"',
  ],
  [
    "an unknown operation",
    compound('"inputs_update":[],"input_op":"-","output_op":"*","stack":["c"]'),
    "compound_corrections[0].input_op",
    '"-"',
  ],
  [
    "an update of text",
    compound('"inputs_update":["s"],"input_op":"*","output_op":"*","stack":["c"]'),
    "compound_corrections[0].inputs_update[0]",
    "string",
  ],
];

describe("A payload with", () => {
  it.each(broken)("%s is refused with its place", (_, text, path, message) => {
    let caught: unknown;
    try {
      CorrectionSet.fromString(text).dispose();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(CorrectionError);
    const { path: at, message: said } = caught as CorrectionError;
    expect(at).toBe(path);
    expect(said).toContain(message);
  });
});
