import Allocation
import CommandLineInterface
import HTTP

/// The emulator from its start to its end: how its parts are put together.
struct RunningEmulator: ~Copyable {
    /// Where it listens; with the real port where 0 was asked for.
    let addresses: [ListenAddress]

    private let server: HTTPServer
    private let registrar: Registrar
    private let state: EmulatorState

    /// - Throws: `CommandFailure` or `StateError` in one line when it cannot start; nothing is left running then.
    init(_ options: ServeOptions, in terminal: Terminal) throws {
        let configuration = options.configuration
        let surroundings = terminal.surroundings
        // Whoever runs it wants to see each call, also of a fleet.
        let log = OperatorLog(to: terminal, linesPerSecond: 1_000, mostWaiting: 10_000)
        let state =
            if let directory = options.directory {
                try EmulatorState(keptCalls: configuration.keptCalls, in: directory) {
                    log.write("\($0)")
                }
            } else {
                EmulatorState(keptCalls: configuration.keptCalls)
            }
        let enrollments = EnrollmentBook(configuration.enrollments)
        var webhookConfiguration = HTTPClientConfiguration()
        // Each call is recorded as one. On a connection that the webhook's server closes at that moment it would fail for no fault of
        // the webhook's, or be made twice and recorded once.
        webhookConfiguration.keptConnections = 0
        let webhook = Webhook(
            transport: HTTPClient(configuration: webhookConfiguration), state: state,
            surroundings: surroundings,
            timeout: configuration.webhookTimeout, schedule: RetrySchedule(timeScale: options.timeScale),
            report: log.write)
        let registrar = Registrar(
            configuration: configuration, enrollments: enrollments, state: state, webhook: webhook,
            surroundings: surroundings, report: log.write)
        let devices = DeviceAPI(
            configuration: configuration, enrollments: enrollments, state: state, registrar: registrar,
            surroundings: surroundings, report: log.write)
        let health = EmulatorRoute(.get, "healthz") { _ in .json(["status": "ok"]) }
        // The devices' own routes come last, for they take any word as an ID scope.
        let routes =
            [health] + state.callRoutes()
            + HubRoutes(
                state: state, linkedHubs: configuration.linkedHubs, surroundings: surroundings
            ).all + RegistrationRoutes(state: state).all
            + EnrollmentRoutes(
                enrollments: enrollments, linkedHubs: configuration.linkedHubs, surroundings: surroundings
            ).all + devices.routes
        var serverConfiguration = HTTPServerConfiguration(addresses: options.addresses)
        serverConfiguration.onEvent = { log.write($0.description) }
        let server = HTTPServer(
            configuration: serverConfiguration,
            handler: EmulatorService(routes: routes, access: options.access))
        do throws(HTTPServerError) {
            addresses = try server.start()
        } catch {
            throw CommandFailure(error.description)
        }
        registrar.resume()
        self.server = server
        self.registrar = registrar
        self.state = state
    }

    /// Stops accepting, answers what is in flight, and gives up the folder. What is being assigned stays so, to be taken up again.
    consuming func stop() {
        let (server, registrar) = (server, registrar)
        AwaitedWork.run {
            await registrar.stop()
            await server.stop()
        }
        state.waitForRewriting()
    }
}
