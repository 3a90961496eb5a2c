import NIOCore

/// What comes due when: a binary heap, the soonest first, so that ten thousand torrents need one timer.
struct DueHeap {
  struct Item: Hashable {
    var due: NIODeadline
    var entry: Int
  }

  private var items: [Item] = []

  var first: Item? { items.first }
  var count: Int { items.count }

  mutating func push(_ item: Item) {
    items.append(item)
    var index = items.count - 1
    while index > 0, items[index].due < items[(index - 1) / 2].due {
      items.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func pop() -> Item? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    guard !items.isEmpty else { return first }
    items[0] = last
    var index = 0
    while true {
      let left = 2 * index + 1
      guard left < items.count else { return first }
      let child = left + 1 < items.count && items[left + 1].due < items[left].due ? left + 1 : left
      guard items[child].due < items[index].due else { return first }
      items.swapAt(index, child)
      index = child
    }
  }
}
