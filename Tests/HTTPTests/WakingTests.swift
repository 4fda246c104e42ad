import CLinux
@testable import HTTP
import Synchronization
import Testing

/// epoll reports an edge once (epoll(7)); what it said while a connection's task was busy must not be lost.
@Suite struct WakingTests {
    @Test func `input that was reported while nobody waited for it is not waited for again`() async throws {
        let context = ServerContext(configuration: HTTPServerConfiguration(addresses: []), handler: echo)
        // The loop does not run, and there is no socket: the test plays epoll's part.
        let connection = Connection(
            AcceptedSocket(descriptor: .max, peer: nil), loop: try EventLoop(context: context))
        connection.handle(UInt32(LINUX_READABLE))
        let isOver = Atomic(false)
        async let wake = {
            defer { isOver.store(true, ordering: .releasing) }
            return await connection.wait(for: .reading, until: 1)
        }()
        // Were it to wait, this would end the wait, and with it the test.
        while !isOver.load(ordering: .acquiring) {
            connection.checkDeadline(1)
            await Task.yield()
        }
        #expect(await wake == .ready)
    }
}
