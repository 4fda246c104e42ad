import Allocation
import Contoso
import HTTP
import Testing

@testable import Emulator

struct SampleConfigurationTests {
    private static let now = PreciseTime(nanosecondsSinceEpoch: 1_795_000_000_000_000_000)

    @Test func `the sample has the names of Microsoft's article`() throws {
        let configuration = try EmulatorConfiguration(reading: SampleConfiguration.bytes(), at: Self.now)
        #expect(configuration.name == "contoso-provisioning-service-1098")
        #expect(configuration.idScope == "0ne00002193")
        #expect(
            configuration.linkedHubs == [
                LinkedHub(hostName: EmulatedService.toasters, latency: 20),
                LinkedHub(hostName: EmulatedService.heatPumps, latency: 35),
            ])
        #expect(configuration.allocationPolicy == .hashed)
        #expect(configuration.returnedTwin == .onReset)
        #expect(configuration.webhookTimeout == .seconds(30))
        #expect(configuration.retryAfter == 3)
        #expect(configuration.keptCalls == 10_000)
        #expect(configuration.clientCertificateField == nil)
        #expect(configuration.registrationsPerMinute == nil)

        #expect(configuration.enrollments.count == 2)
        let group = try #require(configuration.enrollments.first)
        #expect(group.subject == .group("contoso-custom-allocated-devices"))
        #expect(group.isEnabled && group.allocationPolicy == .custom)
        #expect(group.reprovisionPolicy == .standard)
        #expect(group.hubs == [EmulatedService.toasters, EmulatedService.heatPumps])
        #expect(group.customAllocation?.webhookURL.redacted == "http://127.0.0.1:8080/api/allocate?****")
        #expect(group.createdDateTimeUTC == "2026-11-18T11:06:40.0000000Z")
        #expect(group.written?["enrollmentGroupId"] == "contoso-custom-allocated-devices")
        let disabled = try #require(configuration.enrollments.last)
        let id = try RegistrationID("breakroom500-contoso-tstrsd-008")
        #expect(disabled.subject == .individual(id, deviceID: nil))
        #expect(!disabled.isEnabled)
    }

    @Test func `the same file gives the same etags`() throws {
        let one = try EmulatorConfiguration(reading: SampleConfiguration.bytes(), at: Self.now)
        #expect(one == (try EmulatorConfiguration(reading: SampleConfiguration.bytes(), at: Self.now)))
        for record in one.enrollments {
            #expect(
                try #/"[0-9a-f]{8}-0000-[0-9a-f]{2}00-0000-[0-9a-f]{8}0000"/#.wholeMatch(in: record.etag)
                    != nil)
        }
        #expect(Set(one.enrollments.map(\.etag)).count == 2)
    }

    @Test func `comments may stand between all parts`() throws {
        let sample = try SampleConfiguration.bytes()
        let plain = try EmulatorConfiguration(reading: sample, at: Self.now)
        var text: [UInt8] = []
        var isInString = false
        for byte in JSONComments.blanked(in: sample) {
            // The sample escapes no quote.
            if byte == UInt8(ascii: "\"") { isInString.toggle() }
            text.append(byte)
            if !isInString, "{}[],:\"".utf8.contains(byte) { text += "/* \" */ // {\n".utf8 }
        }
        #expect(try EmulatorConfiguration(reading: text, at: Self.now) == plain)
    }

    @Test func `a sample that was cut off is refused`() throws {
        let sample = try SampleConfiguration.bytes()
        var generator = SeededGenerator(state: 1_098)
        let end = try #require(sample.lastIndex(of: UInt8(ascii: "}")))
        for _ in 0..<300 {
            let length = Int.random(in: 0...end, using: &generator)
            let faults = #expect(throws: ConfigurationFaults.self) {
                try EmulatorConfiguration(reading: Array(sample[..<length]), at: Self.now)
            }
            #expect(faults?.faults.count == 1)
        }
    }

    @Test func `a sample with changed bytes is read or refused with places`() throws {
        let sample = try SampleConfiguration.bytes()
        let lines = sample.count { $0 == UInt8(ascii: "\n") } + 1
        var generator = SeededGenerator(state: 2_193)
        for _ in 0..<600 {
            var text = sample
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let place = Int.random(in: text.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: text[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: text.remove(at: place)
                default: text.insert(text.randomElement(using: &generator) ?? 0, at: place)
                }
            }
            do throws(ConfigurationFaults) {
                _ = try EmulatorConfiguration(reading: text, at: Self.now)
            } catch {
                #expect(!error.faults.isEmpty)
                // Up to five line feeds more than the sample has.
                #expect(error.faults.allSatisfy { (1...lines + 5).contains($0.line) && $0.column >= 1 })
                #expect(error.faults.allSatisfy { !$0.problem.isEmpty })
            }
        }
    }
}
