/// Help in the manner of a Unix tool, for a terminal of 80 columns.
struct HelpText {
    let program: String

    /// What the program is for, in a line.
    let summary: String

    private static let width = 79

    /// All commands, a line each.
    func overview(of commands: [any Command.Type]) -> String {
        """
        \(program): \(summary)

        Usage: \(program) COMMAND [OPTION...]

        Commands:
        \(list(commands))

        Each command has a --help of its own.
        Exit status: 0 done, 1 failed, 64 wrong usage.

        """
    }

    /// The commands whose names start with `word`.
    func overview(of commands: [any Command.Type], under word: String) -> String {
        "Commands:\n\(list(commands.filter { $0.specification.name.hasPrefix(word + " ") }))\n"
    }

    func help(for specification: CommandSpecification) -> String {
        var text = "\(specification.summary)\n\nUsage: \(wrapped(usage(of: specification), indentation: 7))\n"
        if !specification.positionals.isEmpty {
            text += "\nArguments:\n" + columns(specification.positionals.map { ($0.name, $0.help) }) + "\n"
        }
        let options = specification.options.map { option in
            (option.value.map { "\(option.name) \($0)" } ?? option.name, option.help)
        }
        text += "\nOptions:\n" + columns(options) + "\n"
        if !specification.discussion.isEmpty {
            text += "\n" + wrapped(specification.discussion, indentation: 0) + "\n"
        }
        if !specification.examples.isEmpty {
            text += "\nExamples:\n"
            text += specification.examples.map { "    \($0)" }.joined(separator: "\n") + "\n"
        }
        return text
    }

    func usage(of specification: CommandSpecification) -> String {
        let required = specification.options.filter(\.isRequired).map { "\($0.name) \($0.value ?? "")" }
        let words =
            specification.positionals.map { $0.isOptional ? "[\($0.name)]" : $0.name } + required + [
                "[OPTION...]"
            ]
        return ([program, specification.name] + words).joined(separator: " ")
    }

    private func list(_ commands: [any Command.Type]) -> String {
        columns(commands.map { ($0.specification.name, $0.specification.summary) })
    }

    private func columns(_ lines: [(left: String, right: String)]) -> String {
        let left = (lines.map(\.left.count).max() ?? 0) + 4
        return lines.map { line in
            let gap = String(repeating: " ", count: left - line.left.count)
            return "  " + line.left + gap.dropFirst(2) + wrapped(line.right, indentation: left)
        }.joined(separator: "\n")
    }

    /// The text in lines, all but the first of them indented.
    private func wrapped(_ text: String, indentation: Int) -> String {
        var lines = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            let last = lines.count - 1
            if lines[last].isEmpty {
                lines[last] = String(word)
            } else if indentation + lines[last].count + 1 + word.count <= Self.width {
                lines[last] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indentation))
    }
}
