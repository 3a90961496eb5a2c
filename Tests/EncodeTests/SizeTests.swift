import Diagnostics
import Encode
import Facts
import Testing

/// Heights, sizes and rates of what is encoded.
struct SizeTests {
  @Test func `a list of heights copies the source's own and renders those below it`() throws {
    let plan = try planned(Source(video: .h264(), audio: "aac"), .heights([1080, 480, 720]))
    #expect(plan.renditions.map(\.name.text) == ["720p", "480p"])
    #expect(plan.renditions.map(\.isCopy) == [true, false])
    #expect(plan.renditions[1].recipe.hasPrefix("h264 854x480 25/1"))
  }

  @Test func `a list without the source's height leaves the source out`() throws {
    #expect(try planned(Source(video: .h264(), audio: "aac"), .heights([360])).renditions.map(\.name.text) == ["360p"])
  }

  @Test func `a list of heights above the source gives the source's own`() throws {
    let plan = try planned(Source(video: .h264(), audio: "aac"), .heights([2160]))
    #expect(plan.renditions.map(\.name.text) == ["720p"])
    #expect(plan.notes.map(\.id) == ["heights-above-source"])
  }

  @Test func `a portrait video is named and scaled by its short side`() throws {
    let portrait = Picture(codec: "h264", width: 1920, height: 1080, rotation: 90)
    let plan = try planned(Source(video: portrait, audio: "aac"), .heights([1080, 480]))
    #expect(plan.renditions.map(\.name.text) == ["1080p", "480p"])
    #expect(plan.renditions[1].recipe.hasPrefix("h264 480x854 "))
  }

  @Test func `wide pixels become square ones, and fields become pictures`() throws {
    let tape = Picture(codec: "dvvideo", width: 720, height: 576, aspect: Rate(64, 45), isInterlaced: true)
    let plan = try planned(Source(video: tape, audio: nil))
    #expect(plan.renditions[0].recipe.hasPrefix("h264 1024x576 25/1"))
    #expect(plan.renditions[0].recipe.contains("deinterlace"))
  }

  @Test func `odd sides become even`() throws {
    let plan = try planned(Source(video: Picture(codec: "mpeg4", width: 853, height: 479), audio: nil))
    #expect(plan.renditions[0].name.text == "478p")
    #expect(plan.renditions[0].recipe.hasPrefix("h264 852x478 "))
  }

  @Test(arguments: [
    (Rate(120, 1), "60/1"), (Rate(60000, 1001), "60000/1001"), (Rate(90, 1), "45000/1000"), (Rate(0, 1), "30/1"),
    (Rate(1000, 1), "30/1"), (Rate(2987, 100), "30000/1001"), (Rate(1, 5), "10/1"), (Rate(15, 1), "15000/1000"),
  ])
  func `frame rates are constant and at most sixty`(rate: Rate, expected: String) throws {
    let plan = try planned(Source(video: Picture(codec: "mpeg4", rate: rate), audio: nil))
    #expect(plan.renditions[0].recipe.contains(" \(expected) "))
  }
}
