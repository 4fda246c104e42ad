import FoundationEssentials
import Testing

@testable import Console

/// What the console's files may be.
@Suite struct ConsoleFilesTests {
    /// In bytes; all pages of the console together.
    private static let largestTotal = 153_600

    private static let source = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/CConsole/files")

    private func text(of file: ConsoleFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

    @Test func `the table in CConsole.c has every file of the folder, and no other`() throws {
        let there = try FileManager.default.subpathsOfDirectory(atPath: Self.source.path()).filter {
            var isFolder = false
            return FileManager.default.fileExists(
                atPath: Self.source.appending(path: $0).path(), isDirectory: &isFolder) && !isFolder
        }
        #expect(Console.embedded.map(\.name).sorted() == there.sorted())
    }

    @Test func `each is what stands in the folder`() {
        for file in Console.embedded {
            let there = FileManager.default.contents(atPath: Self.source.appending(path: file.name).path())
            #expect(there.map(Array.init) == file.bytes, "\(file.name)")
        }
    }

    @Test func `all of them are small as browsers get them`() {
        let total = Console.embedded.map(\.gzipped.count).reduce(0, +)
        #expect(total <= Self.largestTotal, "\(total) bytes")
    }

    @Test func `every brace of the styles is closed`() {
        for file in Console.files where file.name.hasSuffix(".css") {
            #expect(text(of: file).count { $0 == "{" } == text(of: file).count { $0 == "}" })
        }
    }

    @Test func `each has a kind that browsers know, and a name that needs no encoding`() {
        for file in Console.embedded {
            #expect(file.mediaType != "application/octet-stream", "\(file.name)")
            #expect(file.name.wholeMatch(of: #/([a-z0-9-]+\/)?[a-z0-9-]+\.[a-z]+/#) != nil, "\(file.name)")
            #expect(file.name == "index.html" || !file.name.hasSuffix(".html"))
        }
    }

    @Test func `no file names another place`() {
        for file in Console.embedded {
            for match in text(of: file).matches(of: #/(?i)https?:\/\/[^\s"'<>)]*/#) {
                // The names of XML's vocabularies, which nobody fetches.
                #expect(match.output.hasPrefix("http://www.w3.org/"), "\(file.name): \(match.output)")
            }
        }
    }

    @Test func `the page names files of its folder, and each is there`() throws {
        let page = try #require(Console.page)
        #expect(!text(of: page).contains(Console.placeholder))
        let names = Set(Console.files.map { "\(Console.folder)/\($0.name)" })
        for match in text(of: page).matches(
            of: #/(?i)\s(?:src|href|srcset|action|data|poster)\s*=\s*("[^"]*"|[^\s>]*)/#)
        {
            let address = match.output.1.filter { $0 != "\"" }
            #expect(names.contains(address) || address.hasPrefix("#"), "\(address)")
        }
    }

    @Test func `the page has neither script nor style nor handlers of its own`() throws {
        let page = text(of: try #require(Console.page))
        #expect(page.contains("<script"))
        for match in page.matches(of: #/(?is)<script[^>]*>(.*?)<\/script>/#) {
            #expect(match.output.1.filter { !$0.isWhitespace }.isEmpty)
        }
        #expect(page.firstMatch(of: #/(?i)<style/#) == nil)
        #expect(page.firstMatch(of: #/(?i)<[^>]*\s(style|on[a-z]+)\s*=/#) == nil)
    }

    @Test func `every module that is imported is there`() {
        let names = Set(Console.files.map(\.name))
        for file in Console.files where file.name.hasSuffix(".js") {
            // Of `import x from "y"`, `import "y"`, `import("y")` and `export x from "y"`.
            for match in text(of: file).matches(of: #/\b(?:from|import)[\s(]+["']([^"'\n]+)["']/#) {
                let imported = String(match.output.1)
                let isRelative = imported.hasPrefix("./") || imported.hasPrefix("../")
                #expect(
                    isRelative && names.contains(Self.name(of: imported, from: file.name)),
                    "\(file.name) imports \(imported)")
            }
        }
    }

    private static func name(of imported: String, from name: String) -> String {
        var segments = name.split(separator: "/").dropLast()
        for segment in imported.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        return segments.joined(separator: "/")
    }
}
