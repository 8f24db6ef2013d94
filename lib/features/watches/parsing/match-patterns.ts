import { ParseError } from "./parse-error";

/**
 * Which patterns each text matches, one row for a text. Patterns ignore case and count code points; what is only correct
 * without the latter is read so.
 * @throws ParseError bad_pattern
 */
export function matchPatterns(texts: string[], patterns: string[]): boolean[][] {
  const compiled = patterns.map(compile);
  return texts.map((text) => compiled.map((pattern) => pattern.test(text)));
}

function compile(pattern: string): RegExp {
  for (const flags of ["iu", "i"]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next flags forgive more.
    }
  }
  throw new ParseError("bad_pattern", pattern);
}
