import Glibc

/// A program: finds the command that the words name and runs it.
package struct CommandLineProgram: Sendable {
    /// Of all programs: they are made and released together.
    private static let version = "0.1.0"

    private let name: String
    private let commands: [any Command.Type]
    private let help: HelpText

    /// - Parameters:
    ///   - name: as it is called.
    ///   - summary: what it is for, in a line that goes on from the name.
    ///   - commands: in the order in which the help lists them.
    package init(name: String, summary: String, commands: [any Command.Type]) {
        self.name = name
        self.commands = commands
        help = HelpText(program: name, summary: summary)
    }

    /// - Parameter words: the command line without the program's name.
    /// - Returns: the exit status.
    package func run(_ words: [String]) -> Int32 {
        // What the program makes, its databases above all, is for its own user only.
        umask(0o077)
        // A limit upon the size of files is an error of the write that meets it, and not the end of the process
        // (setrlimit(2), "RLIMIT_FSIZE").
        signal(SIGXFSZ, SIG_IGN)
        // An import or a long query beside a busy service must not take a core from its decisions; it lives on what they leave
        // (sched(7), "The nice value"). Where nothing else wants the processor, that changes nothing.
        if let command = command(namedBy: words), !command.isService { _ = nice(19) }
        return run(words, in: .system)
    }

    /// - Parameters:
    ///   - words: the command line without the program's name.
    ///   - terminal: where it reads and writes.
    /// - Returns: the exit status.
    package func run(_ words: [String], in terminal: Terminal) -> Int32 {
        let status = answer(words, in: terminal)
        guard status == EXIT_SUCCESS, let fault = terminal.outputFault() else { return status }
        terminal.writeError("\(name): standard output cannot be written: \(fault)\n")
        return EXIT_FAILURE
    }

    private func answer(_ words: [String], in terminal: Terminal) -> Int32 {
        switch words.first {
        case nil:
            terminal.writeError(help.overview(of: commands))
            return EX_USAGE
        case "--help", "-h", "help":
            terminal.write(help.overview(of: commands))
            return EXIT_SUCCESS
        case "--version", "version":
            terminal.print("\(name) \(Self.version)")
            return EXIT_SUCCESS
        default:
            return runCommand(words, in: terminal)
        }
    }

    private func runCommand(_ words: [String], in terminal: Terminal) -> Int32 {
        guard let command = command(namedBy: words) else { return explainUnknown(words, in: terminal) }
        let specification = command.specification
        let rest = Array(words.dropFirst(specification.name.split(separator: " ").count))
        let options = rest.prefix { $0 != "--" }
        if options.contains("--help") || options.contains("-h") {
            terminal.write(help.help(for: specification))
            return EXIT_SUCCESS
        }
        do {
            let arguments = try Arguments(rest, for: specification)
            // Wrong words are said before anything is opened or done.
            _ = try arguments.format
            try command.run(arguments, in: terminal)
            return EXIT_SUCCESS
        } catch let error as UsageError {
            terminal.writeError(
                """
                \(name): \(TextTable.printable(error.message))
                Usage: \(help.usage(of: specification))
                Try: \(name) \(specification.name) --help

                """)
            return EX_USAGE
        } catch let error as CommandFailure {
            terminal.writeError("\(name): \(TextTable.printable(error.message))\n")
        } catch {
            terminal.writeError("\(name): \(TextTable.printable("\(error)"))\n")
        }
        return EXIT_FAILURE
    }

    private func command(namedBy words: [String]) -> (any Command.Type)? {
        commands.first { command in
            let name = command.specification.name.split(separator: " ").map(String.init)
            return words.starts(with: name)
        }
    }

    private func explainUnknown(_ words: [String], in terminal: Terminal) -> Int32 {
        let word = words[0]
        let group = help.overview(of: commands, under: word)
        if commands.contains(where: { $0.specification.name.hasPrefix(word + " ") }) {
            let asksForHelp = words.contains("--help") || words.contains("-h")
            if asksForHelp {
                terminal.write(group)
                return EXIT_SUCCESS
            }
            let problem =
                words.count > 1
                ? "there is no command \"\(word) \(words[1])\"" : "\"\(word)\" needs one more word"
            terminal.writeError("\(name): \(TextTable.printable(problem))\n\n\(group)")
            return EX_USAGE
        }
        let near = Suggestion.nearest(
            to: word, among: commands.flatMap { $0.specification.name.split(separator: " ").map(String.init) }
        )
        terminal.writeError(
            "\(name): there is no command \"\(TextTable.printable(word))\""
                + (near.map { "; did you mean \"\($0)\"?" } ?? "")
                + "\nTry: \(name) --help\n")
        return EX_USAGE
    }
}
