import Allocation
import Foundation
import HTTP
import Synchronization

@testable import CommandLineInterface
@testable import Emulator

/// One run of `device` against a scripted service.
struct DeviceRun {
    /// Standard output.
    let output: String
    /// Standard error without what the program adds.
    let errors: String
    /// `nil` for exit status 0.
    let error: (any Error)?

    private final class Texts: Sendable {
        let output = Mutex("")
        let errors = Mutex("")
    }

    init(
        _ words: [String], service: ScriptedTransport, clock: SteppedClock = SteppedClock(),
        input: String = "",
        file: String = "", stop: (@Sendable () -> Void)? = nil
    ) async {
        let texts = Texts()
        let terminal = Terminal(
            write: { text in texts.output.withLock { $0 += text } }, outputFault: { nil },
            outputIsClosed: { false }, writeError: { text in texts.errors.withLock { $0 += text } },
            readInput: { _ in Array(input.utf8) },
            readFile: { path, _ throws(CommandFailure) in
                guard path == "payload.json" else {
                    throw CommandFailure("\(path): No such file or directory")
                }
                return Array(file.utf8)
            },
            openFile: { path throws(CommandFailure) in throw CommandFailure(path) },
            showsOutput: false, width: { nil }, isColoured: false, showsProgressLive: false, userName: "test",
            surroundings: clock.surroundings)
        // The command blocks its thread, which must not be one of those that its tasks need.
        error = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                do {
                    let arguments = try Arguments(words, for: DeviceCommand.specification)
                    try DeviceCommand.run(arguments, in: terminal, clock: clock, stop: stop) { service }
                    continuation.resume(returning: nil)
                } catch {
                    continuation.resume(returning: error)
                }
            }
        }
        output = texts.output.withLock { $0 }
        errors = texts.errors.withLock { $0 }
    }

    var json: JSONValue? { try? JSONValue(parsing: output) }
}
