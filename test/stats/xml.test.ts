import { describe, expect, it } from "vitest";
import { parseXml } from "../../src/stats/xml.ts";

describe("parseXml", () => {
  it("reads elements, attributes and text", () => {
    const text = `<?xml version="1.0"?>
      <!-- a channel -->
      <!DOCTYPE Channel SYSTEM 'HistFactorySchema.dtd'>
      <Channel Name="SR &amp; CR" InputFile='a.root'>
        words &lt; <Sample Name="s"/> more<![CDATA[ <raw> ]]>
        <!-- <Sample Name="no"/> -->
      </Channel>`;
    const root = parseXml(text, "c.xml");
    expect(root.name).toBe("Channel");
    expect(root.attributes.get("Name")).toBe("SR & CR");
    expect(root.attributes.get("InputFile")).toBe("a.root");
    expect(root.children.map(({ name }) => name)).toEqual(["Sample"]);
    expect(root.text.replace(/\s+/g, " ").trim()).toBe("words < more <raw>");
  });

  it("says in which line a document is broken", () => {
    const broken: [string, RegExp][] = [
      ["", /line 1: no element begins here/],
      ["<a>\n<b>\n</a>", /line 3: "b" ends as "a"/],
      ["<a", /line 1: element "a" is not written/],
      ["<a>", /"a" does not end/],
      ["<a/><b/>", /more text behind/],
      ['<a x="1" x="2"/>', /a second attribute "x"/],
      ["<a>&nope;</a>", /no entity "&nope;"/],
      ["<a>".repeat(200), /more than 100 elements/],
    ];
    for (const [text, words] of broken) expect(() => parseXml(text, "c.xml")).toThrow(words);
  });
});
