// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is checked as strictly as the compiler can.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

/// A part of the pipeline. It imports only parts that stand above it in this file (docs/architecture.md).
func part(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// - Parameter exclude: folders of the target that hold no Swift.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOWebSocket", package: "swift-nio"),
]
let tls: [Target.Dependency] = [
  .product(name: "NIOSSL", package: "swift-nio-ssl"),
  .product(name: "NIOTLS", package: "swift-nio"),
]

let package = Package(
  name: "bobine",
  products: [
    .executable(name: "bobine", targets: ["bobine"]),
    .executable(name: "bobine-media", targets: ["bobine-media"]),
    .executable(name: "bobined", targets: ["bobined"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibAV", pkgConfig: "libavformat libavcodec libavutil",
      providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev"]), .brew(["ffmpeg"])]),
    .systemLibrary(
      name: "CCmarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .systemLibrary(name: "CPaging"),

    part("Diagnostics"),
    part("JSON"),
    part("Hashing", ["COpenSSL"]),
    part("Files", ["CPaging", "Diagnostics"]),
    part("Torrent", ["Hashing"]),
    part("Facts", ["Hashing", "Torrent"]),
    part("CatalogFile", ["Facts", "Hashing", "JSON"]),
    part("Catalog", ["Diagnostics", "Facts", "Files", "Hashing", "JSON", "CCmarkGFM", yams]),
    part("Templates", ["Diagnostics"]),
    part("ActivityPub", ["Diagnostics", "Hashing", "JSON", "COpenSSL"]),
    part(
      "Site",
      ["Catalog", "CatalogFile", "JSON", "Torrent", "ActivityPub", "Templates", "Diagnostics", "Facts", "Hashing"]),
    part("Media", ["CLibAV", "Facts", "Hashing", "Torrent"]),
    part("Encode", ["Facts", "Files", "Diagnostics", "Hashing", subprocess, system]),
    part(
      "Build",
      [
        "Site", "Encode", "Catalog", "Files", "Facts", "Diagnostics", "Hashing", "JSON", "Templates", "ActivityPub",
        "Torrent", subprocess, system,
      ]),
    part(
      "Check",
      [
        "Build", "Site", "ActivityPub", "Catalog", "CatalogFile", "Torrent", "Files", "Hashing", "JSON", "Diagnostics",
        subprocess, system,
      ]),
    part("HTTPFiles", ["Files", "Diagnostics"] + nio),
    part("Swarm", ["Torrent", "CatalogFile", "Files", "Hashing", "JSON", logging, deque] + nio + tls),

    program("bobine", ["Build", "Catalog", "Check", "HTTPFiles", "Site", "Diagnostics", arguments]),
    program("bobine-media", ["Media", "Facts"]),
    program("bobined", ["Swarm", "Files", arguments, logging, .product(name: "NIOCore", package: "swift-nio")]),

    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("CatalogTests", ["Catalog", "Diagnostics", "Facts", "Files", "Hashing"]),
    tests("HashingTests", ["Hashing"]),
    tests("JSONTests", ["JSON"]),
    tests("FilesTests", ["Files", "Diagnostics", subprocess]),
    tests(
      "InteropTests",
      [
        "bobine", "bobine-media", "bobined", "Site", "ActivityPub", "Diagnostics", "Facts", "Files", "Hashing", "JSON",
        "Templates",
        subprocess, system,
      ] + nio,
      exclude: ["Scripts", "Schemas"]),
    tests("HTTPFilesTests", ["HTTPFiles", "Files", "Diagnostics"] + nio),
    tests("TemplatesTests", ["Templates", "Diagnostics", "Files"]),
    tests(
      "PagesTests",
      ["Site", "Catalog", "Diagnostics", "Facts", "Files", "Hashing", "Templates", "Torrent", subprocess, system]),
    tests("TorrentTests", ["Torrent", "Hashing"]),
    tests("ActivityPubTests", ["ActivityPub", "Diagnostics", "Hashing", "JSON"]),
    tests(
      "FederationTests",
      [
        "bobine", "bobine-media", "bobined", "Site", "ActivityPub", "Catalog", "Diagnostics", "Facts", "Files",
        "Hashing", "JSON",
        subprocess, system,
      ] + nio),
    tests("MediaTests", ["Facts", "Files", "Hashing", "Torrent", "bobine-media", subprocess, system]),
    tests("FactsTests", ["Facts", "Hashing", "Torrent"]),
    tests("StreamingTests", ["Site", "Catalog", "CatalogFile", "Facts", "Hashing", "JSON", "Torrent"]),
    tests("EncodeTests", ["Encode", "Facts", "Files", "Diagnostics", "Hashing", subprocess]),
    tests(
      "CheckTests",
      [
        "bobine", "bobine-media", "Check", "Build", "Catalog", "Diagnostics", "Files", "Hashing", "JSON", "Torrent",
        subprocess, system,
      ]),
    tests(
      "SwarmTests",
      [
        "Swarm", "CatalogFile", "Torrent", "Files", "Hashing", "JSON", logging,
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + nio + tls),
    tests(
      "FuzzTests",
      [
        "Swarm", "CatalogFile", "Torrent", "Files", "Hashing", "JSON", logging,
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + nio),
    tests("BuildTests", ["Build", "Diagnostics", "Facts", "Files", "Hashing"]),
  ],
  swiftLanguageModes: [.v6]
)

// BOBINE_ONLY="SwarmTests FuzzTests" leaves out all other tests: what is built a second time, for a sanitizer or optimised, need
// not be everything.
if let names = Context.environment["BOBINE_ONLY"]?.split(separator: " ").map(String.init), !names.isEmpty {
  package.targets.removeAll { $0.type == .test && !names.contains($0.name) }
}
