package import Allocation
import Synchronization

/// The enrollments as they are now; one can be replaced while the emulator runs.
package final class EnrollmentBook: Sendable {
    private let records: Mutex<[EnrollmentRecord]>

    package init(_ records: [EnrollmentRecord]) {
        self.records = Mutex(records)
    }

    /// In the order of the configuration.
    package var all: [EnrollmentRecord] { records.withLock { $0 } }

    package var groups: [EnrollmentRecord] {
        all.filter { if case .group = $0.subject { true } else { false } }
    }

    package func group(_ id: String) -> EnrollmentRecord? {
        all.first { if case .group(let name) = $0.subject { name.equalsFoldingCase(id) } else { false } }
    }

    package func individual(_ id: RegistrationID) -> EnrollmentRecord? {
        all.first { if case .individual(id, _) = $0.subject { true } else { false } }
    }

    package func record(of subject: EnrollmentRecord.Subject) -> EnrollmentRecord? {
        switch subject {
        case .group(let id): group(id)
        case .individual(let id, _): individual(id)
        }
    }

    /// Puts a record in the place of another one.
    ///
    /// - Parameters:
    ///   - known: the record as it was read.
    ///   - record: with the same name.
    /// - Returns: whether it was done: not if somebody changed the record since it was read.
    package func replace(_ known: EnrollmentRecord, by record: EnrollmentRecord) -> Bool {
        records.withLock { records in
            guard let place = records.firstIndex(of: known) else { return false }
            records[place] = record
            return true
        }
    }
}
