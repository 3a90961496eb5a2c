/// The known name nearest to a mistyped one, for "did you mean".
///
/// - Returns: nil where nothing is near: more than a third of the letters would have to change.
public func nearest(_ name: String, among known: some Sequence<String>) -> String? {
  let typed = Array(name.utf8.prefix(64))
  let limit = max(1, typed.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(typed, Array(candidate.utf8.prefix(64)))
    guard distance <= limit else { continue }
    if let current = best, (current.distance, current.name) <= (distance, candidate) { continue }
    best = (candidate, distance)
  }
  return best?.name
}

/// The known path nearest to a mistyped one: the folder is forgotten more often than a letter.
public func nearestPath(_ path: String, among known: [String]) -> String? {
  func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
  let typed = name(path)
  if let moved = known.filter({ name($0) == typed }).min() { return moved }
  if let near = nearest(path, among: known) { return near }
  guard let near = nearest(typed, among: known.map(name)) else { return nil }
  return known.filter { name($0) == near }.min()
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  for i in 1...a.count {
    for j in 1...b.count {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      var best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
      rows[i][j] = best
    }
  }
  return rows[a.count][b.count]
}
