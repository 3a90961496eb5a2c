/// Short names for what the modules of one file declare, which is all in one scope there.
///
/// Two declarations have the same name only where neither can be meant in the other's stead: where none of them is named within the
/// scope of the other. No name is one of the browser's that any of the modules uses, nor a word of the language. A compressor finds
/// more where a text repeats itself, so what people call the same is called the same here too, as far as that goes.
struct ShortNames {
  /// Of a module, by its place among those of the file.
  struct Declared: Hashable {
    var module: Int
    var binding: Int
  }

  private var short: [Declared: String] = [:]
  private let same: [Declared: Declared]

  /// - Parameter same: what an import means, which has no name of its own.
  init(_ modules: [ScriptScopes], same: [Declared: Declared]) {
    self.same = same
    let conflicts = conflicts(modules)
    let free = modules.reduce(into: Self.words) { $0.formUnion($1.free) }
    // In the order of `letters`, and how often each is written so far.
    var pool: [(name: String, count: Int)] = []
    var made = 0
    var liked: [String: Int] = [:]
    for one in order(modules) {
      let taken = Set((conflicts[one] ?? []).compactMap { short[$0] })
      let binding = modules[one.module].bindings[one.binding]
      let others = pool.indices.filter { !taken.contains(pool[$0].name) }
      var chosen = liked[binding.name].flatMap { others.contains($0) ? $0 : nil }
      // The one that is there the most often already: nothing is said in less than what was just said.
      chosen = chosen ?? others.max { (pool[$0].count, -$0) < (pool[$1].count, -$1) }
      while chosen == nil {
        let next = Self.name(made)
        made += 1
        if free.contains(next) { continue }
        pool.append((next, 0))
        chosen = pool.count - 1
      }
      guard let chosen else { continue }
      pool[chosen].count += binding.count
      short[one] = pool[chosen].name
      liked[binding.name] = liked[binding.name] ?? chosen
    }
  }

  subscript(module: Int, binding: Int) -> String { short[meant(Declared(module: module, binding: binding))] ?? "" }

  private func meant(_ one: Declared) -> Declared {
    var one = one
    while let next = same[one] { one = next }
    return one
  }

  /// Those with a name of their own, the often named ones first; what is known in the whole file after the others, which are many.
  private func order(_ modules: [ScriptScopes]) -> [Declared] {
    let all = modules.indices.flatMap { module in
      modules[module].bindings.indices.map { Declared(module: module, binding: $0) }
    }.filter { same[$0] == nil }
    func binding(_ one: Declared) -> ScriptScopes.Binding { modules[one.module].bindings[one.binding] }
    let counts = all.reduce(into: [:]) { $0[binding($1).name, default: 0] += binding($1).count }
    return all.enumerated().sorted { left, right in
      let (one, two) = (binding(left.element), binding(right.element))
      if (one.scope == 0) != (two.scope == 0) { return two.scope == 0 }
      if one.name != two.name {
        let (many, few) = (counts[one.name] ?? 0, counts[two.name] ?? 0)
        return many == few ? one.name.utf8.lexicographicallyPrecedes(two.name.utf8) : many > few
      }
      return one.count == two.count ? left.offset < right.offset : one.count > two.count
    }.map(\.element)
  }

  /// By declaration: those that need another name.
  private func conflicts(_ modules: [ScriptScopes]) -> [Declared: Set<Declared>] {
    var conflicts: [Declared: Set<Declared>] = [:]
    func part(_ left: some Sequence<Declared>, _ right: some Sequence<Declared>) {
      for one in left {
        for two in right where one != two {
          conflicts[one, default: []].insert(two)
          conflicts[two, default: []].insert(one)
        }
      }
    }
    var outermost: Set<Declared> = []
    for (module, scopes) in modules.enumerated() {
      func all<Bindings: Sequence<Int>>(_ bindings: Bindings) -> Set<Declared> {
        Set(bindings.map { meant(Declared(module: module, binding: $0)) })
      }
      outermost.formUnion(all(scopes.scopes[0].bindings.values))
      for scope in scopes.scopes {
        let own = all(scope.bindings.values)
        part(own, all(scope.used))
        // `(a) => { let a }` is none.
        if scope.isBody, let parent = scope.parent { part(own, all(scopes.scopes[parent].bindings.values)) }
      }
    }
    part(outermost, outermost)
    return conflicts
  }

  // MARK: names

  /// Letters in about the order in which scripts have them, then pairs.
  private static let letters = Array("etnraisolcdumhpfgvbywkxjqzETNRAISOLCDUMHPFGVBYWKXJQZ_$")

  private static func name(_ number: Int) -> String {
    let (rest, last) = number.quotientAndRemainder(dividingBy: letters.count)
    return (rest == 0 ? "" : name(rest - 1)) + String(letters[last])
  }

  /// That mean something to the language, always or in places.
  private static let words = ScopeReader.reserved.union([
    "as", "arguments", "async", "enum", "eval", "from", "get", "of", "set", "undefined", "Infinity", "NaN",
  ])
}
