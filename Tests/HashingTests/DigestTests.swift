import Hashing
import Testing

@Suite struct `Digests` {
  @Test func `SHA-256 and SHA-1 of abc are those of FIPS 180-4`() {
    let abc = Array("abc".utf8)
    #expect(SHA256.hash(abc).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(SHA1.hash(abc).hex == "a9993e364706816aba3e25717850c26c9cd0d89d")
  }

  @Test func `the digest of no bytes is defined`() {
    #expect(SHA256.hash([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(SHA1.hash([]).hex == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
  }

  @Test func `bytes may arrive in any parts`() {
    let bytes = sample(10_000)
    for step in [1, 63, 64, 65, 4096, 10_000] {
      var long = SHA256()
      var short = SHA1()
      for part in parts(bytes, step) {
        long.update(part)
        short.update(part)
      }
      #expect(long.finalize() == SHA256.hash(bytes))
      #expect(short.finalize() == SHA1.hash(bytes))
    }
  }

  @Test func `hexadecimal text reads back and nothing else is accepted`() {
    let digest = SHA256.hash(Array("abc".utf8))
    #expect(Digest256(hex: digest.hex) == digest)
    #expect(Digest256(hex: digest.hex.uppercased()) == digest)
    #expect(Digest256(hex: digest.hex.dropLast()) == nil)
    #expect(Digest256(hex: digest.hex.dropLast(2)) == nil)
    #expect(Digest256(hex: digest.hex.dropLast() + "g") == nil)
    #expect(Digest160(hex: digest.hex) == nil)
  }
}

/// The bytes that contracts/bittorrent.md 1.5 counts its test vectors over.
func sample(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

/// `bytes` cut every `step` bytes.
func parts(_ bytes: [UInt8], _ step: Int) -> [[UInt8]] {
  stride(from: 0, to: bytes.count, by: step).map { Array(bytes[$0..<min(bytes.count, $0 + step)]) }
}
