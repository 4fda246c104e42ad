import Allocation

/// Work upon the history on behalf of a request: on threads of its own, so that neither an event loop nor somebody who asks for
/// devices waits for it.
struct HistoryWork: Sendable {
    let surroundings: Surroundings
    private let background: Background

    init(surroundings: Surroundings, background: Background = Background("history")) {
        self.surroundings = surroundings
        self.background = background
    }

    /// - Throws: the `Problem` that `body` gives, or that the history cannot be read.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Result<Value, Problem>
    ) async throws(Problem) -> Value {
        let result: Result<Value, Problem> = await background.run {
            do throws(StoreError) {
                return try body()
            } catch {
                return .failure(Problem(error, "The history cannot be read"))
            }
        }
        return try result.get()
    }
}
