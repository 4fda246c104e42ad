import Allocation
import CommandLineInterface
import HTTP

/// How the emulator is to be run, from the command line and its configuration.
struct ServeOptions {
    static let specification: [CommandSpecification.Option] = [
        .init(
            name: "--config", value: "FILE",
            help: "The provisioning service, its hubs and enrollments: JSON with comments", isRequired: true),
        .init(
            name: "--listen", value: "ADDRESS:PORT",
            help: "Where to listen; may be given again (default: 127.0.0.1:8090)", isRepeatable: true),
        .init(
            name: "--data", value: "DIR",
            help: "Keep registrations, twins and calls there (default: in memory only)"),
        .init(
            name: "--webhook", value: "URL",
            help: "The webhook of all enrollments that have one; - reads it from standard input"),
        .init(
            name: "--time-scale", value: "X",
            help:
                "What the waits before a webhook is called again are multiplied with, above 0 to 1 (default: 1)"
        ),
        .init(
            name: "--key-file", value: "FILE",
            help: "A key for all that is behind /emulator; needed to listen beyond loopback"),
        .help,
    ]

    /// The largest configuration that is read, in bytes.
    private static let largestConfiguration = 16 << 20

    let configuration: EmulatorConfiguration
    let addresses: [ListenAddress]
    /// `nil` when all is in memory only.
    let directory: String?
    let timeScale: Double
    let access: EmulatorAccess

    /// - Throws: `UsageError` for wrong words, `CommandFailure` for a file that cannot be read, or has faults, a line for each.
    init(_ arguments: Arguments, in terminal: Terminal) throws {
        let listen = arguments.allValues("--listen")
        var addresses: [ListenAddress] = []
        for text in listen.isEmpty ? ["127.0.0.1:8090"] : listen {
            do throws(ListenAddress.ParsingError) {
                addresses.append(try ListenAddress(parsing: text))
            } catch {
                throw UsageError("--listen: \(error)")
            }
        }
        self.addresses = addresses
        directory = arguments.value("--data")
        timeScale = try arguments.timeScale
        access = try Self.access(arguments, addresses, in: terminal)
        var configuration = try Self.configuration(in: try arguments.required("--config"), in: terminal)
        if let given = arguments.value("--webhook") {
            let text = try terminal.secret(given)
            let url = try Self.webhook(text)
            configuration.enrollments = configuration.enrollments.map { $0.asking(url, writtenAs: text) }
        }
        self.configuration = configuration
    }

    private static func webhook(_ text: String) throws(UsageError) -> HTTPURL {
        let url: HTTPURL
        do throws(HTTPURL.ParsingError) {
            url = try HTTPURL(text)
        } catch {
            throw UsageError("--webhook: \(error)")
        }
        guard url.query != "****" else { throw UsageError("--webhook: the URL has **** where its key was") }
        return url
    }

    private static func configuration(in file: String, in terminal: Terminal) throws -> EmulatorConfiguration
    {
        let text = try terminal.read(file, limit: largestConfiguration)
        let now = terminal.surroundings.preciseNow
        do throws(ConfigurationFaults) {
            return try EmulatorConfiguration(reading: text, at: now)
        } catch {
            for line in error.description.split(separator: "\n") {
                terminal.writeError("\(TextTable.printable("\(file):\(line)"))\n")
            }
            let count = error.faults.count
            throw CommandFailure("\(file) has \(count) \(count == 1 ? "mistake" : "mistakes")")
        }
    }

    private static func access(
        _ arguments: Arguments, _ addresses: [ListenAddress], in terminal: Terminal
    ) throws -> EmulatorAccess {
        guard let file = arguments.value("--key-file") else {
            if let open = addresses.first(where: { !EmulatorAccess.isLoopback($0.host) }) {
                throw UsageError(
                    "--listen \(open) can be reached from other machines; give a key for /emulator: --key-file FILE"
                )
            }
            return .loopback
        }
        let text = String(decoding: try terminal.read(file, limit: 4_096), as: UTF8.self)
        let key = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard key.utf8.count >= 16 else {
            throw CommandFailure("\(file) has no key of at least 16 characters")
        }
        return .key(SHA256.hash(Array(key.utf8)))
    }
}

extension Arguments {
    /// How much shorter waits are than they would be: above 0, at most 1.
    ///
    /// - Throws: `UsageError` for anything else.
    var timeScale: Double {
        get throws(UsageError) {
            guard let text = value("--time-scale") else { return 1 }
            guard let scale = Double(text), scale > 0, scale <= 1 else {
                throw UsageError("--time-scale takes a number above 0, at most 1, not \"\(text)\"")
            }
            return scale
        }
    }
}
