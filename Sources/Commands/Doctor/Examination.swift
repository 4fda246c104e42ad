import Allocation
import HTTP

/// The checks of a webhook from outside, one after the other, as DPS would see it.
struct Examination {
    struct Device: Sendable {
        /// What the check is called.
        let check: String
        let id: String
    }

    /// Microsoft's article has them.
    static let devices = [
        Device(check: "toaster", id: "breakroom499-contoso-tstrsd-007"),
        Device(check: "heat pump", id: "mainbuilding167-contoso-hpsd-088"),
    ]
    static let hubs = [
        "contoso-toasters-hub-1098.azure-devices.net", "contoso-heatpumps-hub-1098.azure-devices.net",
    ]
    /// How many decisions are timed.
    static let timedCount = 20

    let webhook: ExaminedWebhook
    /// Asked about; not empty.
    let devices: [Device]
    let hubs: [String]
    /// For each request.
    let patience: Duration
    let transport: any HTTPTransport
    let surroundings: Surroundings
    /// Told each finding as soon as it is there, without the key in it.
    let report: (Finding) -> Void

    private var statuses: [Int: Int] = [:]
    private var transientStatuses: Set<Int> = []

    init(
        of webhook: ExaminedWebhook, about devices: [Device] = Examination.devices, offering hubs: [String],
        patience: Duration,
        over transport: any HTTPTransport,
        in surroundings: Surroundings, report: @escaping (Finding) -> Void
    ) {
        self.webhook = webhook
        self.devices = devices
        self.hubs = hubs
        self.patience = patience
        self.transport = transport
        self.surroundings = surroundings
        self.report = report
    }

    /// Does all checks that make sense; those that need an answer, or the key, only if there is one.
    mutating func run() async {
        conclude(addressFinding)
        let first = await ask(about: devices[0].id)
        conclude(ReachJudgement(webhook: webhook).finding(for: first))
        guard let status = first.status else {
            return conclude(rest(needing: "an answer"))
        }
        conclude(await healthFinding())
        if let finding = pathFinding(first) {
            conclude(finding)
            return conclude(rest(needing: "the right path"))
        }
        conclude(keyFinding(status))
        conclude(await refusalFinding("wrong key", showing: .wrong))
        conclude(await refusalFinding("no key", showing: .none))
        guard status != 401 else { return conclude(rest(needing: "the key")) }
        var answers = [first]
        for device in devices.dropFirst() { answers.append(await ask(about: device.id)) }
        for (device, answer) in zip(devices, answers) { conclude(judgement(of: device).finding(for: answer)) }
        if let finding = refusedFinding(answers) { conclude(finding) }
        conclude(await malformedFinding())
        conclude(await largeBodyFinding(usually: status))
        conclude(await timeFinding())
        conclude(statusFinding)
    }

    private func conclude(_ finding: Finding) {
        report(
            Finding(
                check: finding.check, verdict: finding.verdict,
                text: webhook.redaction.redacted(finding.text),
                advice: finding.advice.map { webhook.redaction.redacted($0) }))
    }

    private func rest(needing what: String) -> Finding {
        .warn("the rest", "not looked at: it needs \(what)", "mend that first, and run this again")
    }

    private func judgement(of device: Device) -> DeviceJudgement {
        DeviceJudgement(check: device.check, registrationID: device.id, hubs: hubs, webhook: webhook)
    }

    /// `nil` unless all devices were refused.
    private func refusedFinding(_ answers: [WebhookAnswer]) -> Finding? {
        guard answers.allSatisfy({ $0.status.map((400..<429).contains) ?? false }) else { return nil }
        return .fail(
            "devices", "every device is refused: nothing was seen of how one is assigned",
            "ask about devices that it knows: --registration-id ID, and offer their hubs: --hub NAME",
            "the hubs that DPS offers:", AzureAdvice.listHubs)
    }

    // MARK: - Asking

    private func request(about id: String) -> ExaminationRequest {
        ExaminationRequest(registrationID: id, hubs: hubs, webhook: webhook, time: surroundings.now)
    }

