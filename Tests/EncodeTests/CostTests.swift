import Encode
import Facts
import Testing

/// What a plan says beforehand of its cost.
struct `The cost of a plan` {
  @Test func `of a copy is its source, and nothing lies in the work folder`() throws {
    let cost = try planned(source(320, 180)).cost(size: 10_000_000) { _ in false }
    #expect(cost.copied == ["180p"] && cost.encoded == [] && cost.encode == 0 && cost.work == 0)
    #expect(cost.write >= 10_000_000 && cost.write < 20_000_000)
  }

  @Test func `of an encode is told for each rendition, with its chunks, and leaves out what is made`() throws {
    let plan = try planned(source(1920, 1080))
    let whole = plan.cost(size: 1_000_000_000) { _ in false }
    #expect(whole.copied == ["1080p"] && whole.encoded == ["480p"])
    #expect(whole.encode == plan.duration && whole.work > 0)
    #expect(whole.write >= 1_000_000_000 + whole.work)
    let rest = plan.cost(size: 1_000_000_000) { $0.name.text == "1080p" }
    #expect(rest.copied == [] && rest.encoded == ["480p"] && rest.write < whole.write)
    #expect(plan.cost(size: 1_000_000_000) { _ in true } == PlanCost())
  }

  @Test func `does not overflow where a container lies`() throws {
    var plan = try planned(source(1920, 1080))
    plan.duration = .max
    let cost = plan.cost(size: .max) { _ in false }
    #expect(cost.write > 1 << 45 && cost.write < 1 << 48 && cost.encode == 1 << 45)
  }

  private func source(_ width: Int, _ height: Int) -> Source {
    Source(video: Picture(codec: "h264", width: width, height: height), audio: "aac")
  }
}
