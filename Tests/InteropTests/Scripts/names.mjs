// node names.mjs FOLDER: each published file (FOLDER/names.json: its path, and the modules that are in it in their order) is the text of
// those modules (FOLDER/written/NAME) with other names for what they declare: each word names the same declaration as before, or the same
// global. TypeScript says what a word names; nothing of ours does.
import assert from "node:assert/strict";
import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, posix } from "node:path";

const tsc = process.env.PATH.split(delimiter).map((folder) => {
  try { return realpathSync(join(folder, "tsc")); } catch { return null; }
}).find(Boolean);
const ts = createRequire(tsc)("../lib/typescript.js"), { SyntaxKind: kinds } = ts;

const folder = process.argv[2];
/** @type {Record<string, string[]>} */
const files = JSON.parse(readFileSync(join(folder, "names.json"), "utf8"));
const roots = Object.entries(files).flatMap(([path, members]) => [`published/${path}`, ...members.map((name) => `written/${name}`)]);
const program = ts.createProgram(roots.map((path) => join(folder, path)), {
  allowJs: true, noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleDetection: ts.ModuleDetectionKind.Force,
});
const checker = program.getTypeChecker();
/** What a published path is in what people wrote: its own module. */
const written = new Map(Object.entries(files).map(([path, members]) => [posix.basename(path), members.at(-1)]));

/** Whether a word is no name of a property or a label. */
function isName(node) {
  const { parent } = node;
  if ([kinds.PropertyAccessExpression, kinds.PropertyAssignment, kinds.MethodDeclaration, kinds.PropertyDeclaration, kinds.GetAccessor,
    kinds.SetAccessor].includes(parent.kind)) return parent.name !== node;
  if (parent.kind === kinds.BindingElement) return parent.propertyName !== node;
  return ![kinds.LabeledStatement, kinds.BreakStatement, kinds.ContinueStatement, kinds.MetaProperty].includes(parent.kind);
}

/** What a word names: a symbol, `file#name` of what another file exports, or the word itself where it is a global. */
function meaning(node, name, members) {
  const symbol = node.parent.kind === kinds.ShorthandPropertyAssignment && node.parent.name === node
    ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node);
  const declaration = symbol?.declarations?.[0];
  if (!declaration) return node.text;
  if (declaration.kind !== kinds.ImportSpecifier && declaration.kind !== kinds.NamespaceImport) return symbol;
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration), text = statement.moduleSpecifier.text;
  const target = posix.normalize(posix.join(posix.dirname(name), text)), file = written.get(posix.basename(text)) ?? target;
  if (declaration.kind === kinds.NamespaceImport) return `${file}#*`;
  const exported = (declaration.propertyName ?? declaration.name).text;
  const member = members.find(({ name }) => name === file);
  return member ? member.exports.get(exported) ?? `${file}#${exported}` : `${file}#${exported}`;
}

/** The statements of a module without those that only other modules are concerned with, and what it exports under which name. */
function read(path, name, members) {
  const source = program.getSourceFile(join(folder, path));
  assert.deepEqual(source.parseDiagnostics.map(({ messageText }) => messageText), [], path);
  const statements = source.statements.filter(({ kind }) => kind !== kinds.ImportDeclaration && kind !== kinds.ExportDeclaration);
  const module = { name, statements, exports: new Map() };
  const add = (exported, node) => module.exports.set(exported, meaning(node, name, members));
  for (const statement of source.statements) {
    if (statement.kind === kinds.ExportDeclaration) {
      for (const { name: exported, propertyName } of statement.exportClause.elements) {
        const local = checker.getExportSpecifierLocalTargetSymbol(propertyName?.parent ?? exported.parent);
        const [declaration] = local.declarations;
        module.exports.set(exported.text, declaration.kind === kinds.ImportSpecifier ? meaning(declaration.name, name, members) : local);
      }
    } else if (statement.modifiers?.some(({ kind }) => kind === kinds.ExportKeyword)) {
      if (statement.kind === kinds.VariableStatement) for (const one of statement.declarationList.declarations) add(one.name.text, one.name);
      else add(statement.name.text, statement.name);
    }
  }
  return module;
}

/** Declarations one by one, and no statement that is none. */
const items = (list) => list.flatMap((node) => node.kind === kinds.EmptyStatement ? []
  : node.kind === kinds.VariableStatement ? [...node.declarationList.declarations] : [node]);

