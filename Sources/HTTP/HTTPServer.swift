import Glibc
import Synchronization

/// An HTTP/1.1 server (RFC 9110, RFC 9112): event loops, each a thread, that call one handler.
package final class HTTPServer: Sendable {
    private enum State {
        case initial
        case running(loops: [EventLoop], threads: [LoopThread])
        case stopping(waiters: [CheckedContinuation<Void, Never>])
        case stopped
    }

    private let context: ServerContext
    private let state = Mutex(State.initial)

    package init(configuration: HTTPServerConfiguration, handler: some HTTPHandler) {
        context = ServerContext(configuration: configuration, handler: handler)
    }

    deinit {
        // A server let go while it runs stops by itself, unattended.
        state.withLock { state in
            guard case .running(let loops, let threads) = state else { return }
            for thread in threads { thread.detach() }
            loops.first?.beginDraining()
        }
    }

    /// Binds the addresses, listens, and starts the threads. Once per server.
    ///
    /// - Returns: the addresses bound, with the real port where 0 was asked for; two for `localhost` on
    ///   a machine with IPv6.
    /// - Throws: what went wrong, with the address; nothing is left open then.
    package func start() throws(HTTPServerError) -> [ListenAddress] {
        try state.withLock { (state: inout State) throws(HTTPServerError) in
            guard case .initial = state else { throw HTTPServerError(.alreadyStarted) }
            let listeners = try Listener.open(context.configuration.addresses)
            do throws(HTTPServerError) {
                let loops = try makeLoops()
                let acceptor = Acceptor(
                    listeners: listeners.map(\.descriptor), loops: loops, context: context)
                state = .running(loops: loops, threads: try startThreads(loops, acceptor))
                return listeners.map(\.address)
            } catch {
                for listener in listeners { close(listener.descriptor) }
                throw error
            }
        }
    }

    private func makeLoops() throws(HTTPServerError) -> [EventLoop] {
        var loops: [EventLoop] = []
        for _ in 0..<max(1, context.configuration.loops) { loops.append(try EventLoop(context: context)) }
        return loops
    }

    /// Starts a thread for each loop; the first loop's, which accepts, when all others run.
    private func startThreads(
        _ loops: [EventLoop], _ acceptor: Acceptor
    ) throws(HTTPServerError) -> [LoopThread] {
        var threads: [LoopThread] = []
        do {
            for (index, loop) in loops.enumerated().reversed() {
                threads.append(try LoopThread { loop.run(acceptor: index == 0 ? acceptor : nil) })
            }
        } catch {
            for (loop, thread) in zip(loops.reversed(), threads) {
                thread.detach()
                loop.beginDraining()
            }
            throw error
        }
        return threads
    }

    /// Stops accepting, closes idle connections, lets requests in flight finish until
    /// `HTTPLimits.drainTimeout`, cuts the rest, and returns when all threads have ended.
    ///
    /// It may be called more than once, and before `start()`, which then fails.
    package func stop() async {
        let running: (loops: [EventLoop], threads: [LoopThread])? = state.withLock { state in
            switch state {
            case .initial:
                state = .stopped
                return nil
            case .running(let loops, let threads):
                state = .stopping(waiters: [])
                return (loops, threads)
            case .stopping, .stopped: return nil
            }
        }
        guard let running else { return await waitUntilStopped() }
        running.loops.first?.beginDraining()
        for thread in running.threads { await thread.join() }
        let waiters = state.withLock { state in
            defer { state = .stopped }
            if case .stopping(let waiters) = state { return waiters }
            return []
        }
        for waiter in waiters { waiter.resume() }
    }

    private func waitUntilStopped() async {
        await withCheckedContinuation { continuation in
            let isStopped = state.withLock { state in
                guard case .stopping(let waiters) = state else { return true }
                state = .stopping(waiters: waiters + [continuation])
                return false
            }
            if isStopped { continuation.resume() }
        }
    }
}
