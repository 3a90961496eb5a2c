/// Modules that nobody wrote, of everything that declares and names something: small, always ending, and telling all that they do.
///
/// Names are few, so that they shadow one another, and some are what a short name may be too.
struct MadeUpModules {
  private var state: UInt64
  private var text = ""
  private var depth = 0
  private var scopes = [Scope()]
  private var labels: [String] = []

  private struct Scope {
    /// And whether they may get another value.
    var names: [(name: String, isChangeable: Bool)] = []
    /// Names of scopes around it: what is named here before it is declared here would have no value yet.
    var outer: Set<String> = []
  }

  init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// `main.js` and two that it imports.
  static func files(seed: Int) -> [String: String] {
    var made = Self(seed: seed)
    let names = Self.words.prefix(3).map { $0 }
    let inner = made.module(importing: [], exporting: names)
    let other = made.module(importing: [("inner.js", names)], exporting: names)
    let main = made.module(importing: [("other.js", names), ("inner.js", names)], exporting: [])
    return ["inner.js": inner, "other.js": other, "main.js": main]
  }

  private static let words = ["alpha", "beta", "gamma", "e", "t", "n", "get", "of", "async", "item", "value", "$0"]

  private static let helpers = """
    let steps = 0;
    const call = (made, ...given) => {
      try {
        const result = typeof made === "function" && steps++ < 60 ? made(...given) : made;
        if (result instanceof Promise) result.catch(() => {});
        return result;
      } catch (problem) { return problem.constructor.name; }
    };
    const all = (it) => it?.[Symbol.iterator] ? [...it].slice(0, 3) : [];
    const show = (it) => {
      try { return String(JSON.stringify(it, (_, one) => typeof one === "function" ? "function" : one)).slice(0, 300); } catch { return "a circle"; }
    };

    """

