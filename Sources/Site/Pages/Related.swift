import Catalog

/// Where to go after a video: the next episodes of its series, then what shares tags with it, then its channel.
///
/// The cost of a page does not grow with the catalog: of each list only what stands near the video is looked at.
struct Related {
  private let site: PageSite
  private let index: Int
  private let video: Video

  /// As many as a page shows.
  static let count = 8
  /// So many videos of each list are looked at on either side.
  private static let reach = 12

  init(_ site: PageSite, _ index: Int) {
    self.site = site
    self.index = index
    video = site.catalog.videos[index]
  }

  /// Indices into `catalog.videos`, the best first; never the video itself.
  var videos: [Int] {
    var chosen: [Int] = []
    func add(_ more: some Sequence<Int>) {
      for other in more where other != index && !chosen.contains(other) && chosen.count < Self.count {
        chosen.append(other)
      }
    }
    for term in Taxonomy.series.terms(of: video) { add(following(site.terms.list(term)?.videos ?? []).prefix(4)) }
    add(byTags.prefix(4))
    // Older ones first, then from the newest: every video leads on.
    let channel = site.listedByChannel[video.channel] ?? []
    let place = Self.place(of: index, in: channel)
    add(channel[place...].prefix(Self.count + 1))
    add(channel.prefix(Self.count + 1))
    return chosen
  }

  /// Of a list in an order of its own: what comes after the video.
  private func following(_ list: [Int]) -> ArraySlice<Int> {
    list.firstIndex(of: index).map { list[($0 + 1)...] } ?? list[...]
  }

  /// The more tags in common the better, a rare tag counts for more; then the nearer in time.
  private var byTags: [Int] {
    var weight: [Int: Double] = [:]
    for term in Taxonomy.tags.terms(of: video) {
      guard let list = site.terms.list(term)?.videos, list.count > 1 else { continue }
      let place = Self.place(of: index, in: list)
      let near = list[max(0, place - Self.reach)..<min(list.count, place + Self.reach + 1)]
      for other in near where other != index { weight[other, default: 0] += 1 / Double(list.count) }
    }
    return weight.sorted { a, b in
      a.value == b.value ? (abs(a.key - index), a.key) < (abs(b.key - index), b.key) : a.value > b.value
    }.map(\.key)
  }

  /// Where the video stands, or would stand, in a list of rising indices.
  private static func place(of index: Int, in list: [Int]) -> Int {
    var low = 0, high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < index { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