    private mutating func ask(about id: String, showing key: ExaminedWebhook.ShownKey = .right) async
        -> WebhookAnswer
    {
        await ask(request(about: id).body(), showing: key)
    }

    private mutating func ask(
        _ body: [UInt8], showing key: ExaminedWebhook.ShownKey = .right
    ) async -> WebhookAnswer {
        let answer = await exchange(
            HTTPClientRequest(
                .post, webhook.address(showing: key),
                fields: [
                    ("Content-Type", "application/json; charset=utf-8"), ("Accept", "application/json"),
                ], body: body))
        if let status = answer.status { statuses[status, default: 0] += 1 }
        if let status = answer.status, answer.isTransientBelow429 { transientStatuses.insert(status) }
        return answer
    }

    private func exchange(_ request: HTTPClientRequest) async -> WebhookAnswer {
        let start = surroundings.monotonicNanoseconds()
        let result: Result<HTTPClientResponse, HTTPClientError>
        do throws(HTTPClientError) {
            let answer = try await transport.exchange(request, within: patience)
            // Before anything of it is cut or judged: a part of the key would not be known as such.
            result = .success(
                HTTPClientResponse(
                    status: answer.status, fields: answer.fields,
                    body: webhook.redaction.redacted(answer.body)))
        } catch {
            result = .failure(error)
        }
        return WebhookAnswer(result: result, nanoseconds: surroundings.monotonicNanoseconds() &- start)
    }

    // MARK: - Address, health, path

    private var addressFinding: Finding {
        let shown = webhook.shown + (webhook.hadNoPath ? " (the path is added)" : "")
        var problems: [String] = []
        if Reachability.isPrivate(webhook.url.host) {
            problems.append("DPS cannot reach \(webhook.url.host)")
        }
        if webhook.url.scheme == .http {
            problems.append("the key is sent in the clear, and DPS is documented with https only")
        }
        guard !problems.isEmpty else { return .ok("url", shown) }
        return .warn(
            "url", "\(shown): \(problems.joined(separator: "; "))",
            "good enough for a look; for DPS, put a public name and a proxy with TLS in front (docker/ has one), and tell DPS, with the key in the place of <KEY>:",
            AzureAdvice.useWebhook(webhook.advised()))
    }

    private func healthFinding() async -> Finding {
        var answers: [(path: String, answer: WebhookAnswer)] = []
        for path in ["/healthz", "/readyz"] {
            guard let url = webhook.neighbour(path) else { continue }
            answers.append((path, await exchange(HTTPClientRequest(.get, url))))
        }
        let found = answers.map { "\($0.path) \($0.answer.status.map(String.init) ?? $0.answer.outline)" }
            .joined(separator: ", ")
        let statuses = answers.map(\.answer.status)
        if statuses.allSatisfy({ $0 == 200 }) { return .ok("health", found) }
        if statuses.contains(503), let ready = answers.last?.answer {
            return .fail(
                "health", "it is not ready: \(ready.outline)",
                "look at the service's log: disk full, folder not writable, databases not migrated?")
        }
        return .ok("health", "\(found): not dps-allocator, or a proxy that keeps them inside")
    }

    /// `nil` when the webhook is where the URL says.
    private func pathFinding(_ answer: WebhookAnswer) -> Finding? {
        guard let response = try? answer.result.get() else { return nil }
        let text = "\(webhook.url.path) answers \(response.status)"
        switch response.status.code {
        case 300..<400:
            return .fail(
                "path", "\(text), and leads to \(response.fields["location"] ?? "nowhere")",
                "DPS is not known to follow redirects: tell it, and this command, the URL where they end")
        case 404, 405:
            let standard = ServiceOptions.standardAllocatePath
            return .fail(
                "path", "\(text): the webhook is not there",
                "dps-allocator's path is \(standard), or what serve was told by --allocate-path; a function's is /api/NAME",
                "tell DPS the right one, with the key in the place of <KEY>:",
                AzureAdvice.useWebhook(webhook.advised(path: standard)))
        default: return nil
        }
    }

    // MARK: - Keys

