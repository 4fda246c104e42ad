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
        all.first { $0.subject == .group(id) }
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

    /// Puts a record in the place of the one with the same name; does nothing where there is none.
    package func replace(_ record: EnrollmentRecord) {
        records.withLock { records in
            let place = records.firstIndex { other in
                switch (other.subject, record.subject) {
                case (.group(let one), .group(let other)): one == other
                case (.individual(let one, _), .individual(let other, _)): one == other
                default: false
                }
            }
            if let place { records[place] = record }
        }
    }
}
