package import Allocation
import Synchronization

/// The enrollments as they are now; one can be replaced while the emulator runs.
package final class EnrollmentBook: Sendable {
    private struct Pages {
        var records: [EnrollmentRecord]
        /// Where each stands; a device asks for its own at each of its requests.
        var individuals: [RegistrationID: Int] = [:]
        var groups: [Int] = []

        init(_ records: [EnrollmentRecord]) {
            self.records = records
            for (place, record) in records.enumerated() {
                switch record.subject {
                case .group: groups.append(place)
                case .individual(let id, _): individuals[id] = place
                }
            }
        }
    }

    private let pages: Mutex<Pages>

    package init(_ records: [EnrollmentRecord]) {
        pages = Mutex(Pages(records))
    }

    /// In the order of the configuration.
    package var all: [EnrollmentRecord] { pages.withLock { $0.records } }

    package var groups: [EnrollmentRecord] {
        pages.withLock { pages in pages.groups.map { pages.records[$0] } }
    }

    package func group(_ id: String) -> EnrollmentRecord? {
        groups.first { if case .group(let name) = $0.subject { name.equalsFoldingCase(id) } else { false } }
    }

    package func individual(_ id: RegistrationID) -> EnrollmentRecord? {
        pages.withLock { pages in pages.individuals[id].map { pages.records[$0] } }
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
        pages.withLock { pages in
            guard let place = pages.records.firstIndex(of: known) else { return false }
            pages.records[place] = record
            return true
        }
    }
}
