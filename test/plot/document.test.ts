import { describe, expect, it } from "vitest";
import { DrawnDocument, descendants } from "../../src/plot/document.ts";

function tree(): DrawnDocument {
  const document = new DrawnDocument();
  const svg = document.body.appendChild(document.createElement("svg"));
  for (const name of ["a", "b", "c"]) {
    const g = svg.appendChild(document.createElementNS("", "g"));
    g.setAttribute("class", `layer ${name}`);
    g.appendChild(document.createElement("text")).textContent = name;
  }
  return document;
}

describe("DrawnDocument", () => {
  it("finds elements by tag, class and id, in document order", () => {
    const document = tree();
    const svg = document.querySelector("svg")!;
    expect(svg.querySelectorAll("g.layer").map((g) => g.textContent)).toEqual(["a", "b", "c"]);
    expect(document.querySelector(".b")?.textContent).toBe("b");
    svg.children[2].setAttribute("id", "third");
    expect(document.getElementById("third")?.textContent).toBe("c");
    expect(svg.children[0].matches(":first-child")).toBe(true);
    expect(svg.children[1].matches(":first-child")).toBe(false);
    expect(svg.querySelectorAll("text, .a")).toHaveLength(4);
    expect([...descendants(svg)]).toHaveLength(6);
    expect(() => svg.querySelector("g > text")).toThrow(/unsupported selector/);
  });

  it("moves, inserts and removes nodes", () => {
    const document = tree();
    const svg = document.querySelector("svg")!;
    const [a, b, c] = svg.children;
    svg.insertBefore(c, a);
    expect(svg.textContent).toBe("cab");
    expect([a.previousSibling, a.nextSibling]).toEqual([c, b]);
    a.remove();
    expect(a.parentNode).toBeNull();
    expect(svg.textContent).toBe("cb");
    expect(svg.contains(b.firstChild)).toBe(true);
    expect(svg.contains(a)).toBe(false);
    svg.innerHTML = "";
    expect(svg.firstChild).toBeNull();
  });

  it("keeps attributes and declarations in the order they were set", () => {
    const element = new DrawnDocument().createElement("path");
    element.setAttribute("d", "M0,0");
    element.setAttribute("x", 1);
    element.style.setProperty("fill", "none");
    expect([...element.attributes]).toEqual([
      ["d", "M0,0"],
      ["x", "1"],
    ]);
    expect(element.style.getPropertyValue("fill")).toBe("none");
    element.removeAttribute("style");
    expect(element.style.getPropertyValue("fill")).toBe("");
    element.removeAttribute("x");
    expect(element.getAttribute("x")).toBeNull();
  });
});
