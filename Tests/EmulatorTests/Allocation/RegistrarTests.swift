import Allocation
import Emulator
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RegistrarTests {
    private static let never = ReprovisionPolicy(updateHubAssignment: false, migrateDeviceData: false)

    @Test func `a device that registers again is told to the webhook with its hub`() async {
        let emulated = EmulatedService()
        _ = await emulated.registerToTheEnd()
        emulated.clock.advance(by: .seconds(10))
        _ = await emulated.registerToTheEnd()
        let registration = emulated.state.registrations().first
        let question = emulated.webhook.questions.last
        #expect(question?.currentHub == EmulatedService.toasters)
        #expect(question?.currentDeviceID == registration?.deviceID)
        #expect(question?.linkedHubs.count == 2)
        #expect(registration?.created.description == "2026-11-18T11:06:40.0000000Z")
        #expect(registration?.lastUpdated.description == "2026-11-18T11:06:50.0000000Z")
    }

    @Test func `a failure leaves the device where it was`() async {
        let failure = RegistrationFailure(code: 400_207, message: "no", reason: "no")
        let emulated = EmulatedService(
            webhook: ScriptedWebhook([
                .hub(EmulatedService.toasters, initialTwin: nil, payload: ["a": 1]), .failure(failure),
            ]))
        _ = await emulated.registerToTheEnd()
        let failed = await emulated.registerToTheEnd()
        #expect(failed["registrationState"]?["assignedHub"] == nil)
        #expect(failed["registrationState"]?["payload"] == nil)
        _ = await emulated.registerToTheEnd()
        #expect(emulated.webhook.questions.last?.currentHub == EmulatedService.toasters)
    }

    @Test func `a device that is never reprovisioned has its own hub alone`() async {
        let emulated = EmulatedService([EmulatedService.group(reprovision: Self.never)])
        _ = await emulated.registerToTheEnd()
        _ = await emulated.registerToTheEnd()
        #expect(emulated.webhook.questions.map(\.linkedHubs.count) == [2, 1])
        #expect(emulated.webhook.questions.last?.linkedHubs.first?.hostName == EmulatedService.toasters)
    }

    @Test(
        arguments: [
            (nil, [EmulatedService.toasters, EmulatedService.heatPumps]),
            ([], [EmulatedService.toasters, EmulatedService.heatPumps]),
            ([EmulatedService.heatPumps.uppercased()], [EmulatedService.heatPumps]),
            (
                [EmulatedService.heatPumps, "unlinked.azure-devices.net", EmulatedService.toasters],
                [EmulatedService.heatPumps, EmulatedService.toasters]
            ),
        ] as [([String]?, [String])])
    func `the webhook is offered the enrollment's hubs that are linked`(
        selected: [String]?, offered: [String]
    ) async {
        let emulated = EmulatedService([EmulatedService.group(hubs: selected)])
        _ = await emulated.registerToTheEnd()
        #expect(emulated.webhook.questions.first?.linkedHubs.map(\.hostName) == offered)
    }

    @Test func `an enrollment whose hubs are not linked fails, with the reason in the log`() async {
        let emulated = EmulatedService([EmulatedService.group(hubs: ["unlinked.azure-devices.net"])])
        let answer = await emulated.registerToTheEnd()
        #expect(answer["status"] == "failed")
        #expect(emulated.webhook.questions.isEmpty)
        #expect(
            emulated.lines.all.last?.hasSuffix(
                "none of the enrollment's hubs is linked to the provisioning service") == true)
    }

    @Test func `an operation that was cut short is taken up again`() async throws {
        let held = EmulatedService(webhook: ScriptedWebhook(isHeld: true))
        let begun = await held.register(body: #"{"payload":{"a":1}}"#)
        await held.registrar.stop()
        #expect(await held.register("another").status == 500)
        #expect(held.state.registrations().map(\.status) == [.assigning])

        let again = EmulatedService(state: held.state)
        again.registrar.resume()
        await again.lines.end(of: EmulatedService.toaster)
        #expect(again.webhook.questions.map(\.operationID) == [begun["operationId"]?.string])
        #expect(again.webhook.questions.first?.payload == ["a": 1])
        let answer = await again.poll(begun["operationId"]?.string ?? "")
        #expect(answer.status == 200 && answer["status"] == "assigned")
    }

    @Test func `an operation whose enrollment is gone fails when it is taken up`() async {
        let held = EmulatedService(webhook: ScriptedWebhook(isHeld: true))
        _ = await held.register()
        await held.registrar.stop()
        let again = EmulatedService([EmulatedService.group("another")], state: held.state)
        again.registrar.resume()
        await again.lines.end(of: EmulatedService.toaster)
        #expect(again.state.registrations().first?.failure?.code == 404_201)
    }

    @Test func `a registration's beginning and end are a line each`() async {
        let emulated = EmulatedService()
        let answer = await emulated.registerToTheEnd()
        let name =
            "registration \(EmulatedService.toaster) (enrollment group contoso-custom-allocated-devices)"
        #expect(emulated.lines.all.count == 2)
        #expect(
            emulated.lines.all.first == "\(name): operation \(answer["operationId"]?.string ?? "") begins")
        #expect(
            emulated.lines.all.last?.hasPrefix("\(name): assigned to \(EmulatedService.toasters)") == true)
    }
}
