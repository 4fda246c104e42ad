import CLinux
import Glibc

/// A program that runs as a child, reads two memory files, and writes to two pipes. It is killed and reaped at the latest when this
/// value goes.
struct ChildProcess: ~Copyable {
    private let process: pid_t
    private var isReaped = false
    /// The ends from which its standard output and standard error are read; they do not block.
    let output: Int32
    let errors: Int32

    /// Where the child finds the second memory file.
    static let contentDescriptor: Int32 = 3

    /// - Parameters:
    ///   - program: looked for along PATH.
    ///   - arguments: without the program's name.
    ///   - environment: all of the child's variables, as `NAME=VALUE`.
    ///   - input: its standard input.
    ///   - content: its descriptor 3.
    /// - Throws: `unsupported` if the program is not there or cannot be run.
    init(
        _ program: String, arguments: [String], environment: [String], input: borrowing MemoryFile,
        content: borrowing MemoryFile
    ) throws(HTTPClientError) {
        let (output, errors) = (try Pipe(), try Pipe())
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // Copies above all targets, so that none is overwritten before it was used, whatever descriptors this process has open.
        let sources = [input.descriptor, output.writing, errors.writing, content.descriptor]
            .map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        defer { for source in sources where source >= 0 { close(source) } }
        guard sources.allSatisfy({ $0 >= 0 }) else { throw Self.failure(program, errno) }
        for (source, target) in zip(sources, [0, 1, 2, Self.contentDescriptor]) {
            posix_spawn_file_actions_adddup2(&actions, source, target)
        }
        // Signals that this process holds back must be able to end the child.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var process = pid_t()
        let code = Self.withPointers([program] + arguments) { arguments in
            Self.withPointers(environment) { environment in
                posix_spawnp(&process, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw Self.failure(program, code) }
        self.process = process
        self.output = output.takeReading()
        self.errors = errors.takeReading()
    }

    deinit {
        if !isReaped {
            kill(process, SIGKILL)
            Self.reap(process)
        }
        close(output)
        close(errors)
    }

    /// Waits for the end of a child that has closed its output, and so is about to end.
    ///
    /// - Returns: its exit status; nil if a signal ended it, or nobody can tell.
    mutating func exitStatus() -> Int32? {
        guard !isReaped else { return nil }
        isReaped = true
        guard let status = Self.reap(process) else { return nil }
        // waitpid(2), WIFEXITED and WEXITSTATUS.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }

    /// - Returns: how it ended, as waitpid(2) has it; nil if that is not known, as it is with ECHILD where this process was started
    ///   with SIGCHLD ignored (waitpid(2), "NOTES").
    @discardableResult
    static func reap(_ process: pid_t) -> Int32? {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return status
    }

    private static func failure(_ program: String, _ code: Int32) -> HTTPClientError {
        code == ENOENT
            ? .unsupported("https needs the program \(program), which is not installed")
            : .unsupported("the program \(program) cannot be run: \(systemErrorText(code))")
    }

    /// Calls `body` with the strings in the form that exec(3) wants.
    private static func withPointers<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}

/// A pipe, of which the child gets the writing end.
private final class Pipe {
    private var reading: Int32
    let writing: Int32

    init() throws(HTTPClientError) {
        var (reading, writing) = (Int32(-1), Int32(-1))
        guard linux_pipe(&reading, &writing) == 0 else {
            throw .unsupported("a pipe for curl: \(systemErrorText(errno))")
        }
        (self.reading, self.writing) = (reading, writing)
        // Only this end: curl expects a standard output that blocks.
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if reading >= 0 { close(reading) }
        close(writing)
    }

    func takeReading() -> Int32 {
        defer { reading = -1 }
        return reading
    }
}
