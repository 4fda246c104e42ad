import CommandLineInterface
import HTTP
import SQLiteStore

/// How the service is to be run, from the command line.
struct ServiceOptions {
    /// Where DPS finds the allocate endpoint if nothing else is said.
    static let standardAllocatePath = "/api/allocate"

    static let specification: [CommandSpecification.Option] =
        [
            .init(
                name: "--listen", value: "ADDRESS:PORT",
                help: "Where to listen; may be given again (default: 127.0.0.1:8080)", isRepeatable: true),
            .init(
                name: "--allocate-path", value: "PATH",
                help:
                    "Another path of the allocate endpoint, beside \(standardAllocatePath); may be given again",
                isRepeatable: true),
            .init(
                name: "--loops", value: "N", help: "Event loops, each a thread (default: one for each core)"),
        ] + RetentionOptions.specification + [.data, .help]

    let directory: DataDirectory
    let allocatePaths: [String]
    let server: HTTPServerConfiguration

    /// `nil` when all of the history is kept.
    let retention: Retention?

    init(_ arguments: Arguments) throws {
        directory = arguments.dataDirectory
        let listen = arguments.allValues("--listen")
        var addresses: [ListenAddress] = []
        for text in listen.isEmpty ? ["127.0.0.1:8080"] : listen {
            do throws(ListenAddress.ParsingError) {
                addresses.append(try ListenAddress(parsing: text))
            } catch {
                throw UsageError("--listen: \(error)")
            }
        }
        var configuration = HTTPServerConfiguration(addresses: addresses)
        configuration.loops = try arguments.integer("--loops", in: 1...256, default: configuration.loops)
        server = configuration
        retention = try RetentionOptions.retention(from: arguments)

        let paths = arguments.allValues("--allocate-path")
        if let path = paths.first(where: { !$0.hasPrefix("/") || $0.contains("?") || $0.contains("#") }) {
            throw UsageError(
                "--allocate-path takes a path that starts with a slash and has no query, not \"\(path)\"")
        }
        allocatePaths = [Self.standardAllocatePath] + paths
    }
}
