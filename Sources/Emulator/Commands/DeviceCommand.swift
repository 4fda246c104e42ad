package import CommandLineInterface
package import HTTP

/// `device`: a simulated device, or a fleet of them.
package enum DeviceCommand: Command {
    package static let specification = CommandSpecification(
        name: "device",
        summary: "Register a simulated device, or a fleet of them",
        options: [
            .init(
                name: "--registration-id", value: "ID",
                help: "The device's registration ID; with --count, {n} in it stands for the device's number",
                isRequired: true),
            .init(
                name: "--url", value: "URL",
                help: "Where the provisioning service is (default: http://127.0.0.1:8090)"),
            .init(name: "--id-scope", value: "SCOPE", help: "Its ID scope (default: 0ne00002193)"),
            .init(
                name: "--group-key", value: "KEY",
                help: "The enrollment group's key in base64; - reads it from standard input"),
            .init(
                name: "--key", value: "KEY",
                help: "Instead: the device's own key in base64; - reads it from standard input"),
            .init(
                name: "--payload", value: "JSON|@FILE", help: "What the device says to the webhook, an object"
            ),
            .init(
                name: "--api-version", value: "VERSION", help: "Of the device API (default: 2021-10-01)"),
            .init(
                name: "--time-scale", value: "X",
                help: "Multiplies the waits that the service asks for, above 0 to 1 (default: 1)"),
            .init(
                name: "--timeout", value: "SECONDS",
                help: "How long one registration may take, to 86400 (default: 600)"),
            .init(name: "--count", value: "N", help: "A fleet of N devices, to 1000000; needs --group-key"),
            .init(
                name: "--rate", value: "R",
                help: "How many of a fleet begin in a second, to 10000 (default: 10)"),
            .format, .help,
        ],
        discussion: """
            The device does what the C SDK does over HTTPS: it registers, waits as Retry-After says, asks again, and prints
            what the SDK's sample prints; beside a failure, what the SDK would have made of it. The exit status is 0 only
            when every device was assigned to a hub. A key on a command line can be seen by other users of the machine;
            standard input cannot. At most 4,096 devices of a fleet are under way at once, so a slow service lowers the rate.
            """,
        examples: [
            "dps-emulator device --registration-id breakroom499-contoso-tstrsd-007 --group-key - < group.key",
            "dps-emulator device --registration-id 'line{n}-contoso-tstrsd-007' --group-key - --count 1000 --rate 50 < group.key",
        ]
    )

    package static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        // A single device that is stopped has nothing to tell.
        let stop = arguments.has("--count") ? makeStop() : nil
        try run(arguments, in: terminal, clock: ContinuousClock(), stop: stop) {
            var configuration = HTTPClientConfiguration()
            configuration.keptConnections = configuration.maximumThreads
            return HTTPClient(configuration: configuration)
        }
    }

    /// - Parameters:
    ///   - arguments: sorted by the specification.
    ///   - terminal: where it writes.
    ///   - clock: what is slept by between requests.
    ///   - stop: returns when somebody asks a fleet to stop; `nil` where nobody can.
    ///   - transport: makes what sends them; not called for wrong words.
    /// - Throws: `UsageError` for wrong words, `CommandFailure` when not all were assigned.
    package static func run(
        _ arguments: Arguments, in terminal: Terminal, clock: any Clock<Duration>,
        stop: (@Sendable () -> Void)? = nil, transport: () -> any HTTPTransport
    ) throws {
        let options = try DeviceOptions(arguments, in: terminal)
        if options.timeScale != 1 {
            terminal.writeError("Waits are multiplied with \(options.timeScale); a device's would not be.\n")
        }
        let client = DeviceClient(
            service: options.service, idScope: options.idScope, apiVersion: options.apiVersion,
            key: options.key, payload: options.payload, timeScale: options.timeScale,
            timeout: options.timeout, transport: transport(), surroundings: terminal.surroundings,
            clock: clock)
        guard let fleet = options.fleet else { return try registerOne(client, options, in: terminal) }
        try registerFleet(
            of: fleet.count, rate: fleet.rate, client, options, in: terminal, stop: stop)
    }

    private static func makeStop() -> @Sendable () -> Void {
        let signals = StopSignals()
        return { signals.wait() }
    }

    private static func registerOne(
        _ client: DeviceClient, _ options: DeviceOptions, in terminal: Terminal
    ) throws {
        let id = try DeviceOptions.registrationID(options.registrationID, number: nil)
        let isText = options.format == .text
        if isText {
            terminal.write(
                "Provisioning API Version: \(options.apiVersion)\n\nRegistering Device\n\n")
        }
        let outcome = AwaitedWork.run {
            await client.register(id) { event in
                guard isText else { return }
                switch event {
                case .connected:
                    terminal.print("Provisioning Status: PROV_DEVICE_REG_STATUS_CONNECTED")
                case .assigning:
                    terminal.print("Provisioning Status: PROV_DEVICE_REG_STATUS_ASSIGNING")
                }
            }
        }
        if isText {
            terminal.write((outcome.answers > 0 ? "\n" : "") + "\(outcome.ending.line)\n")
            if let advice = outcome.ending.advice(on: id, at: options.service) {
                terminal.print("A device with the C SDK gets \(outcome.ending.sdkResult.rawValue).")
                terminal.print(advice)
            }
        } else {
            terminal.print(outcome.json)
        }
        guard case .assigned = outcome.ending else {
            throw CommandFailure("\(id) was not assigned to a hub")
        }
    }
}
