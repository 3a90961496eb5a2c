import Dispatch
import Files
import Testing

@Suite struct `Work that waits` {
  @Test func `more of it than there are cores leaves Swift's own threads free`() async {
    let gate = DispatchSemaphore(value: 0)
    let count = Files.processorCount + 1
    let opened = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<count {
        group.addTask { await BlockingWork.run { gate.wait(timeout: .now() + .seconds(300)) == .success } }
      }
      // Runs on a thread of Swift's own, which all would wait if the work had taken them.
      try? await Task.sleep(for: .milliseconds(50))
      for _ in 0..<count { gate.signal() }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(opened == count)
  }

  @Test func `its error is the caller's`() async {
    await #expect(throws: FileError.self) {
      try await BlockingWork.run { () throws(FileError) in try Files.read("/nowhere", limit: 1) }
    }
  }
}
