import Testing

@testable import Console

@Suite struct ConsoleTests {
    private let files = [
        ConsoleFile(name: "app.js", bytes: Array("a".utf8)),
        ConsoleFile(name: "pages/b.js", bytes: Array("bc".utf8)),
    ]

    @Test func `the folder is another one as soon as a name or a byte is`() {
        let others = [
            [ConsoleFile(name: "app.js", bytes: Array("A".utf8)), files[1]],
            [ConsoleFile(name: "app.css", bytes: files[0].bytes), files[1]],
            [files[1], files[0]], [files[0]], [],
            // The same bytes, cut elsewhere.
            [ConsoleFile(name: "app.j", bytes: Array("sa".utf8)), files[1]],
        ]
        let folders = Set(([files] + others).map(Console.digits))
        #expect(folders.count == 1 + others.count)
        #expect(folders.allSatisfy { $0.wholeMatch(of: #/[0-9a-f]{16}/#) != nil })
        #expect(Console.digits == Console.digits(of: Console.embedded))
        #expect(Console.folder == "/console/" + Console.digits)
    }

    @Test(arguments: [
        ("", ""), ("x", "x"), ("{{files}}", "/c"), ("a{{files}}/x {{files}}", "a/c/x /c"),
        ("{{file", "{{file"),
        ("{{{files}}}", "{/c}"),
    ])
    func `the placeholder is replaced wherever it stands`(text: String, expected: String) {
        let replaced = Console.replacing(Console.placeholder, by: "/c", in: Array(text.utf8))
        #expect(String(decoding: replaced, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("a.html", "text/html; charset=utf-8"), ("a.js", "text/javascript; charset=utf-8"),
        ("p/a.css", "text/css; charset=utf-8"), ("a.svg", "image/svg+xml"),
        ("a.png", "application/octet-stream"), ("js", "application/octet-stream"),
    ])
    func `a file's kind follows from its name`(name: String, mediaType: String) {
        #expect(ConsoleFile(name: name, bytes: []).mediaType == mediaType)
    }

    @Test func `what gzip makes of a file is the same whenever and wherever it is asked for`() async {
        let file = ConsoleFile(name: "a.js", bytes: Array("abc abc abc".utf8))
        let made = await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { file.gzipped } }
            return await group.reduce(into: Set([Gzip.compress(file.bytes)])) { $0.insert($1) }
        }
        #expect(made.count == 1)
    }
}
