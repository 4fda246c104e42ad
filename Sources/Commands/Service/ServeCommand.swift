import Allocation
import CommandLineInterface
import Glibc

/// `serve`: the service itself.
struct ServeCommand: Command {
    static let isService = true

    static let specification = CommandSpecification(
        name: "serve",
        summary: "Answer DPS until told to stop",
        options: ServiceOptions.specification,
        discussion: """
            Listens on loopback unless told otherwise: TLS is a proxy's job. SIGTERM or Ctrl-C stops it: it takes no new connection, answers
            what is in flight, commits what waits and exits 0. What other commands change is seen by the next request.
            """,
        examples: [
            "dps-allocator serve --data /var/lib/dps-allocator",
            "dps-allocator serve --listen 127.0.0.1:8080 --listen [::1]:8080 --allocate-path /api/HttpTrigger1",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        try serve(ServiceOptions(arguments), in: terminal) { _ in }
    }

    /// Serves until a signal comes.
    ///
    /// - Parameters:
    ///   - options: how to serve.
    ///   - terminal: told where the service listens, and when it stops.
    ///   - greet: told the first address once the service answers there.
    /// - Throws: `CommandFailure` or `StoreError` when it cannot start.
    static func serve(_ options: ServiceOptions, in terminal: Terminal, greet: (String) -> Void) throws {
        let signals = StopSignals()
        // A closed pipe behind standard output is no reason to stop answering.
        signal(SIGPIPE, SIG_IGN)
        DescriptorLimit.raise()
        let service = try RunningService(options, in: terminal)
        for address in service.addresses { terminal.print("listening on http://\(address)") }
        greet(service.addresses.first.map { "http://\($0)" } ?? "")
        signals.wait()
        terminal.print("stopping")
        service.stop()
        terminal.print("stopped")
    }
}