  private mutating func draw(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private mutating func one<T>(_ of: [T]) -> T { of[draw(of.count)] }

  private mutating func module(importing: [(String, [String])], exporting: [String]) -> String {
    (text, depth, scopes) = ("", 0, [Scope()])
    for (index, (file, names)) in importing.enumerated() {
      let locals = names.map { index == 0 && draw(2) == 0 ? $0 : $0 + "From\(index)" }
      text +=
        "import { \(zip(names, locals).map { $0 == $1 ? $0 : "\($0) as \($1)" }.joined(separator: ", ")) } from './\(file)';\n"
      scopes[0].names += locals.map { ($0, false) }
    }
    text += Self.helpers
    for _ in 0..<(4 + draw(6)) { statement() }
    for (index, name) in exporting.enumerated() {
      text += "const made\(index) = \(expression());\nexport { made\(index) as \(name) };\n"
    }
    log()
    return text
  }

  // MARK: names

  /// One that the innermost scope has not yet, or nil.
  private mutating func declared(_ isChangeable: Bool) -> String? {
    let name = one(Self.words)
    let last = scopes.count - 1
    if scopes[last].names.contains(where: { $0.name == name }) || scopes[last].outer.contains(name) { return nil }
    scopes[last].names.append((name, isChangeable))
    return name
  }

  private mutating func known(changeable: Bool = false) -> String? {
    var seen: Set<String> = []
    let names = scopes.reversed().flatMap(\.names).filter {
      seen.insert($0.name).inserted && (!changeable || $0.isChangeable)
    }
    guard !names.isEmpty else { return nil }
    let name = one(names.map(\.name))
    for index in scopes.indices.reversed() {
      if scopes[index].names.contains(where: { $0.name == name }) { break }
      scopes[index].outer.insert(name)
    }
    return name
  }

  private mutating func within(_ names: [String] = [], _ write: (inout Self) -> Void) {
    scopes.append(Scope(names: names.map { ($0, false) }))
    depth += 1
    write(&self)
    depth -= 1
    scopes.removeLast()
  }

  // MARK: statements

  private mutating func end() { text += one([";\n", "\n", ";", " // \(one(Self.words))\n"]) }

  private mutating func log() {
    text += ";try { log.push(show(\(expression()))); } catch (\(one(Self.words))) { log.push('late'); }\n"
  }

  private mutating func statement() {
    switch draw(depth > 3 ? 6 : 15) {
    case 0, 1: declaration()
    case 2, 3: log()
    case 4:
      if let name = known(changeable: true) {
        text += one([
          "\(name) = \(expression())", ";[\(name) = 1] = [\(expression())]",
          ";({ \(name) } = { \(name): \(expression()) })",
        ])
        end()
      }
    case 5: if let name = known(changeable: true) { text += ";({ \(name) = \(expression()), ...\(name) } = {});\n" }
    case 6: function()
    case 7: classDefinition()
    case 8: block("if (\(expression())) ")
    case 9:
      block("for (const each\(depth) of [\(expression()), \(expression())]) ", ["each\(depth)"])
    case 10: block("for (let e = 0, t = 2; t--;) ", ["e", "t"])
    case 11:
      let label = one(Self.words)
      if labels.contains(label) { return }
      labels.append(label)
      text += "\(label): "
      block("for (const value of [1, 2, 3]) ", ["value"], first: "if (value > 1) continue \(label);\n")
      labels.removeLast()
    case 12:
      block("try ", throwing: true)
      let (head, names) = one([("", []), ("({ e, alpha }) ", ["e", "alpha"]), ("(e) ", ["e"])])
      block("catch " + head, names)
    case 13:
      text += "switch (\(expression())) {\ncase 1: "
      within { made in
        made.declaration()
        made.text += "default: "
        made.log()
      }
      text += "}\n"
    default: block("")
    }
  }

  private mutating func block(_ head: String, _ names: [String] = [], first: String = "", throwing: Bool = false) {
    text += "\(head){\n\(first)"
    within(names) { made in
      if throwing { made.text += "if (\(made.expression())) throw { e: 1, alpha: \(made.expression()) };\n" }
      for _ in 0..<(1 + made.draw(3)) { made.statement() }
    }
    text += "}\n"
  }

  private mutating func declaration() {
    let isChangeable = draw(2) == 0
    let value = expression()
    guard let name = declared(isChangeable) else { return }
    let word = isChangeable ? "let" : "const"
    let more = declared(isChangeable)
    switch draw(4) {
    case 0: text += "\(word) { \(name), zeta: [\(more ?? "")] = [1] } = { \(name): \(value) }"
    case 1: text += "\(word) [\(name) = \(value)\(more.map { ", ...\($0)" } ?? "")] = [undefined, 2, 3]"
    case 2: text += "\(word) \(name) = \(value)\(more.map { ", \($0) = \(name)" } ?? "")"
    default: text += "\(word) { \(name) = \(value)\(more.map { ", ...\($0)" } ?? "") } = { length: 1 }"
    }
    end()
  }

  private mutating func function() {
    guard let name = declared(false) else { return }
    let (kind, head) = one([("", ""), ("async ", ""), ("", "*")])
    text += "\(kind)function\(head) \(name)"
    body()
    text += "\n"
  }

  /// Parameters and braces.
  private mutating func body() {
    within { made in
      let first = made.declared(true)
      let value = made.expression()
      let second = made.declared(true)
      made.text +=
        "(\([first, second.map { "{ \($0) = \(value) } = {}" }].compactMap { $0 }.joined(separator: ", "))) {\n"
      // A body declares no parameter once more.
      for _ in 0..<made.draw(3) { made.block("") }
      made.text += "return \(made.expression());\n}"
    }
  }

  private mutating func classDefinition() {
    guard let name = declared(false) else { return }
    let (field, method) = (one(Self.words), one(Self.words))
    text += "class \(name) {\n\(field) = \(expression());\n#\(method) = [\(expression())]\nstatic alpha = 1\n"
    text += "get hidden() { return [this.#\(method), typeof \(name)]; }\n['computed' + \(one(["1", "2"]))]"
    body()
    text += "\nasync *\(method)_"
    body()
    text += "\n}\n"
    text +=
      "try { log.push(show([new \(name)(), new \(name)().hidden, \(name).alpha])); } catch { log.push('none'); }\n"
  }

  // MARK: expressions

  private mutating func expression() -> String {
    depth += 1
    defer { depth -= 1 }
    let name = known() ?? "1"
    guard depth < 6 else { return name }
    return switch draw(18) {
    case 0: one(["1", "0.5", "true", "false", "'e'", "(/[e/]t/).source", "null", "-0.25"])
    case 1, 2, 3: name
    case 4: "[\(expression()), ...[\(expression())]]"
    case 5:
      name == "1" ? "[]" : "{ \(name), e: \(expression()), [\"t\"]: 1, get n() { return \(expression()); } }".wrapped
    case 6: "`e ${show(\(expression()))} ${`t ${show(\(expression()))}`}`"
    case 7: "(\(expression()) ? \(expression()) : \(expression()))"
    case 8: "call(\(expression()), \(expression()))"
    case 9: arrow()
    // One that is declared further below has no type yet.
    case 10: "call(() => typeof \(one(Self.words + ["nowhere"])))"
    case 11: "(\(name)?.\(one(Self.words)) ?? \(expression()))"
    case 12: "(\(expression()), \(expression()))"
    case 13: generator()
    case 14: innerClass()
    case 15: "(\(expression()) === \(expression()) || \(name) in { \(one(Self.words)): 1 })"
    case 16: known(changeable: true).map { "(\($0) = \(expression()))" } ?? name
    default: "{ e: \(expression()) }".wrapped + ".e"
    }
  }

  private mutating func generator() -> String {
    var made = ""
    let name = one(["e", "inner"])
    within([name]) { made = "function* \(name)() { yield \($0.expression()); yield* [\($0.expression())]; }" }
    return "all(call(\(made)))"
  }

  private mutating func innerClass() -> String {
    var made = ""
    let name = one(["t", "Inner"])
    within([name]) { made = "(class \(name) { static e = \($0.expression()); }).e" }
    return made
  }

  private mutating func arrow() -> String {
    var made = ""
    within { inner in
      let name = inner.declared(true)
      let form = inner.draw(4)
      let value = inner.expression()
      made =
        switch (name, form) {
        case (nil, _): "() => \(value)"
        case (let name?, 0): "(\(name)) => \(value)"
        case (let name?, 1): "async \(name) => \(value)"
        case (let name?, 2): "({ \(name) }, [e2 = \(name)] = []) => [\(value), e2]"
        case (let name?, _): "(\(name) = 1, ...rest) => { let inner = \(value); return [inner, rest]; }"
        }
    }
    return "call(\(made), \(expression()))"
  }
}

extension String {
  /// An object where a block could stand.
  fileprivate var wrapped: String { "(\(self))" }
}
