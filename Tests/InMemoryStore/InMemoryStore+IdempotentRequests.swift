package import Allocation

extension InMemoryStore: IdempotentRequestRepository {
    package func request(_ key: IdempotencyKey) throws(StoreError) -> IdempotentRequest? {
        try withContents { $0.requests[key] }
    }

    package func keep(
        _ request: IdempotentRequest, forgettingSomeBefore time: Timestamp
    ) throws(StoreError) {
        try withContents { contents in
            contents.requests = contents.requests.filter { $0.value.time >= time }
            contents.requests[request.key] = request
        }
    }
}
