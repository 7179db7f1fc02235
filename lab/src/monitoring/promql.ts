import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

export interface Selector {
  metric: string;
  /** label: the matcher as it is written, such as `=~"a|b"`. */
  matchers: Record<string, string>;
  /** From `metric[range]`, otherwise undefined. */
  range: string | undefined;
  /** The function whose argument is the selector, otherwise undefined. */
  inside: string | undefined;
}

/** Replaces Grafana's variables by values that Grafana could insert. */
export const withoutVariables = (expr: string): string =>
  expr.replaceAll("$__rate_interval", "1m").replaceAll(/\$(?:job|instance)/g, ".+");

/** The syntax errors of a PromQL expression; empty if it is valid. */
export function syntaxErrors(expr: string): string[] {
  const errors: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from }) => {
      if (type.isError) errors.push(`at "${expr.slice(from, from + 20)}"`);
    },
  });
  return errors;
}

/** All series selectors in the expression. */
export function selectorsOf(expr: string): Selector[] {
  const selectors: Selector[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      if (name === "VectorSelector") selectors.push(selectorAt(node, expr));
    },
  });
  return selectors;
}

function selectorAt(node: SyntaxNode, expr: string): Selector {
  const textOf = (part: SyntaxNode | null) => (part === null ? undefined : expr.slice(part.from, part.to));
  const matchers = node.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
  const outer = node.parent?.name === "MatrixSelector" ? node.parent : node;
  const call = outer.parent?.name === "FunctionCallBody" ? outer.parent.parent : null;
  return {
    metric: textOf(node.getChild("Identifier")) ?? "",
    matchers: Object.fromEntries(
      matchers.map((matcher) => {
        const label = textOf(matcher.getChild("LabelName")) ?? "";
        return [label, expr.slice(matcher.from + label.length, matcher.to)];
      }),
    ),
    range: outer === node ? undefined : expr.slice(node.to + 1, outer.to - 1),
    inside: textOf(call?.getChild("FunctionIdentifier") ?? null),
  };
}

/** Whether a label's value matches a matcher, such as `=~"a|b"`. */
export function fits(matcher: string, value: string): boolean {
  const [, operator = "", quoted = ""] = /^(=~|!~|!=|=)\s*"(.*)"$/.exec(matcher) ?? [];
  const wanted = quoted.replaceAll("\\\\", "\\");
  const isEqual = operator.endsWith("~") ? new RegExp(`^(?:${wanted})$`).test(value) : wanted === value;
  return operator.startsWith("!") ? !isEqual : isEqual;
}