    private func keyFinding(_ status: Int) -> Finding {
        guard status == 401 else { return .ok("key", "accepted") }
        return .fail(
            "key", "refused (401); devices are told 400209",
            "make one, or see those that an Azure Function has:",
            "dps-allocator keys create --role webhook --name dps", AzureAdvice.listFunctionKeys,
            "and tell DPS, with the key in the place of <KEY>:", AzureAdvice.useWebhook(webhook.advised()))
    }

    private mutating func refusalFinding(_ check: String, showing key: ExaminedWebhook.ShownKey) async
        -> Finding
    {
        let answer = await ask(about: devices[0].id, showing: key)
        guard let status = answer.status else {
            return .fail(check, answer.outline, "look at the webhook's log: other requests were answered")
        }
        switch status {
        case 401: return .ok(check, "refused (401)")
        case 200..<300:
            return .fail(
                check, "accepted (\(status)): anybody can ask, and fill the history",
                "have the webhook ask for its key: of an Azure Function, authorization level Function")
        case 300..<429:
            return .warn(
                check, "refused by \(status), where 401 would be better",
                "DPS tells a device 400209 for 401, which says that the key is wrong; 400207 for all else")
        default:
            return .fail(
                check, "\(answer.outline): DPS takes that for a moment's fault, and asks 10 times more",
                "answer 401 to a key that is not right")
        }
    }

    // MARK: - Bodies, times, statuses

    private mutating func malformedFinding() async -> Finding {
        let answer = await ask(Array(#"{"deviceRuntimeContext":"#.utf8))
        switch answer.status {
        case 400: return .ok("malformed", "refused (400)")
        case nil: return .fail("malformed", answer.outline, "answer 400 to what cannot be read")
        case .some(200..<300):
            return .fail(
                "malformed", "half a request is accepted: \(answer.outline)",
                "answer 400 to what cannot be read")
        case .some(..<429):
            return
                .warn(
                    "malformed", "refused (\(answer.outline))",
                    "to DPS that is as good as 400, which says what it is")
        default:
            return .fail(
                "malformed", "\(answer.outline): DPS asks again for what will never be otherwise",
                "answer 400 to what cannot be read; 500 is what an exception makes that nobody caught")
        }
    }

    private mutating func largeBodyFinding(usually status: Int) async -> Finding {
        let size = ExaminationRequest.largestBody
        let answer = await ask(request(about: devices[0].id).body(ofSize: size))
        guard status < 429 else {
            return .warn(
                "large body", "not told: nothing is taken now", "mend that first, and run this again")
        }
        guard answer.status != status else { return .ok("large body", "\(size) bytes are taken") }
        let limit = "DPS sends up to 96 KB: raise the limit of the webhook, or of the proxy before it"
        return .fail(
            "large body", "\(size) bytes: \(answer.outline)", "\(limit) (nginx: client_max_body_size 128k)")
    }

    private mutating func timeFinding() async -> Finding {
        var times: [UInt64] = []
        var failures: [WebhookAnswer] = []
        for number in 0..<Self.timedCount where failures.count < 3 {
            let answer = await ask(about: devices[number % devices.count].id)
            if answer.status ?? 500 < 429 {
                times.append(answer.nanoseconds)
            } else {
                failures.append(answer)
            }
        }
        return TimeJudgement(times: times, failures: failures, makesConnections: webhook.url.scheme == .https)
            .finding
    }

    private var statusFinding: Finding {
        let seen = statuses.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value)x)" }.joined(
            separator: ", ")
        guard transientStatuses.isEmpty else {
            let codes = transientStatuses.sorted().map(String.init).joined(separator: ", ")
            return .fail(
                "statuses",
                "\(seen): \(codes) says that it may be otherwise in a moment, and DPS gives up below 429",
                "answer 503 instead; of a proxy, map its timeouts to 503 or 504")
        }
        let again = statuses.filter { $0.key >= 429 }.reduce(0) { $0 + $1.value }
        guard again == 0 else {
            return .warn(
                "statuses", "\(seen): DPS asks again after \(again) of them",
                "10 times, first after 1 s, each time 9 s later than the last")
        }
        return .ok("statuses", "\(seen): none that says come again, none below 429 that should")
    }
}
