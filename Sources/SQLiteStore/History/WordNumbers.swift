/// The numbers under which a row of the history keeps its words; 0 for one that is missing.
struct WordNumbers: Hashable {
    let reason, division, hub, previousHub, enrollmentKind, enrollment, attestation, linkedHubs: Int64
}
