import { join, relative, sep } from "node:path";
import { isForTests, objection } from "./layers.mjs";

const ROOT = join(import.meta.dirname, "..", "..");

/** The path of the linted file inside the checkout, with slashes. */
const pathOf = (context) => relative(ROOT, context.filename).split(sep).join("/");

/** The text of a literal or of a template without expressions. */
function textOf(node) {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

/** Imports point one way through the instance, whatever their form: import, type, export … from, import(), require(). */
const arrow = {
  create(context) {
    const from = pathOf(context);
    const check = (source) => {
      const specifier = textOf(source);
      const message = specifier === undefined ? undefined : objection(from, specifier);
      if (message) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal ?? node.argument),
      TSExternalModuleReference: (node) => check(node.expression),
      CallExpression: (node) => {
        if (node.callee.type === "Identifier" && node.callee.name === "require") check(node.arguments[0]);
      },
    };
  },
};

const ENVIRONMENT = "lib/kit/env.ts";

/** Only one file reads the environment; tests and the tools around the program may too. */
const environment = {
  create(context) {
    const path = pathOf(context);
    if (path === ENVIRONMENT || isForTests(path)) return {};
    const report = (node) => context.report({ node, message: `Only ${ENVIRONMENT} reads the environment: use env().` });
    const isProcess = (node) => node?.type === "Identifier" && node.name === "process";
    return {
      MemberExpression: (node) => {
        const name = node.computed ? textOf(node.property) : node.property.name;
        if (name === "env" && isProcess(node.object)) report(node);
      },
      VariableDeclarator: (node) => {
        const names = node.id.type === "ObjectPattern" ? node.id.properties.map((one) => one.key?.name) : [];
        if (isProcess(node.init) && names.includes("env")) report(node);
      },
      ImportDeclaration: (node) => {
        const { value } = node.source;
        if (value === "process" || value === "node:process") report(node);
      },
    };
  },
};

const BROWSER = /^(components|lib\/client|lib\/features\/[^/]+\/client)\//;
const SCHEMAS = /^@\/lib\/((core|features)\/.*(schemas|\/events)|shared\/(define-event|errors|ids|live|moment|page))$/;

/**
 * The browser takes types of schemas, never the schemas: making one asks the engine whether it may make code from text,
 * which the rate limit of every page forbids, and zod is a lot to load for a list of words.
 */
const browser = {
  create(context) {
    const path = pathOf(context);
    if (!BROWSER.test(path) || isForTests(path)) return {};
    const isType = (node) =>
      node.importKind === "type" ||
      (node.specifiers.length > 0 && node.specifiers.every(({ importKind }) => importKind === "type"));
    return {
      ImportDeclaration: (node) => {
        if (!SCHEMAS.test(node.source.value) || isType(node)) return;
        context.report({ node, message: "The browser imports types of schemas, and values from files without any." });
      },
    };
  },
};

/** What knows no feature: everyone stands on it. */
const BLIND = /^(lib\/(client|core|kit|shared)|components\/(layout|ui)|server)\//;
/** Names that features own, as they stand in names and texts: of rooms, learn and watches, and what they bring. */
const OWNED = /^(rooms?|chats?|mentions?|invitations?|quiz(zes)?|lessons?|education|listings?|scrapers?|watches)$/;

const wordsOf = (text) =>
  text
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
const ownedIn = (text) => wordsOf(text).find((word) => OWNED.test(word));

/** A name of the code's own: not a property of something that a library gave. */
const isOwn = ({ parent }, node) =>
  !(parent.type === "MemberExpression" && parent.property === node && !parent.computed);

/** What features stand on names none of them: a word of theirs in it is a rule or a list that belongs into the feature. */
const blind = {
  create(context) {
    const path = pathOf(context);
    if (!BLIND.test(path) || isForTests(path)) return {};
    const check = (node, text) => {
      const word = typeof text === "string" ? ownedIn(text) : undefined;
      if (word)
        context.report({ node, message: `“${word}” belongs to a feature: what it stands on does not name it.` });
    };
    return {
      Identifier: (node) => isOwn(node, node) && check(node, node.name),
      Literal: (node) => check(node, node.value),
      TemplateElement: (node) => check(node, node.value.cooked),
      JSXText: (node) => check(node, node.value),
    };
  },
};

export default { meta: { name: "throng" }, rules: { arrow, blind, browser, environment } };
