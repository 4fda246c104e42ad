package import Allocation
import Synchronization

/// Gives registering devices to hubs, each in a task of its own, while they ask how it stands.
package final class Registrar: Sendable {
    private struct Work {
        /// By operation ID.
        var tasks: [String: Task<Void, Never>] = [:]
        var isStopped = false
    }

    private let configuration: EmulatorConfiguration
    private let enrollments: EnrollmentBook
    private let state: EmulatorState
    private let webhook: any WebhookAsking
    private let surroundings: Surroundings
    private let mostInFlight: Int
    private let clock: any Clock<Duration>
    private let report: @Sendable (String) -> Void
    private let work = Mutex(Work())

    /// - Parameters:
    ///   - configuration: the linked hubs, and what holds where an enrollment says nothing.
    ///   - enrollments: as they are when a device is given to a hub.
    ///   - state: where registrations are kept.
    ///   - webhook: what asks for the policy `custom`.
    ///   - surroundings: the clock, and the randomness of operation IDs.
    ///   - mostInFlight: registrations that may be assigned at once.
    ///   - clock: what is slept by before the end of an operation that could not be kept is tried to be kept again.
    ///   - report: takes a line for the log and returns at once. No key and no payload is in one.
    package init(
        configuration: EmulatorConfiguration, enrollments: EnrollmentBook, state: EmulatorState,
        webhook: any WebhookAsking, surroundings: Surroundings, mostInFlight: Int = 10_000,
        clock: any Clock<Duration> = ContinuousClock(), report: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.enrollments = enrollments
        self.state = state
        self.webhook = webhook
        self.surroundings = surroundings
        self.mostInFlight = mostInFlight
        self.clock = clock
        self.report = report
    }

    /// Takes up the operations that were under way when the emulator ended the last time.
    package func resume() {
        work.withLock { work in
            guard !work.isStopped else { return }
            for registration in state.registrations()
            where registration.status == .assigning && work.tasks[registration.operationID] == nil {
                start(registration, "is taken up again", in: &work)
            }
        }
    }

    /// Ends all that is under way, and returns once it has ended. What was being assigned stays so, to be taken up again.
    package func stop() async {
        let tasks = work.withLock { work in
            work.isStopped = true
            return Array(work.tasks.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    /// Begins an operation.
    ///
    /// - Returns: the registration, which is being assigned; if it was already, nothing has changed.
    /// - Throws: 429 when too many are being assigned, 500 when the emulator is about to end or the operation cannot be kept.
    func begin(
        _ id: RegistrationID, by proof: DeviceAuthentication.Proof, payload: JSONValue?, apiVersion: String
    ) throws(RegistrationRefusal) -> Registration {
        try work.withLock { (work: inout Work) throws(RegistrationRefusal) in
            guard !work.isStopped else { throw .ending }
            let hasRoom = work.tasks.count < mostInFlight
            let registration = try self.update(id) { kept, _ -> Registration? in
                if let kept, kept.status == .assigning { return kept }
                guard hasRoom else { return nil }
                var registration = self.registration(id, before: kept, by: proof, apiVersion)
                registration.operationID = makeOperationID()
                registration.status = .assigning
                registration.sentPayload = payload
                kept = registration
                return registration
            }
            guard let registration else {
                throw .throttled("\(mostInFlight) registrations are being assigned already")
            }
            if work.tasks[registration.operationID] == nil { start(registration, "begins", in: &work) }
            return registration
        }
    }

    /// Notes that a device with an enrollment that is disabled wanted to register. An operation that is under way goes on.
    ///
    /// - Throws: 500 when it cannot be kept.
    func disable(
        _ id: RegistrationID, by proof: DeviceAuthentication.Proof, apiVersion: String
    ) throws(RegistrationRefusal) {
        let registration = try update(id) { kept, _ -> Registration? in
            if let kept, kept.status == .assigning { return kept }
            var registration = self.registration(id, before: kept, by: proof, apiVersion)
            registration.operationID = ""
            registration.status = .disabled
            kept = registration
            return registration
        }
        if let registration { report("\(Self.name(of: registration)): disabled, as its enrollment is") }
    }

    private func update(
        _ id: RegistrationID, _ change: (inout Registration?, inout HubDevices) -> Registration?
    ) throws(RegistrationRefusal) -> Registration? {
        do throws(StateError) {
            return try state.update(id, change)
        } catch {
            throw .notKept("\(error)")
        }
    }

    /// A registration as it is at the beginning of an operation. Where the device is, it stays until another hub is found: so the
    /// webhook is told of it also after a failure.
    private func registration(
        _ id: RegistrationID, before: Registration?, by proof: DeviceAuthentication.Proof,
        _ apiVersion: String
    ) -> Registration {
        var registration =
            before
            ?? Registration(
                registrationID: id, enrollment: proof.enrollment.subject, operationID: "",
                apiVersion: apiVersion, attestation: proof.attestation, status: .unassigned, at: now)
        registration.enrollment = proof.enrollment.subject
        registration.apiVersion = apiVersion
        registration.attestation = proof.attestation
        registration.substatus = nil
        registration.sentPayload = nil
        registration.returnedPayload = nil
        registration.failure = nil
        registration.lastUpdated = now
        return registration
    }

    private func start(_ registration: Registration, _ how: String, in work: inout Work) {
        work.tasks[registration.operationID] = Task {
            report("\(Self.name(of: registration)): operation \(registration.operationID) \(how)")
            await assign(registration)
            self.work.withLock { $0.tasks[registration.operationID] = nil }
        }
    }

    private func assign(_ registration: Registration) async {
        guard let enrollment = enrollments.record(of: registration.enrollment) else {
            return await settle(registration, .failed(.noEnrollment))
        }
        let question = AllocationQuestion(
            registration, enrollment: enrollment, linked: configuration.linkedHubs)
        let policy = enrollment.allocationPolicy ?? configuration.allocationPolicy
        let outcome = await policy.outcome(of: question, asking: webhook)
        guard !Task.isCancelled else { return }
        switch outcome {
        case .failure(let failure): await settle(registration, .failed(failure))
        case .hub(let hub, let initialTwin, let payload):
            await settle(
                registration,
                .assigned(
                    HubAssignment(
                        enrollment: enrollment, hub: hub, initialTwin: initialTwin, payload: payload,
                        returnedTwin: configuration.returnedTwin)))
        }
    }

    private enum End {
        case assigned(HubAssignment)
        case failed(RegistrationFailure)
    }

    /// Ends an operation. What cannot be kept is told to nobody; so the device is kept waiting, and it is tried again.
    private func settle(_ begun: Registration, _ end: End) async {
        while !Task.isCancelled {
            do throws(StateError) {
                if let settled = try settled(begun, end) { report(Self.line(of: settled)) }
                return
            } catch {
                report("\(Self.name(of: begun)): its end cannot be kept, and is tried again: \(error)")
                try? await clock.sleep(for: .seconds(1))
            }
        }
    }

    private func settled(_ begun: Registration, _ end: End) throws(StateError) -> Registration? {
        try state.update(begun.registrationID) { kept, devices -> Registration? in
            guard var registration = kept, registration.operationID == begun.operationID,
                registration.status == .assigning
            else { return nil }
            switch end {
            case .assigned(let assignment):
                assignment.apply(to: &registration, in: &devices, at: now)
            case .failed(let failure):
                registration.status = .failed
                registration.failure = failure
                registration.lastUpdated = now
            }
            registration.sentPayload = nil
            kept = registration
            return registration
        }
    }

    private var now: PreciseTime {
        surroundings.preciseNow
    }

    /// As the service's are, for example `5.316aac5bdc130deb.b1e02da8-c3a0-4ff2-a121-7ea7a6b7f550`; what the middle one stands for
    /// is [unknown], here it stands for the ID scope.
    private func makeOperationID() -> String {
        let scope = SHA256.hash(Array(configuration.idScope.utf8)).description.prefix(16)
        return "5.\(scope).\(RequestID(randomBy: surroundings))"
    }
}

extension Registrar {
    private static func name(of registration: Registration) -> String {
        switch registration.enrollment {
        case .group(let name): "registration \(registration.registrationID) (enrollment group \(name))"
        case .individual: "registration \(registration.registrationID) (individual enrollment)"
        }
    }

    private static func line(of registration: Registration) -> String {
        let name = name(of: registration)
        if let failure = registration.failure {
            return "\(name): failed with \(failure.code) \"\(failure.message)\": \(failure.reason)"
        }
        let device = registration.deviceID.map { " as device \($0)" } ?? ""
        let substatus = registration.substatus.map { ", \($0)" } ?? ""
        return "\(name): assigned to \(registration.assignedHub ?? "no hub")\(device)\(substatus)"
    }
}
