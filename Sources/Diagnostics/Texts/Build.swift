/// What the build itself has to say: programs, locks, disks, published addresses.
extension Diagnostic {
  public static func missingMediaProgram(looked: [String]) -> Diagnostic {
    Diagnostic(
      "missing-program", .error, at: nil, "bobine-media is not where bobine looks for it.",
      note: "Looked at \(looked.joined(separator: ", ")).",
      next: "Install both programs with `make install PREFIX=...`, or set BOBINE_HOME to the folder that holds them.")
  }

  public static func missingTheme(looked: [String]) -> Diagnostic {
    Diagnostic(
      "missing-theme", .error, at: nil, "The theme is not where bobine looks for it.",
      note: "Looked at \(looked.joined(separator: ", ")).",
      next: "Install it with `make install PREFIX=...`, or name its folder with --theme.")
  }

  public static func unreadableProject(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "unreadable-project", .error, at: Location(path), "This folder cannot be read: \(reason).",
      next: "Give the folder that holds your videos: `bobine build FOLDER`.")
  }

  public static func outputHoldsProject(_ output: String, project: String) -> Diagnostic {
    Diagnostic(
      "output-holds-project", .error, at: Location(output),
      "The output is the folder of the videos, or holds it (\(project)).",
      note: "What lies in the output is never read as content, so no video would be found.",
      next: "Give a folder of its own with -o, or leave -o out: the default is `public` in the project's folder.")
  }

  public static func foreignFile(_ path: String) -> Diagnostic {
    Diagnostic(
      "foreign-file", .error, at: Location(path), "Bobine did not write this file, and will not replace it.",
      note: "A page of the site belongs here. What Bobine wrote stands in .bobine-manifest beside the home page.",
      next:
        "Move the file away, or give another folder with -o. Where only the manifest was lost, remove the output first."
    )
  }

  public static func interrupted() -> Diagnostic {
    Diagnostic(
      "interrupted", .error, at: nil, "The build was interrupted.",
      note: "What is finished is kept; nothing is half-written.", next: "Run the same command again: it carries on.")
  }

  public static func locked(_ state: String, holder: String) -> Diagnostic {
    Diagnostic(
      "locked", .error, at: Location(state), "Another build of this folder is running (\(holder)).",
      note: "Two builds would overwrite each other's files.",
      next: "Wait for it to end, or give another --output and --state.")
  }

  public static func unwritableState(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "unwritable", .error, at: Location(path), "Bobine cannot write here: \(reason).",
      next: "Where the project is read-only, name other folders: `bobine build -o OUTPUT --state STATE`.")
  }

  public static func unwritable(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "unwritable", .error, at: Location(path), "This file cannot be written: \(reason).",
      next: "Make room or mend its permissions, then build again: what is done already is kept.")
  }

  public static func unreadable(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "unreadable", .error, at: Location(path), "This file cannot be read: \(reason).",
      next: "Mend its permissions (`chmod +r`), then build again.")
  }

  public static func diskTooSmall(_ path: String, needs: String, has: String) -> Diagnostic {
    Diagnostic(
      "disk-too-small", .error, at: Location(path),
      "What is to be written here needs up to \(needs), and the disk has \(has).",
      note: "`bobine build --dry-run` tells how much each video takes.",
      next: "Make room, name another disk with --media-output or --state, or build anyway with --force.")
  }

  public static func damagedFacts(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "damaged-facts", .warning, at: Location(path), "These facts cannot be used: \(reason).",
      note: "They are written again from the video where it is at hand.",
      next: "Restore the file from git, or build where the video is.")
  }

  public static func noFacts(_ path: String) -> Diagnostic {
    Diagnostic(
      "no-facts", .error, at: Location(path), "There is no video file here, and no facts of an earlier build.",
      note: "A page can be made without its video only from facts that an earlier build left in .bobine/facts.",
      next: "Put the video file beside this text, or commit .bobine/facts from the machine that has it.")
  }

  public static func sourceChanged(_ path: String) -> Diagnostic {
    Diagnostic(
      "source-changed", .error, at: Location(path), "The file changed while it was being read.",
      note: "It may still be uploading or recording. The previous version of its page stays.",
      next: "Run `bobine build` again when the file is complete.")
  }

  public static func mediaProcessEnded(_ path: String, how: String) -> Diagnostic {
    Diagnostic(
      "media-process-ended", .error, at: Location(path),
      "The media pass of this video ended before it was done: \(how).",
      note: "The other videos are not touched by it. The file may be damaged, or memory was short.",
      next: "Check it with `ffmpeg -v error -i FILE -f null -`, then run `bobine build` again.")
  }

  public static func emptyFile(_ path: String) -> Diagnostic {
    Diagnostic(
      "empty-file", .error, at: Location(path), "This file is empty (0 bytes).",
      next: "Copy the video again, or delete the file.")
  }

  public static func notMedia(_ path: String, detail: String) -> Diagnostic {
    Diagnostic(
      "not-media", .error, at: Location(path), "This is no video or audio file, whatever its name says: \(detail).",
      note: "Texts, playlists and lists of other files are never followed.",
      next: "Give the file its true extension, or move it out of the content folder.")
  }

  public static func truncatedMedia(_ path: String, detail: String) -> Diagnostic {
    Diagnostic(
      "truncated-media", .error, at: Location(path), "This video is cut short: \(detail).",
      note: "The copy or the recording was probably interrupted.",
      next: "Copy the whole file again from where it came.")
  }

  public static func noVideoStream(_ path: String, detail: String) -> Diagnostic {
    Diagnostic(
      "no-video", .error, at: Location(path), "This file has nothing to see or hear: \(detail).",
      next: "Replace it with a video or audio file, or move it out of the content folder.")
  }

  public static func damagedMedia(_ path: String, detail: String) -> Diagnostic {
    Diagnostic(
      "damaged-media", .error, at: Location(path), "This video is damaged: \(detail).",
      next: "See where with `ffmpeg -v error -i FILE -f null -`, and replace the file.")
  }

  public static func unwritableMedia(_ path: String, detail: String) -> Diagnostic {
    Diagnostic(
      "unwritable", .error, at: Location(path), "The packaged video cannot be written: \(detail).",
      next: "Make room on the disk, or name another one with --media-output.")
  }

  public static func factsShortened(_ path: String) -> Diagnostic {
    Diagnostic(
      "facts-shortened", .warning, at: Location(path),
      "The container holds more text than the facts of a video may keep (4,096 bytes).",
      note: "Its description is shortened, or its last chapters are left out.",
      next: "Write `description` or `chapters` into the video's front matter.")
  }

  public static func cannotPackage(_ path: String, detail: String) -> Diagnostic {
    Diagnostic(
      "cannot-package", .error, at: Location(path), "This video cannot be taken over as it is: \(detail).",
      next: "Allow it to be encoded: leave `renditions: copy` out.")
  }

  public static func outputCollision(_ path: String, with what: String) -> Diagnostic {
    Diagnostic(
      "output-collision", .error, at: Location(path), "This file would replace '\(what)', which Bobine writes itself.",
      next: "Rename it, or move it out of static/.")
  }

  public static func renderingFailed(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "rendering-failed", .error, at: Location(path), "This page cannot be rendered: \(reason).",
      note: "Its previous version stays.", next: "Mend the input that the reason names, then build again.")
  }

  public static func missingTables(_ path: String) -> Diagnostic {
    Diagnostic(
      "missing-tables", .error, at: Location(path),
      "The tables that its playlists and torrents need are absent or damaged.",
      note: "They stand beside the facts as a .hashes file.",
      next: "Restore the file from git, or build where the video is.")
  }

  public static func segmentsNotWritten(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "segments-not-written", .error, at: Location(path), "The segments of this video cannot be written: \(reason).",
      note: "`segments: files` needs as much room again as the MP4. The previous version of its page stays.",
      next: "Make room or mend permissions, then build again: segments that are whole are kept.")
  }

  public static func publishedMediaDiffers(_ path: String) -> Diagnostic {
    Diagnostic(
      "published-media-differ", .error, at: Location(path),
      "This published file is not what its facts tell of: its bytes changed.",
      note: "No segments are cut out of it. The disk may be failing, or another program wrote to it.",
      next: "Remove this file, then build where the video is: it is made again.")
  }

  public static func withoutBaseURL() -> Diagnostic {
    Diagnostic(
      "no-base-url", .note, at: nil,
      "Without `base_url` there are no feeds, no sitemap, no web seeds and nothing for the fediverse.",
      next: "When you know the address, write it into bobine.yml: `base_url: https://videos.example.org/`.")
  }

  public static func noFreshKey(_ actor: String, reason: String) -> Diagnostic {
    Diagnostic(
      "no-key", .error, at: Location(actor), "A key pair for this actor cannot be made: \(reason).",
      note: "Every actor on the fediverse shows a public key.",
      next: "Make the state folder writable, or commit .bobine/keys/*.pub.pem from another machine.")
  }
}

extension Diagnostic {
  public static func badSourceDateEpoch(_ text: String) -> Diagnostic {
    Diagnostic(
      "bad-source-date-epoch", .error, at: nil, "SOURCE_DATE_EPOCH is '\(text)', which is no number of seconds.",
      next: "Set it to whole seconds since 1970, as `git log -1 --format=%ct` prints them, or unset it.")
  }
}
