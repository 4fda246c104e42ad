import Allocation
import Emulator
import FoundationEssentials
import TemporaryFolders
import Testing

struct JournalTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var directory: String { folder.file("data") }
    private var journal: String { directory + "/emulator.journal" }

    private func open(leastBound: Int = 64 << 20) throws -> EmulatorState {
        try EmulatorState(keptCalls: 5, in: directory, leastBound: leastBound) { Issue.record($0) }
    }

    /// What a state has, for comparing.
    struct Picture: Equatable {
        let registrations: [Registration]
        /// Their spelling, which does not count when registration IDs are compared.
        let names: [String]
        let devices: [[HubDevice]]
        let calls: [WebhookCall]

        init(of state: EmulatorState) {
            registrations = state.registrations()
            names = registrations.map(\.registrationID.text)
            devices = [
                "", "hub-a.azure-devices.net", "hub-b.azure-devices.net", "\"\n\u{0}\u{1F600}", "a\u{301}",
            ]
            .map(state.devices)
            calls = state.calls(limit: .max)
        }
    }

    /// Makes one random change in each of the states, the same in all.
    private func change(_ states: [EmulatorState], _ generated: inout GeneratedState) throws {
        let id = generated.id()
        let registration = generated.chance() ? generated.registration(id) : nil
        let (device, gone) = (generated.device(), generated.device().key)
        let hasDevices = generated.chance()
        let call = generated.chance() ? generated.call(0) : nil
        for state in states {
            if let call { state.record { call.numbered($0) } }
            try state.update(id) { kept, devices in
                kept = registration
                guard hasDevices else { return }
                devices[gone] = nil
                devices[device.key] = device
            }
        }
    }

    @Test(arguments: [64 << 20, 1])
    func `what was changed is there again after each start`(leastBound: Int) throws {
        var generated = GeneratedState(seed: UInt64(leastBound))
        let model = EmulatorState(keptCalls: 5)
        for _ in 0..<12 {
            let state = try open(leastBound: leastBound)
            #expect(Picture(of: state) == Picture(of: model))
            for _ in 0..<40 { try change([state, model], &generated) }
            #expect(Picture(of: state) == Picture(of: model))
            state.waitForRewriting()
        }
        #expect(Picture(of: try open()) == Picture(of: model))
    }

    @Test func `documents nested as deep as they may be are there again`() throws {
        let depth = JSONReader.deepestNesting
        let deepest = try JSONValue(
            parsing: String(repeating: #"{"a":"#, count: depth - 1) + "{}"
                + String(repeating: "}", count: depth - 1))
        var generated = GeneratedState(seed: 3)
        let id = generated.id()
        var registration = generated.registration(id)
        registration.sentPayload = deepest
        registration.returnedPayload = deepest
        var device = generated.device()
        device.reported = try #require(deepest.object)
        let before: Picture
        do {
            let state = try open()
            let (kept, made) = (registration, device)
            try state.update(id) { registration, devices in
                registration = kept
                devices[made.key] = made
            }
            before = Picture(of: state)
        }
        #expect(Picture(of: try open()) == before)
    }

    @Test func `a last line that was cut short anywhere is left out`() throws {
        var generated = GeneratedState(seed: 7)
        let (before, after): (Picture, Picture)
        do {
            let state = try open()
            for _ in 0..<10 { try change([state], &generated) }
            before = Picture(of: state)
            let id = generated.id()
            let (registration, device) = (generated.registration(id), generated.device())
            try state.update(id) { kept, devices in
                kept = registration
                devices[device.key] = device
            }
            after = Picture(of: state)
        }
        let whole = [UInt8](try Data(contentsOf: URL(filePath: journal)))
        let start = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
        for end in start...whole.count {
            try Data(whole[..<end]).write(to: URL(filePath: journal))
            #expect(Picture(of: try open()) == (end == whole.count ? after : before), "cut at \(end)")
        }
    }

    @Test(arguments: [
        ("{\"registration\":7}\n", "line 2: an object is expected, not a number"),
        ("{\"registration\"\n", "line 2: column 16:"),
        ("{}\n", "line 2: it changes nothing"),
        ("{\"registrationGone\":\"a\"}\n\u{7}\n{\"registrationGone\":\"a\"}\n", "line 3: column 1:"),
    ])
    func `a line that is not in order is told, and nothing overwritten`(lines: String, problem: String) throws
    {
        _ = try open()
        var text = try String(contentsOf: URL(filePath: journal), encoding: .utf8)
        text += lines
        try Data(text.utf8).write(to: URL(filePath: journal))
        let error = #expect(throws: StateError.self) { try open() }
        #expect(
            error?.description.hasPrefix("\(journal), \(problem)") == true, "\(String(describing: error))")
        #expect(try String(contentsOf: URL(filePath: journal), encoding: .utf8) == text)
    }

    @Test(arguments: [
        (
            "{\"format\":\"dps-emulator-journal\",\"version\":2,\"lastCall\":0}\n",
            "line 1: version 2 is not known"
        ),
        ("{\"format\":\"other\",\"version\":1}\n", "line 1: this is no journal of dps-emulator"),
        ("hello", "line 1: this is no journal of dps-emulator"),
        (
            "{\"format\":\"dps-emulator-journal\",\"version\":1,\"lastCall\":9223372036854775807}\n",
            "line 1: lastCall must be a whole number from 0 to 9007199254740992"
        ),
        (
            "{\"format\":\"dps-emulator-journal\",\"version\":1,\"lastCall\":-1}\n",
            "line 1: lastCall must be a whole number from 0 to 9007199254740992"
        ),
    ])
    func `a journal that does not begin as one is refused`(text: String, problem: String) throws {
        _ = try open()
        try Data(text.utf8).write(to: URL(filePath: journal))
        let error = #expect(throws: StateError.self) { try open() }
        #expect(
            error?.description.hasPrefix("\(journal), \(problem)") == true, "\(String(describing: error))")
    }

    @Test func `a new journal that was not finished is of no account`() throws {
        var generated = GeneratedState(seed: 9)
        let state = try open()
        try change([state], &generated)
        let picture = Picture(of: state)
        _ = consume state
        try Data("{\"format\":\"dps-emu".utf8).write(to: URL(filePath: journal + ".new"))
        #expect(Picture(of: try open()) == picture)
    }

    @Test func `a folder is used by one process at a time`() throws {
        let state = try open()
        let error = #expect(throws: StateError.self) { try open() }
        #expect(error?.description.hasPrefix("another dps-emulator uses the folder \(directory)") == true)
        _ = state.registrations()
    }

    @Test func `folder and journal are their owner's alone`() throws {
        _ = try open()
        for (path, mode) in [(directory, 0o700), (journal, 0o600)] {
            let found = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect((found as? Int) == mode)
        }
    }

    @Test func `numbers of calls are not used again after a start`() throws {
        var generated = GeneratedState(seed: 1)
        for number in 1...12 {
            let call = generated.call(number)
            try open().record { call.numbered($0) }
        }
        #expect(try open().calls(limit: 9).map(\.number) == [12, 11, 10, 9, 8])
    }
}

extension WebhookCall {
    func numbered(_ number: Int) -> WebhookCall {
        WebhookCall(
            number: number, registrationID: registrationID, operationID: operationID, attempt: attempt,
            at: at,
            url: url, request: request, status: status, contentType: contentType, answer: answer,
            milliseconds: milliseconds, verdict: verdict, reason: reason)
    }
}
