import CLinux
@testable import HTTP
import Testing

/// epoll reports an edge once (epoll(7)); what it said while a connection's task was busy must not be lost.
@Suite struct WakingTests {
    @Test(.timeLimit(.minutes(1)))
    func `input that was reported while nobody waited for it is not waited for again`() async throws {
        let context = ServerContext(configuration: HTTPServerConfiguration(addresses: []), handler: echo)
        // The loop does not run, and there is no socket: the test plays epoll's part.
        let connection = Connection(
            AcceptedSocket(descriptor: .max, peer: nil), loop: try EventLoop(context: context))
        connection.handle(UInt32(LINUX_READABLE))
        #expect(await connection.wait(for: .reading, until: .max) == .ready)
    }
}
