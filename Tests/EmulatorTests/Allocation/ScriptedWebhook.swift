import Allocation
import Emulator
import Synchronization

/// A webhook that answers what a test wants, when it wants it.
final class ScriptedWebhook: WebhookAsking {
    private struct Script {
        var outcomes: [AllocationOutcome]
        var isHeld: Bool
        var questions: [AllocationQuestion] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let script: Mutex<Script>

    /// - Parameters:
    ///   - outcomes: one for each question, the last one for all that follow.
    ///   - isHeld: whether it answers only after `release()`.
    init(
        _ outcomes: [AllocationOutcome] = [
            .hub(EmulatedService.toasters, initialTwin: nil, payload: nil)
        ], isHeld: Bool = false
    ) {
        script = Mutex(Script(outcomes: outcomes, isHeld: isHeld))
    }

    var questions: [AllocationQuestion] { script.withLock { $0.questions } }

    func release() {
        let waiting = script.withLock { script in
            script.isHeld = false
            defer { script.waiting = [] }
            return script.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func outcome(
        of question: AllocationQuestion, by definition: CustomAllocationDefinition
    ) async -> AllocationOutcome {
        script.withLock { $0.questions.append(question) }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = script.withLock { script in
                    if script.isHeld { script.waiting.append(continuation) }
                    return script.isHeld
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            release()
        }
        return script.withLock { script in
            script.outcomes.count > 1 ? script.outcomes.removeFirst() : script.outcomes[0]
        }
    }
}
