/** Text as Python's `repr` quotes it. */
export function quoteText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = Array.from(text, (char) => escapeChar(char, quote)).join("");
  return quote + inside + quote;
}

/** Bytes as Python's `repr` writes them. */
export function quoteBytes(bytes: Uint8Array): string {
  const chars = Array.from(bytes, (byte) => String.fromCharCode(byte));
  const quote = chars.includes("'") && !chars.includes('"') ? '"' : "'";
  const inside = chars.map((char) => (char > "~" ? hex(char, 2, "x") : escapeChar(char, quote)));
  return `b${quote}${inside.join("")}${quote}`;
}

const NAMED: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
};

function escapeChar(char: string, quote: string): string {
  if (Object.hasOwn(NAMED, char)) return NAMED[char];
  if (char === quote) return `\\${char}`;
  if (char === " " || !/[\p{C}\p{Z}]/u.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x100) return hex(char, 2, "x");
  return code < 0x10000 ? hex(char, 4, "u") : hex(char, 8, "U");
}

function hex(char: string, digits: number, letter: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16);
  return `\\${letter}${code.padStart(digits, "0")}`;
}
