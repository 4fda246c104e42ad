import CommandLineInterface
import Glibc

/// `serve`: the emulated provisioning service.
struct ServeCommand: Command {
    static let isService = true

    static let specification = CommandSpecification(
        name: "serve",
        summary: "Stand for a provisioning service and its hubs until told to stop",
        options: ServeOptions.specification,
        discussion: """
            Devices register by the service's HTTP API, with tokens as its SDKs make them; a client that speaks TLS only needs a proxy in front. A
            webhook is called as DPS calls it, and each call is kept with the reason for what came of it: GET /emulator/calls. Hubs, their devices
            and twins: GET /emulator/hubs. What is behind /emulator is open to this machine only, unless there is a key. A URL with a key on a
            command line can be seen by other users of the machine; standard input cannot. SIGTERM or Ctrl-C stops it; what is being assigned then
            is taken up again at the next start, if it is kept.
            """,
        examples: [
            "dps-emulator serve --config seed/dps-emulator.jsonc",
            "dps-emulator serve --config seed/dps-emulator.jsonc --webhook - --data emulator < webhook.url",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let options = try ServeOptions(arguments, in: terminal)
        let signals = StopSignals()
        // A closed pipe behind standard output is no reason to stop answering.
        signal(SIGPIPE, SIG_IGN)
        DescriptorLimit.raise()
        let emulator = try RunningEmulator(options, in: terminal)
        for address in emulator.addresses { terminal.print("listening on http://\(address)") }
        let service = options.configuration
        terminal.print("\(service.name), ID scope \(service.idScope): \(Self.counts(service))")
        if options.timeScale != 1 {
            terminal.print(
                "waits before a webhook is called again are \(options.timeScale) of what they are with DPS (1, 10, 19 ... 82 s)"
            )
        }
        signals.wait()
        terminal.print("stopping")
        emulator.stop()
        terminal.print("stopped")
    }

    private static func counts(_ service: EmulatorConfiguration) -> String {
        let groups = service.enrollments.count { if case .group = $0.subject { true } else { false } }
        let parts = [
            (service.linkedHubs.count, "linked hub"), (groups, "enrollment group"),
            (service.enrollments.count - groups, "individual enrollment"),
        ]
        return parts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }
}
