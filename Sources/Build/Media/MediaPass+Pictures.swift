import Facts
struct MadePictures { var facts: PictureSet
 func publish(into: String) throws {} }
/// The pictures of one video, made beside its packaging.
struct PicturePass: Sendable {
  let job: MediaJob
  let phase: MediaPhase
  func run(duration: Int64) async throws -> MadePictures? { nil }
}
