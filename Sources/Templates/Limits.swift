/// Bounds on what a template may ask for. Far above what a page needs, far below what hurts the machine.
enum Limits {
  /// Of one template file, in bytes.
  static let templateSize = 1 << 20
  /// Sections and blocks in one another within a file.
  static let nesting = 64
  /// Partials, parents, sections and blocks in one another while a page is rendered.
  static let depth = 100
  /// Of one rendered page, in bytes.
  static let output = 64 << 20
  /// Templates and blocks that one page may enter: partials that call each other twice would double at each level.
  static let calls = 1_000_000
}
