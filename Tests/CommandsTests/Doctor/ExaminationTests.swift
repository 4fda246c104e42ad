import Allocation
import HTTP
import Synchronization
import Testing

@testable import Commands

/// Something that a webhook does wrong, and what is said of it.
struct WebhookFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: String
    let verdict: Finding.Verdict
    /// What stands in the finding's text, and in one of its advices.
    let text: String
    let advice: String
    let script: @Sendable (ScriptedWebhook.Question) -> ScriptedWebhook.Outcome?

    init(
        _ name: String, _ verdict: Finding.Verdict, _ check: String, _ text: String, advice: String = "",
        _ script: @escaping @Sendable (ScriptedWebhook.Question) -> ScriptedWebhook.Outcome?
    ) {
        (testDescription, self.verdict, self.check, self.text) = (name, verdict, check, text)
        (self.advice, self.script) = (advice, script)
    }
}

@Suite struct ExaminationTests {
    private static let url = "https://allocator.example.com"

    /// The findings of all checks; the clock goes on by `tick` nanoseconds each time that it is looked at.
    private static func findings(
        of webhook: ScriptedWebhook, at url: String = url, tick: UInt64 = 1_000_000
    ) async throws -> [Finding] {
        let (clock, collected) = (TickingClock(tick), CollectedFindings())
        var examination = Examination(
            of: try ExaminedWebhook(url, key: ScriptedWebhook.key), offering: Examination.hubs,
            patience: .seconds(10), over: webhook,
            in: Surroundings(
                nanosecondsSinceEpoch: { 1_801_418_400_000_000_000 }, monotonicNanoseconds: clock.next,
                randomness: { 0 })
        ) { collected.add($0) }
        await examination.run()
        #expect(
            collected.all.allSatisfy { $0.verdict == .ok || !$0.advice.isEmpty }, "what to do is always said")
        return collected.all
    }

    @Test func `of a right webhook all is well`() async throws {
        let findings = try await Self.findings(of: ScriptedWebhook())
        #expect(
            findings.map(\.check) == [
                "url", "reachable", "health", "key", "wrong key", "no key", "toaster", "heat pump",
                "malformed",
                "large body", "time", "statuses",
            ])
        #expect(findings.allSatisfy { $0.verdict == .ok && $0.advice.isEmpty })
        #expect(
            findings[0].text == "https://allocator.example.com/api/allocate?code=<KEY> (the path is added)")
    }

    @Test func `it is asked as by DPS, and the history can tell who asked`() async throws {
        let webhook = ScriptedWebhook()
        _ = try await Self.findings(of: webhook)
        let posts = webhook.requests.filter { $0.method == .post }
        #expect(posts.count == 26)
        for request in posts where request.body.count > 100 {
            let body = try AllocationRequest(json: request.body)
            #expect(body.enrollment?.id == "dps-allocator-doctor")
            #expect(body.linkedHubs == Examination.hubs)
            #expect(!String(decoding: request.body, as: UTF8.self).contains(ScriptedWebhook.key))
        }
        #expect(posts.map(\.body.count).max() == 98_304)
        let codes = posts.map { $0.url.query ?? "none" }
        #expect(Set(codes) == ["code=0123456789-right", "code=A123456789-right", "none"])
    }

    @Test(arguments: WebhookFault.all)
    func `what is wrong is found, and what to do is said`(fault: WebhookFault) async throws {
        let findings = try await Self.findings(of: ScriptedWebhook(fault.script))
        let finding = try #require(findings.first { $0.check == fault.check }, "\(findings)")
        #expect(finding.verdict == fault.verdict, "\(finding)")
        #expect(finding.text.contains(fault.text), "\(finding)")
        #expect(!finding.advice.isEmpty)
        #expect(finding.advice.contains { $0.contains(fault.advice) }, "\(finding)")
        #expect(!"\(findings)".contains(ScriptedWebhook.key))
    }

    @Test(arguments: [
        (UInt64(1_000_000_000), Finding.Verdict.ok), (1_001_000_000, .warn), (4_000_000_000, .warn),
        (4_001_000_000, .fail),
    ])
    func `slow decisions are told by their slowest`(tick: UInt64, verdict: Finding.Verdict) async throws {
        let findings = try await Self.findings(of: ScriptedWebhook(), tick: tick)
        let finding = try #require(findings.first { $0.check == "time" })
        #expect(finding.verdict == verdict)
        #expect(finding.text.contains("20 decisions"))
        if verdict != .ok { #expect(finding.advice[0].contains("not published")) }
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080/api/allocate", "DPS cannot reach 127.0.0.1; the key is sent in the clear"),
        ("http://allocator.example.com", "the key is sent in the clear"),
        ("https://10.1.2.3/api/allocate", "DPS cannot reach 10.1.2.3"),
    ])
    func `a URL that is not for DPS is told, with the line that tells DPS another`(url: String, text: String)
        async throws
    {
        let finding = try await Self.findings(of: ScriptedWebhook(), at: url)[0]
        #expect((finding.check, finding.verdict) == ("url", .warn))
        #expect(finding.text.contains(text))
        #expect(
            finding.advice.last
                == "az iot dps enrollment-group update --dps-name contoso-provisioning-service-1098 "
                + "--resource-group contoso-us-resource-group --enrollment-id contoso-custom-allocated-devices "
                + "--allocation-policy custom --webhook-url \"https://NAME/api/allocate?code=<KEY>\" --api-version 2021-10-01"
        )
    }

    @Test(arguments: [
        HTTPClientError.unknownHost("allocator.example.com"), .unreachable("Connection refused"),
        .disconnected,
        .timedOut, .malformed("x"), .tooLarge(1), .insecure("self-signed certificate"),
        .unsupported("no curl"),
    ])
    func `without an answer it is said what may be in the way, and no more is asked`(error: HTTPClientError)
        async throws
    {
        let webhook = ScriptedWebhook { _ in .failure(error) }
        let findings = try await Self.findings(of: webhook)
        #expect(findings.map(\.check) == ["url", "reachable", "the rest"])
        #expect(findings[1].verdict == .fail)
        #expect(findings[1].text == error.description)
        #expect(!findings[1].advice.isEmpty)
        #expect(webhook.requests.count == 1)
    }

    @Test func `a key that the webhook repeats is not printed`() async throws {
        let webhook = ScriptedWebhook { question in
            question.number == 0
                ? .success(
                    .init(
                        status: .badRequest, fields: HTTPFields(),
                        body: Array("no \(ScriptedWebhook.key)".utf8))) : nil
        }
        let findings = try await Self.findings(of: webhook)
        #expect(findings.first { $0.check == "toaster" }?.text.contains("no <KEY>") == true)
    }
}

/// Goes on by a fixed time whenever it is looked at.
private final class TickingClock: Sendable {
    private let tick: UInt64
    private let reading = Atomic<UInt64>(0)

    init(_ tick: UInt64) { self.tick = tick }

    func next() -> UInt64 { reading.add(tick, ordering: .relaxed).newValue }
}

private final class CollectedFindings: Sendable {
    private let list = Mutex<[Finding]>([])

    var all: [Finding] { list.withLock { $0 } }

    func add(_ finding: Finding) { list.withLock { $0.append(finding) } }
}
