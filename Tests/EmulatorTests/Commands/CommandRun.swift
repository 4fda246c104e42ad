import Allocation
@testable import CommandLineInterface
import Synchronization

/// A terminal in memory, and what was written to it.
final class CommandRun: Sendable {
    private let written = Mutex((output: "", errors: ""))
    private let input: String
    private let files: [String: String]

    init(input: String = "", files: [String: String] = [:]) {
        self.input = input
        self.files = files
    }

    var output: String { written.withLock { $0.output } }
    var errors: String { written.withLock { $0.errors } }

    var terminal: Terminal {
        Terminal(
            write: { text in self.written.withLock { $0.output += text } }, outputFault: { nil },
            outputIsClosed: { false },
            writeError: { text in self.written.withLock { $0.errors += text } },
            readInput: { _ in Array(self.input.utf8) },
            readFile: { path, _ throws(CommandFailure) in
                guard let text = self.files[path] else { throw CommandFailure("\(path): not there") }
                return Array(text.utf8)
            },
            openFile: { path throws(CommandFailure) in throw CommandFailure("\(path): not there") },
            showsOutput: false, width: { nil }, isColoured: false, showsProgressLive: false,
            userName: "contoso",
            surroundings: HandClock(EmulatedService.now).surroundings)
    }
}
