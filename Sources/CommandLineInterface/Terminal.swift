package import Allocation

/// Where a command reads and writes, and the world it lives in; a test hands in its own.
package struct Terminal: Sendable {
    /// Takes text for standard output; written out before it returns.
    package let write: @Sendable (String) -> Void

    /// Why standard output could not be written; `nil` as long as it could. What long work writes is in vain from then on.
    package let outputFault: @Sendable () -> String?

    /// Whether nobody reads standard output any more, as far as that can be told without writing.
    package let outputIsClosed: @Sendable () -> Bool

    /// Takes text for standard error.
    package let writeError: @Sendable (String) -> Void

    /// All of standard input, up to a limit in bytes; `nil` when there is more or it cannot be read.
    package let readInput: @Sendable (_ limit: Int) -> [UInt8]?

    /// All of a file, up to a limit in bytes.
    package let readFile: @Sendable (_ path: String, _ limit: Int) throws(CommandFailure) -> [UInt8]

    /// Opens a file to read it in pieces; `-` is standard input.
    package let openFile: @Sendable (_ path: String) throws(CommandFailure) -> InputFile

    /// Whether standard output is a terminal.
    package let showsOutput: Bool

    /// The columns of the terminal that standard output is, as of now; `nil` when it is none, or does not say.
    package let width: @Sendable () -> Int?

    /// Whether what is written to standard output may have colours; see `allowsColour`.
    package let isColoured: Bool

    /// Whether standard error is a terminal, on which a line can be drawn over itself.
    package let showsProgressLive: Bool

    /// The name of the system's user, for who wrote what.
    package let userName: String

    package let surroundings: Surroundings

    /// Whether the environment lets a terminal have colours: not with a `NO_COLOR` that is not empty (no-color.org), and not
    /// where it is said that there are none.
    ///
    /// - Parameter variable: gives a variable of the environment by its name.
    /// - Returns: whether a terminal would show colours, and is wanted to.
    package static func allowsColour(by variable: (String) -> String?) -> Bool {
        guard variable("NO_COLOR") ?? "" == "" else { return false }
        let kind = variable("TERM") ?? ""
        return !kind.isEmpty && kind != "dumb"
    }

    package func print(_ value: JSONValue) {
        write(value.pretty() + "\n")
    }

    /// Shows a table as the terminal has room for it; in a pipe or a file nothing of it is cut.
    package func print(_ table: TextTable) {
        write(table.text(fitting: width(), isColoured: isColoured))
    }

    package func print(_ line: String) {
        write(line + "\n")
    }

    /// `-` means standard input.
    package func read(_ path: String, limit: Int) throws(CommandFailure) -> [UInt8] {
        guard path == "-" else { return try readFile(path, limit) }
        guard let bytes = readInput(limit) else {
            throw CommandFailure("standard input cannot be read, or has more than \(limit) bytes")
        }
        return bytes
    }

    /// A value that others should not see: as it is given, or, for `-`, the first word of standard input. A command line can be seen
    /// by other users of the machine, standard input cannot.
    package func secret(_ value: String) throws(CommandFailure) -> String {
        guard value == "-" else { return value }
        let input = String(decoding: try read("-", limit: 4_096), as: UTF8.self)
        return input.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }

    /// A value given as it is, or, after `@`, as the name of a file that has it.
    package func bytes(orFile value: String) throws(CommandFailure) -> [UInt8] {
        guard value.hasPrefix("@") else { return Array(value.utf8) }
        return try readFile(String(value.dropFirst()), 1 << 20)
    }
}
