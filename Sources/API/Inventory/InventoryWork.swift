import Allocation
import HTTP

/// Work upon the inventory on behalf of a request: on the background's thread, never on an event loop.
struct InventoryWork: Sendable {
    let background: Background
    let surroundings: Surroundings

    /// Reads.
    ///
    /// - Throws: the `Problem` that `body` throws, or that the inventory cannot be read.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Result<Value, Problem>
    ) async throws(Problem) -> Value {
        let result: Result<Value, Problem> = await background.run {
            do throws(StoreError) {
                return try body()
            } catch {
                return .failure(Problem(error, "The inventory cannot be read"))
            }
        }
        return try result.get()
    }

    /// Changes one thing.
    ///
    /// - Parameters:
    ///   - noun: what it is, such as `device`.
    ///   - context: of the request.
    ///   - answer: makes the answer of what was done.
    ///   - change: makes the change.
    /// - Returns: what `answer` does.
    /// - Throws: `Problem` when nothing was changed.
    func change<Value: Sendable>(
        _ noun: String, for context: RequestContext,
        answer: @escaping @Sendable (Changed<Value>) -> HTTPResponse,
        _ change: @escaping @Sendable (ChangeContext) throws(ChangeRefusal) -> Changed<Value>
    ) async throws(Problem) -> HTTPResponse {
        let changeContext = try context.changeContext(at: surroundings.now)
        let namesPrecondition = context.precondition != nil
        let result: Result<HTTPResponse, Problem> = await background.run {
            do throws(ChangeRefusal) {
                return .success(answer(try change(changeContext)))
            } catch .preconditionFailed(_?) where !namesPrecondition {
                // Something is there that would be overwritten by somebody who has not said what they know (RFC 6585 §3).
                return .failure(.preconditionRequired)
            } catch {
                return .failure(Problem(error, of: noun))
            }
        }
        return try result.get()
    }
}
