package import Allocation
import Glibc

extension Terminal {
    /// The real one.
    package static let system = {
        let output = OutputStream(STDOUT_FILENO)
        return Terminal(
            write: output.write,
            outputFault: { output.fault },
            outputIsClosed: { output.isClosed },
            // When it cannot be written there is nobody to tell; the next line may find room again.
            writeError: { _ = OutputStream.writeAll($0, to: STDERR_FILENO) },
            readInput: { limit in contents(of: STDIN_FILENO, limit: limit) },
            readFile: { path, limit throws(CommandFailure) in
                let (descriptor, _) = try openToRead(path)
                defer { close(descriptor) }
                guard let bytes = contents(of: descriptor, limit: limit) else {
                    throw CommandFailure("\(path) cannot be read, or has more than \(limit) bytes")
                }
                return bytes
            },
            openFile: { path throws(CommandFailure) in try open(path) },
            showsOutput: isatty(STDOUT_FILENO) == 1,
            width: { columns(of: STDOUT_FILENO) },
            isColoured: isatty(STDOUT_FILENO) == 1
                && Terminal.allowsColour { name in getenv(name).map { String(cString: $0) } },
            showsProgressLive: isatty(STDERR_FILENO) == 1,
            userName: getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())",
            surroundings: .system)
    }()

    /// Asks the terminal (ioctl_tty(2)); 0 is one that does not know.
    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func openToRead(_ path: String) throws(CommandFailure) -> (descriptor: Int32, size: Int64?)
    {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path): \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw CommandFailure("\(path) is a folder")
        }
        return (descriptor, status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil)
    }

    /// The descriptor is closed with the process: a command reads one file.
    private static func open(_ path: String) throws(CommandFailure) -> InputFile {
        let (descriptor, size) = path == "-" ? (STDIN_FILENO, nil) : try openToRead(path)
        return InputFile(size: size) { () throws(CommandFailure) in
            var piece = [UInt8](repeating: 0, count: pieceSize)
            while true {
                let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
                if count == 0 { return nil }
                if count > 0 {
                    piece.removeLast(piece.count - count)
                    return piece
                }
                guard errno == EINTR else {
                    throw CommandFailure("\(path): \(String(cString: strerror(errno)))")
                }
            }
        }
    }

    private static let pieceSize = 256 * 1_024

    private static func contents(of descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes += piece[..<count]
            if bytes.count > limit { return nil }
        }
    }
}

extension Surroundings {
    /// The system's clocks, and its cryptographic source of randomness (getrandom(2)).
    package static let system = {
        let source = RandomSource()
        return Surroundings(
            nanosecondsSinceEpoch: { nanoseconds(of: CLOCK_REALTIME) },
            monotonicNanoseconds: { nanoseconds(of: CLOCK_MONOTONIC) },
            randomness: source.next
        )
    }()

    private static func nanoseconds(of clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
