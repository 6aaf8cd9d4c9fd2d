import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { md5, sha256 } from "../../src/codec/digest.ts";
import {
  applyPatch,
  digest,
  Model,
  PatchSet,
  uncorrelatedBackground,
  Workspace,
  type WorkspaceModelOptions,
} from "../../src/stats/index.ts";
import { twoBins, twoBinWorkspace } from "./models.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("digests", () => {
  it("are those of their standards", () => {
    // RFC 1321 A.5, FIPS 180-4
    expect(md5(bytes(""))).toBe("d41d8cd98f00b204e9800998ecf8427e");
    expect(md5(bytes("message digest"))).toBe("f96b697d7cb7938d525a2f31aaf161d0");
    expect(md5(bytes("1234567890".repeat(8)))).toBe("57edf4a22be3c955ac49da2e2107b67a");
    expect(sha256(bytes("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it("know 1 from 1.0 in what is made of a text, as pyhf's do", () => {
    const text = `{"channels":[{"name":"b","samples":[{"name":"s","data":[5.0,6],"modifiers":[
      {"name":"mu","type":"normfactor","data":null}]},{"name":"bkg","data":[50.0,1e2],"modifiers":[
      {"name":"k","type":"normsys","data":{"hi":1.10,"lo":0.9}},
      {"name":"u","type":"shapesys","data":[5.0,12]}]}]}],
      "observations":[{"name":"b","data":[52.0,101]}],"measurements":[{"name":"m","config":{"poi":"mu",
      "parameters":[{"name":"mu","bounds":[[0,10.0]],"inits":[1.0]}]}}],"version":"1.0.0"}`;
    const workspace = Workspace.fromText(text);
    const other = workspace.rename({ channels: { b: "c" }, measurements: { m: "n" } });
    const patched = applyPatch(workspace.spec, [
      { op: "remove", path: "/channels/0/samples/1/modifiers/0" },
    ]);
    // pyhf.utils.digest of pyhf 0.7.6's results
    const made: readonly (readonly [Workspace, string])[] = [
      [workspace, "56353118f8a48893bf2c69981d903332ffda7810ce480075dff2201d340e722d"],
      [
        workspace.prune({ modifiers: ["k"] }),
        "b096f9e45e2665f744cceeacbdf240cf1220a95821291ab975d7386c84c3b99f",
      ],
      [
        workspace.rename({ channels: { b: "a" }, modifiers: { u: "v" } }),
        "71549358dde10c69033f0b75a485c81e5ceaff59d5c4288b79ffd08bef61c68f",
      ],
      [workspace.sorted(), "0bc33d6780ab2ab3db90da8b2cdc11f01da595088af2a615e6967667a0c1efcd"],
      [
        Workspace.combine(workspace, other),
        "c195d122c4a850f7169b2dd2aac35f2f01309b9591c797c5f58ee274f7c68543",
      ],
      [new Workspace(patched), "b096f9e45e2665f744cceeacbdf240cf1220a95821291ab975d7386c84c3b99f"],
    ];
    for (const [one, expected] of made) {
      expect(one.digest()).toBe(expected);
      expect(digest(one.toText())).toBe(expected);
    }
    // json.dumps(spec, indent=4, sort_keys=True)
    expect(workspace.toText()).toMatch(
      /^\{\n {4}"channels": \[\n {8}\{\n {12}"name": "b",\n {12}"samples": \[\n {16}\{\n {20}"data": \[\n {24}5\.0,\n {24}6\n/,
    );
    // A number that is another one now is as JavaScript writes it.
    const changed = structuredClone(workspace.spec);
    expect(new Workspace(changed).digest()).not.toBe(workspace.digest());
  });

  it("see numbers as Python writes them", () => {
    // python -c 'import json,hashlib; print(hashlib.md5(json.dumps(json.loads(TEXT), sort_keys=True, ensure_ascii=False).encode()).hexdigest())'
    const text =
      '{"b": [1, 1.0, 1e5, 1e16, 1e-5, 0.0001, -0.0, 123456789012345678901, 1.5e300, 0.1], "a": "ü\\n\\u0001\\"", "A": {}, "_": [true, null]}';
    expect(digest(text, "md5")).toBe("3a2c8deea19cf8198d71e6e3106e14de");
    expect(digest('{"a": 1, "b": 2}')).toBe(digest('{ "b":2,\n"a":1 }'));
    expect(digest('{"a": 1}')).not.toBe(digest('{"a": 1.0}'));
  });

  it("refuse what is not JSON, with the place", () => {
    for (const text of ["", "{", '{"a" 1}', "[1,]", '"\\x"', "01", "[1] 2", `${"[".repeat(300)}`]) {
      expect(() => digest(text)).toThrow(/not JSON: .* in line 1, position \d+/);
    }
  });
});

describe("Workspace", () => {
  const workspace = new Workspace(twoBinWorkspace);

  it("refuses options that do not exist, and names that would be the same", () => {
    const space = new Workspace(twoBinWorkspace);
    const model = (options: object) => () => space.model(options as WorkspaceModelOptions);
    expect(model({ measurementName: "nope" })).toThrow(/did you mean "measurement"/);
    expect(model({ poi: "nu" })).toThrow(/did you mean "poiName"/);
    const [one, two] = space.spec.channels[0].samples;
    expect(() => space.rename({ samples: { [one.name]: two.name } })).toThrow(
      /would both be named/,
    );
    const swapped = space.rename({ samples: { [one.name]: two.name, [two.name]: one.name } });
    expect(swapped.spec.channels[0].samples[0].name).toBe(two.name);
  });

  it("leaves out and renames parts", () => {
    const small = workspace.prune({ samples: ["signal"], modifierTypes: ["shapesys"] });
    expect(small.spec.channels[0].samples).toEqual([
      { name: "background", data: [50, 52], modifiers: [] },
    ]);
    const other = workspace.rename({ channels: { singlechannel: "SR" }, modifiers: { mu: "nu" } });
    expect(other.spec.observations[0].name).toBe("SR");
    expect(other.spec.measurements[0].config.poi).toBe("nu");
    expect(workspace.spec).toEqual(twoBinWorkspace);
    expect(() => workspace.prune({ samples: ["Signal"] })).toThrow('did you mean "signal"?');
  });

  it("combines what does not clash", () => {
    const other = workspace.rename({
      channels: { singlechannel: "CR" },
      measurements: { Measurement: "second" },
    });
    const both = Workspace.combine(workspace, other);
    expect(both.channels).toEqual(["CR", "singlechannel"]);
    expect(both.measurementNames).toEqual(["Measurement", "second"]);
    expect(Workspace.combine(workspace, workspace, { join: "outer" }).spec).toEqual(workspace.spec);
    expect(() => Workspace.combine(workspace, workspace)).toThrow(
      'channels: "singlechannel" in both workspaces; try join "outer"',
    );
    expect(() => Workspace.combine(workspace, other, { mergeChannels: true })).toThrow(
      "outer join",
    );
  });

  it("is built from a model and its data", () => {
    const model = uncorrelatedBackground([12, 11], [50, 52], [3, 7]);
    const built = Workspace.build(model, [51, 48]);
    const again = built.model();
    expect(built.data(again)).toEqual([51, 48, ...model.config.auxdata]);
    expect(again.logpdf([1, 1, 1], built.data(again))).toBe(
      model.logpdf([1, 1, 1], built.data(again)),
    );
  });

  it("patches models", () => {
    const patch = [{ op: "replace", path: "/channels/0/samples/0/data", value: [5, 6] }] as const;
    const model = workspace.model({ patches: [patch] });
    expect([...model.expectedData([1, 1, 1])].slice(0, 2)).toEqual([55, 58]);
  });
});

describe("applyPatch", () => {
  it("does what RFC 6902 says", () => {
    const add = (path: string, value: unknown) => ({ op: "add", path, value }) as const;
    expect(applyPatch({ a: [1, 3] }, [add("/a/1", 2), add("/a/-", 4), add("/b~1c", 5)])).toEqual({
      a: [1, 2, 3, 4],
      "b/c": 5,
    });
    expect(applyPatch({ a: { b: 1 } }, [{ op: "move", from: "/a/b", path: "/c" }])).toEqual({
      a: {},
      c: 1,
    });
    expect(applyPatch({ a: 1 }, [{ op: "test", path: "/a", value: 1 }])).toEqual({ a: 1 });
    expect(() => applyPatch({ a: 1 }, [{ op: "remove", path: "/b" }])).toThrow(
      'patch operation 0 (remove /b): nothing is called "b" there',
    );
    expect(() => applyPatch({ a: 1 }, [{ op: "test", path: "/a", value: 2 }])).toThrow(
      "another one",
    );
  });

  it("undoes additions by removals", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), fc.integer(), (items, at, value) => {
        const path = `/${at % (items.length + 1)}`;
        const there = applyPatch(items, [{ op: "add", path, value }]);
        expect(there.length).toBe(items.length + 1);
        expect(applyPatch(there, [{ op: "remove", path }])).toEqual(items);
      }),
    );
  });

  it("cannot reach prototypes", () => {
    const patched = applyPatch({}, [{ op: "add", path: "/__proto__", value: { polluted: 1 } }]);
    expect(Object.hasOwn(patched, "__proto__")).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe("PatchSet", () => {
  const text = JSON.stringify(twoBinWorkspace);
  const set = (digests: object, name = "one"): unknown => ({
    version: "1.0.0",
    metadata: { references: { hepdata: "ins1234567" }, digests, labels: ["m"], description: "d" },
    patches: [
      {
        metadata: { name: "one", values: [100] },
        patch: [{ op: "replace", path: "/channels/0/samples/0/data", value: [1, 2] }],
      },
      { metadata: { name, values: [200] }, patch: [] },
    ],
  });

  it("finds patches by name and values, and applies them to their workspace alone", () => {
    const patches = new PatchSet(set({ sha256: digest(text) }, "two"));
    const workspace = Workspace.fromText(text);
    expect(patches.get([100]).name).toBe("one");
    expect(patches.apply(workspace, "one").spec.channels[0].samples[0].data).toEqual([1, 2]);
    expect(() => patches.verify(`${text.slice(0, -1)}, "more": 1}`)).toThrow("the patches are for");
    expect(() => patches.get("tw")).toThrow('did you mean "two"?');
  });

  it("refuses two patches of one name", () => {
    expect(() => new PatchSet(set({ md5: "0".repeat(32) }))).toThrow(
      'patches[1].metadata: a second patch is called "one"',
    );
    expect(() => new PatchSet(set({}, "two"))).toThrow("metadata.digests: nothing is in here");
  });
});

describe("uncorrelatedBackground", () => {
  it("is pyhf's simple model", () => {
    const model = uncorrelatedBackground([12, 11], [50, 52], [3, 7]);
    expect(model.spec.channels).toEqual(new Model(twoBins).spec.channels);
  });
});
