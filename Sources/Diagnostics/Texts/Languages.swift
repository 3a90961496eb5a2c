/// What is said of sites in several languages, and of pages that people write themselves.
extension Diagnostic {
  public static func undeclaredLanguage(_ tag: String, known: [String], at location: Location) -> Diagnostic {
    Diagnostic(
      "undeclared-language", .warning, at: location, "this looks like a text in \"\(tag)\", and the site has no such language",
      note: "It is not shown.",
      next: "add to bobine.yml: languages: [\((known + [tag]).joined(separator: ", "))]; or give the file another name")
  }

  public static func translationOfUndeclared(_ tag: String, known: [String], at location: Location) -> Diagnostic {
    Diagnostic(
      "undeclared-language", .error, at: location, "\"translations\" has \"\(tag)\", which is not a further language of the site",
      note: known.isEmpty ? "The site has one language." : "Its further languages are \(known.joined(separator: ", ")).",
      next: "add it to languages:, or remove it here")
  }

  public static func secondText(language: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "second-text", .error, at: location, "there are two texts in \"\(language)\"",
      note: "The one without a language in its name is in it too: that of the video or channel, else the site's first.",
      next: "keep one of the two, or write language: into the one without a language in its name")
  }

  public static func translationWithoutOriginal(_ original: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "translation-without-original", .error, at: location, "this is a translation of a text that is not there",
      note: "\(original) was expected beside it.", next: "write \(original), or take the language out of this file's name")
  }

  public static func keyOfOriginal(_ key: String, allowed: [String], at location: Location) -> Diagnostic {
    Diagnostic(
      "key-of-original", .error, at: location, "\"\(key)\" has no place in a translation",
      note: "A translation may have \(allowed.joined(separator: ", ")).",
      next: "write \"\(key)\" into the file without a language in its name")
  }

  public static func reservedPageName(_ slug: String, owner: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "reserved-page-name", .error, at: location, "a page cannot be called \"\(slug)\": \(owner) has that address",
      next: "give the file another name")
  }

  public static func secondPage(_ slug: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "second-page", .error, at: location, "another page has the address \(slug)/ already",
      next: "give one of the two files another name")
  }

  public static func noWords(of language: String) -> Diagnostic {
    Diagnostic(
      "no-words", .warning, at: Location("bobine.yml"), "the theme has no words in \"\(language)\"",
      note: "Its pages say \"Search\", \"Download\" and the like in English.",
      next: "bobine init --theme strings/en.txt, and rename the file to strings/\(language.lowercased()).txt and translate it")
  }
}
