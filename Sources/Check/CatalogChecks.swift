import Build
import CatalogFile
import Diagnostics
import Hashing
import JSON

/// `catalog.json` and its pages against the files that they list.
struct CatalogChecks {
  let site: CheckedSite

  func run() -> (findings: [Diagnostic], videos: [CatalogVideo]) {
    let root = "catalog.json"
    guard let json = site.json(root) else { return ([], []) }
    guard let index = try? CatalogIndex(json) else {
      return ([site.finding(.catalogForm, "it is no catalog of form \(CatalogIndex.form)", root)], [])
    }
    var findings: [Diagnostic] = []
    var videos: [CatalogVideo] = []
    var sizes: [String: Int64] = [:]
    for entry in index.pages {
      guard case .file(let path, _) = site.addresses.target(of: entry.url, from: root), let json = site.json(path)
      else {
        findings.append(site.finding(.catalogFile, "the page \(entry.url) is not there", root))
        continue
      }
      do {
        let page = try CatalogPage(json)
        if Int64(page.videos.count) != entry.videos {
          findings.append(
            site.finding(.catalogTotals, "\(path) has \(page.videos.count) videos, not \(entry.videos)", root))
        }
        videos += page.videos
        for video in page.videos {
          findings += check(video, path)
          for file in video.files { sizes[file.url] = file.size }
        }
      } catch {
        findings.append(site.finding(.catalogForm, "it cannot be read: \(error)", path))
      }
    }
    if findings.isEmpty {
      let bytes = sizes.values.reduce(0, +)
      if index.bytes != bytes || index.videos != Int64(videos.count) {
        findings.append(
          site.finding(
            .catalogTotals,
            "it says \(index.videos) videos, \(index.bytes) bytes; its pages list \(videos.count), \(bytes)", root))
      }
    }
    return (findings, videos)
  }

  private func check(_ video: CatalogVideo, _ path: String) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for file in video.files {
      guard case .file(let target, _) = site.addresses.target(of: file.url, from: path) else { continue }
      guard let size = site.tree.size(target) else {
        findings.append(site.finding(.catalogFile, "\(file.url) is not there", path))
        continue
      }
      if size != file.size {
        findings.append(site.finding(.catalogSize, "\(target) has \(size) bytes, not \(file.size)", path))
      } else if let listed = site.tree.manifest.entries[target], listed.sha256 != file.sha256 {
        // The manifest's own hash is compared with the bytes by ``FileChecks``.
        findings.append(
          site.finding(.catalogHash, "\(target) has the SHA-256 \(listed.sha256.hex), not \(file.sha256.hex)", path))
      }
    }
    let others =
      [video.url, video.playlist, video.segmentHashes] + video.renditions.flatMap { [$0.playlist, $0.torrent] }
    for url in others where site.deadPath(url, from: path) != nil {
      findings.append(site.finding(.catalogFile, "\(url) is not there", path))
    }
    return findings
  }
}
