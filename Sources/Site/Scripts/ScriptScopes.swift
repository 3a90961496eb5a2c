/// Which declaration each name of a module stands for (ECMA-262, 8.2 and 9.1), and what of its text can be said in less.
///
/// There is none of a module where that could only be guessed: with what `ScopeReader` does not know, with `eval`, with a constant that
/// gets another value, which fails where it is run.
struct ScriptScopes {
  /// What may declare names: a block, the parameters of a function, its body.
  struct Scope {
    let parent: Int?
    /// Declarations with `var` in blocks are in the next one around that is a function's.
    let isFunction: Bool
    /// The body of a function, which may not declare a parameter's name once more.
    let isBody: Bool
    fileprivate(set) var bindings: [String: Int] = [:]
    /// Those of its bindings, and those of scopes around it, that are named in it or in a scope within.
    fileprivate(set) var used: Set<Int> = []
  }

  struct Binding {
    let name: String
    let scope: Int
    let isConstant: Bool
    /// How often it is named.
    fileprivate(set) var count = 0
  }

  /// A word that names a binding.
  struct Place {
    let token: Int
    let binding: Int
    /// `{ x }`, which is `{ x: x }`.
    let isProperty: Bool
  }

  private(set) var scopes = [Scope(parent: nil, isFunction: true, isBody: false)]
  private(set) var bindings: [Binding] = []
  private(set) var places: [Place] = []
  /// Names that nothing in the module declares: the browser's.
  private(set) var free: Set<String> = []
  /// By token, what may stand in its place.
  var forms: [Int: [UInt8]] = [:]
  /// Tokens that say nothing once `forms` stand there.
  var needless: Set<Int> = []

  /// The one that the module declares outside all blocks and functions, or imports.
  func outermost(_ name: String) -> Int? { scopes[0].bindings[name] }

  private struct Word {
    let token: Int
    let name: String
    let scope: Int
    let isProperty: Bool
    var isChanged = false
  }

  private var words: [Word] = []
  private var hoisted: [(name: String, scope: Int)] = []

  /// Scopes are numbered as they are opened.
  mutating func open(in parent: Int, isFunction: Bool, isBody: Bool) -> Int {
    scopes.append(Scope(parent: parent, isFunction: isFunction, isBody: isBody))
    return scopes.count - 1
  }

  mutating func declare(_ name: String, in scope: Int, isConstant: Bool = false) {
    guard scopes[scope].bindings[name] == nil else { return }
    scopes[scope].bindings[name] = bindings.count
    bindings.append(Binding(name: name, scope: scope, isConstant: isConstant))
  }

  /// With `var`.
  mutating func hoist(_ name: String, in scope: Int) {
    var place = scope
    while !scopes[place].isFunction, let parent = scopes[place].parent { place = parent }
    hoisted.append((name, scope))
    declare(name, in: place)
  }

  /// - Returns: by which the word is known to `change`.
  mutating func name(_ token: Int, _ name: String, in scope: Int, isProperty: Bool = false) -> Int {
    words.append(Word(token: token, name: name, scope: scope, isProperty: isProperty))
    return words.count - 1
  }

  /// It gets a value there.
  mutating func change(_ names: [Int]) { for name in names { words[name].isChanged = true } }

  /// Once all declarations are known: which of them the words name.
  /// - Returns: whether that is certain.
  mutating func resolve() -> Bool {
    // `catch (a) { var a = 1 }` has two of a name, and so may a function with a parameter of it.
    for (name, scope) in hoisted {
      var place = scope
      while !scopes[place].isFunction, let parent = scopes[place].parent {
        if scopes[place].bindings[name] != nil { return false }
        place = parent
      }
      let parameters = scopes[place].isBody ? scopes[place].parent : nil
      if parameters.map({ scopes[$0].bindings[name] != nil }) ?? false { return false }
    }
    for index in bindings.indices { scopes[bindings[index].scope].used.insert(index) }
    for word in words {
      var scope = word.scope
      var around = [scope]
      while scopes[scope].bindings[word.name] == nil, let parent = scopes[scope].parent {
        scope = parent
        around.append(scope)
      }
      guard let binding = scopes[scope].bindings[word.name] else {
        free.insert(word.name)
        continue
      }
      if word.isChanged, bindings[binding].isConstant { return false }
      for scope in around { scopes[scope].used.insert(binding) }
      bindings[binding].count += 1
      places.append(Place(token: word.token, binding: binding, isProperty: word.isProperty))
    }
    words = []
    return !free.contains("eval")
  }
}
