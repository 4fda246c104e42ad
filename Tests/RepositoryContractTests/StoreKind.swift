/// The stores that the contract holds for. Another one, such as PostgreSQL's, becomes a case here and in
/// `StoreUnderTest`.
enum StoreKind: String, CaseIterable, Sendable {
    case inMemory
    case sqlite
}