function children(node) {
  const all = [];
  const lists = [node.statements, node.declarations].filter((list) => list && node.kind !== kinds.VariableStatement);
  ts.forEachChild(node, (child) => {
    if (child.kind === kinds.ExportKeyword || lists.some((list) => list.includes(child))) return;
    all.push(child);
  });
  for (const list of lists) all.push(...items(list));
  return all;
}

for (const [path, names] of Object.entries(files)) {
  const members = [];
  for (const name of names) members.push(read(`written/${name}`, name, members));
  const own = names.at(-1), made = read(`published/${path}`, own, []);
  /** Both ways: what was one is one, and nothing else is. */
  const there = new Map(), back = new Map(), privates = new Map();
  const text = (node) => node.getText(node.getSourceFile());
  const where = (one, two) => `${path}: \`${text(one).slice(0, 80)}\` is \`${text(two).slice(0, 80)}\``;
  let member = members[0];

  function same(one, two, why) {
    assert.ok((!there.has(one) || there.get(one) === two) && (!back.has(two) || back.get(two) === one), why());
    there.set(one, two);
    back.set(two, one);
    if (typeof one === "string" || typeof two === "string") assert.equal(one, two, why());
  }

  /** `{ a }` is `{ a: a }`, also in a pattern, and with a value of its own. */
  function property(node) {
    if (node.kind === kinds.ShorthandPropertyAssignment) return { key: node.name.text, name: node.name, value: node.objectAssignmentInitializer };
    if (node.kind === kinds.PropertyAssignment && node.name.kind === kinds.Identifier) {
      const { initializer } = node, isDefault = initializer.kind === kinds.BinaryExpression && initializer.operatorToken.kind === kinds.EqualsToken;
      return { key: node.name.text, name: isDefault ? initializer.left : initializer, value: isDefault ? initializer.right : undefined };
    }
    return { key: (node.propertyName ?? node.name).text, name: node.name, value: node.initializer };
  }

  function compare(one, two) {
    const why = () => where(one, two);
    if (one.kind === kinds.ShorthandPropertyAssignment || one.kind === kinds.BindingElement && !one.propertyName && !one.dotDotDotToken
      && one.parent.kind === kinds.ObjectBindingPattern) {
      const [left, right] = [property(one), property(two)];
      assert.equal(left.key, right.key, why());
      compare(left.name, right.name);
      assert.equal(Boolean(left.value), Boolean(right.value), why());
      if (left.value) compare(left.value, right.value);
      return;
    }
    if (one.kind === kinds.TrueKeyword || one.kind === kinds.FalseKeyword) {
      assert.ok(text(one) === text(two) || text(two) === (one.kind === kinds.TrueKeyword ? "!0" : "!1"), why());
      return;
    }
    assert.equal(one.kind, two.kind, why());
    // `const` and `let` are the same here, `var` is not.
    const isVar = ({ kind, parent }) => kind === kinds.VariableDeclaration && !(parent.flags & ts.NodeFlags.BlockScoped);
    assert.equal(isVar(one), isVar(two), why());
    if (one.kind === kinds.NumericLiteral) assert.equal(Number(one.text), Number(two.text), why());
    else if (one.kind === kinds.PrivateIdentifier) {
      const known = privates.get(member) ?? privates.set(member, new Map()).get(member), made = known.get(one.text) ?? two.text;
      known.set(one.text, made);
      assert.ok(made === two.text && new Set(known.values()).size === known.size, why());
    }
    else if (one.kind === kinds.Identifier && isName(one)) same(meaning(one, member.name, members), meaning(two, own, []), why);
    else if (one.kind === kinds.StringLiteral && one.text.startsWith("./")) assert.equal(one.text.slice(2), written.get(two.text.slice(2)), why());
    else {
      const [left, right] = [children(one), children(two)];
      assert.equal(left.length, right.length, why());
      assert.equal(one.operator, two.operator, why());
      // Names of properties, texts, expressions and parts of templates.
      if (one.text !== undefined) assert.equal(text(one), text(two), why());
      left.forEach((child, at) => compare(child, right[at]));
    }
  }

  const right = items(made.statements);
  let at = 0;
  for (member of members) {
    for (const node of items(member.statements)) {
      assert.ok(at < right.length, `${path} ends within ${member.name}`);
      compare(node, right[at++]);
    }
  }
  assert.equal(at, right.length, `${path} has more than its modules`);
  member = members.at(-1);
  assert.deepEqual([...member.exports.keys()].sort(), [...made.exports.keys()].sort(), path);
  for (const [name, meant] of member.exports) same(meant, made.exports.get(name), () => `${path} exports ${name}`);
  console.log(path, there.size);
}
