import Testing

@testable import CommandLineInterface

@Suite struct ArgumentsTests {
    private static let specification = CommandSpecification(
        name: "test",
        summary: "Test",
        positionals: [.init(name: "WORD", help: "")],
        options: [
            .init(name: "--name", value: "NAME", help: ""),
            .init(name: "--hub", value: "HOST", help: "", isRepeatable: true),
            .init(name: "--quiet", value: nil, help: ""),
        ]
    )

    private static func arguments(_ line: String) throws(UsageError) -> Arguments {
        try Arguments(line.split(separator: " ").map(String.init), for: specification)
    }

    @Test(arguments: ["w --name x --quiet", "--name=x w --quiet", "--quiet --name x -- w"])
    func `options may stand anywhere, with a space or an equals sign`(line: String) throws {
        let arguments = try Self.arguments(line)
        #expect(arguments.positionals == ["w"])
        #expect(arguments.value("--name") == "x")
        #expect(arguments.has("--quiet"))
    }

    @Test func `after two dashes nothing is an option`() throws {
        #expect(try Self.arguments("-- --name").positionals == ["--name"])
    }

    @Test func `a lone dash is a word`() throws {
        #expect(try Self.arguments("-").positionals == ["-"])
    }

    @Test func `a word that may be left out is none too many, and shown as such`() throws {
        let specification = CommandSpecification(
            name: "test", summary: "Test", positionals: [.init(name: "WORD", help: "", isOptional: true)])
        #expect(try Arguments([], for: specification).positionals.isEmpty)
        #expect(try Arguments(["w"], for: specification).positionals == ["w"])
        #expect(throws: UsageError("\"v\" is one word too many")) {
            try Arguments(["w", "v"], for: specification)
        }
        #expect(
            HelpText(program: "example", summary: "").usage(of: specification)
                == "example test [WORD] [OPTION...]")
    }

    @Test func `a repeatable option keeps all its values`() throws {
        #expect(try Self.arguments("w --hub a --hub=b").allValues("--hub") == ["a", "b"])
    }

    @Test(arguments: [
        ("", "WORD is missing"),
        ("w v", "\"v\" is one word too many"),
        ("w --nam x", "there is no option --nam; did you mean --name?"),
        ("w --bananas", "there is no option --bananas"),
        ("w --name", "--name needs a value: NAME"),
        ("w --quiet=yes", "--quiet takes no value"),
        ("w --name x --name y", "--name is given twice"),
    ])
    func `what is wrong with the words is said`(line: String, message: String) {
        #expect(throws: UsageError(message)) { try Self.arguments(line) }
    }

    @Test(arguments: ["0", "11", "ten", "99999999999999999999"])
    func `a number outside its range is refused with the range`(text: String) throws {
        let arguments = try Self.arguments("w --name \(text)")
        #expect(throws: UsageError("--name takes a number from 1 to 10, not \"\(text)\"")) {
            try arguments.integer("--name", in: 1...10, default: 5)
        }
    }
}
