import Allocation
import CommandLineInterface
import HTTP

/// `doctor`: whether a running webhook is what DPS needs, found out from outside.
struct DoctorCommand: Command {
    static let specification = CommandSpecification(
        name: "doctor",
        summary: "Check a running webhook from outside, as DPS would see it",
        options: [
            .init(
                name: "--url", value: "URL",
                help:
                    "The webhook's URL as DPS is told it; without a path, \(ServiceOptions.standardAllocatePath)",
                isRequired: true),
            .init(
                name: "--code", value: "KEY",
                help: "Its key; - reads it from standard input; or give ?code= in the URL"),
            .init(
                name: "--hub", value: "NAME",
                help: "A linked hub to offer; may be given again (default: the two of Microsoft's article)",
                isRepeatable: true),
            .init(
                name: "--registration-id", value: "ID",
                help: "A device to ask about; may be given again (default: the two of Microsoft's article)",
                isRepeatable: true),
            .init(
                name: "--timeout", value: "SECONDS", help: "For each request, 1 to 120 (default: 10)"),
            .format, .help,
        ],
        discussion: """
            It asks for both devices of Microsoft's article, or those that are given, with the key, with a wrong one and with none, sends half a request and a very
            large one, times 20 decisions, and says for whatever is not right what to do. Any webhook of DPS can be checked, one of Azure
            Functions too.

            Its questions are real ones: what they come to is recorded and counted, some 23 decisions of the enrollment group
            \(ExaminationRequest.enrollmentGroup), and devices that are refused are listed as unmatched. No device is made in any hub. The
            key is not printed; others on this machine can see it among the words of a command, so rather give it by --code -. https needs
            the program curl; proxies of the environment are not used. Exit status 1 when a check failed.
            """,
        examples: [
            "dps-allocator doctor --url http://127.0.0.1:8080 --code - < webhook.key",
            "dps-allocator doctor --url https://allocator.example.com/api/allocate --code - --hub contoso-toasters-hub-1098.azure-devices.net",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        var configuration = HTTPClientConfiguration()
        // A kept connection that ends between two checks is no fault of the webhook's, and one decision more does no harm.
        configuration.repeatsPosts = true
        try run(arguments, in: terminal, over: HTTPClient(configuration: configuration))
    }

    /// - Parameters:
    ///   - arguments: by the specification.
    ///   - terminal: where findings go, each as soon as it is there.
    ///   - transport: what brings requests to the webhook.
    /// - Throws: `UsageError`, and `CommandFailure` when a check failed.
    static func run(_ arguments: Arguments, in terminal: Terminal, over transport: any HTTPTransport) throws {
        let format = try arguments.format
        let patience = Duration.seconds(try arguments.integer("--timeout", in: 1...120, default: 10))
        let hubs = arguments.allValues("--hub")
        if let hub = hubs.first(where: { !HostName.isValid($0) }) {
            throw UsageError("--hub takes the name of a host, not \"\(hub)\"")
        }
        let devices = try arguments.allValues("--registration-id").map { text throws(UsageError) in
            do throws(RegistrationIDError) {
                return Examination.Device(check: "device", id: try RegistrationID(text).text)
            } catch {
                throw UsageError("--registration-id: \(error)")
            }
        }
        let webhook = try ExaminedWebhook(
            arguments.required("--url"), key: arguments.value("--code").map(terminal.secret))
        let findings = AwaitedWork.run {
            var findings: [Finding] = []
            var examination = Examination(
                of: webhook, about: devices.isEmpty ? Examination.devices : devices,
                offering: hubs.isEmpty ? Examination.hubs : hubs, patience: patience,
                over: transport,
                in: terminal.surroundings
            ) { finding in
                findings.append(finding)
                if format == .text { terminal.print(finding) }
            }
            await examination.run()
            return findings
        }
        if format == .json {
            terminal.print(["url": .string(webhook.shown), "checks": .array(findings.map(\.json))])
        }
        let failed = findings.count { $0.verdict == .fail }
        guard failed == 0 else { throw CommandFailure("\(failed) of \(findings.count) checks failed") }
        let warned = findings.count { $0.verdict == .warn }
        if format == .text {
            terminal.print(
                warned == 0 ? "all is well" : "nothing failed; \(warned) of \(findings.count) checks warn")
        }
    }
}

extension Terminal {
    /// A line for what was found, and one for each advice.
    func print(_ finding: Finding) {
        let verdict = finding.verdict.rawValue
        let tone = isColoured ? Tone(of: verdict) : nil
        let mark = (tone?.colour(verdict) ?? verdict) + String(repeating: " ", count: 6 - verdict.count)
        let check = finding.check + String(repeating: " ", count: max(12 - finding.check.count, 1))
        print(mark + check + TextTable.printable(finding.text))
        for line in finding.advice { print("      \(TextTable.printable(line))") }
    }
}
