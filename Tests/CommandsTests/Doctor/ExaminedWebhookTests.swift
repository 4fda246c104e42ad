import CommandLineInterface
import HTTP
import Testing

@testable import Commands

@Suite struct ExaminedWebhookTests {
    private static let host = "https://a.example"

    @Test(arguments: [
        ("/api/allocate", "k/e+y=", "/api/allocate?code=k/e%2By="), ("/f?code=k%3D", nil, "/f?code=k%3D"),
        ("/f?a=b&code=k&c", nil, "/f?a=b&c&code=k"), ("", "k", "/api/allocate?code=k"),
        ("/", "ä", "/api/allocate?code=%C3%A4"),
        ("?code=k", nil, "/api/allocate?code=k"), ("/f?codeword=1", "k", "/f?codeword=1&code=k"),
    ])
    func `the key stands in the URL as DPS shows it`(target: String, key: String?, expected: String) throws {
        let webhook = try ExaminedWebhook(Self.host + target, key: key)
        #expect(webhook.address(showing: .right).target == expected)
        #expect(webhook.shown.hasSuffix("code=<KEY>"))
        #expect(!webhook.address(showing: .none).target.contains("code="))
    }

    @Test(arguments: [("key", "Aey"), ("Aey", "Bey"), ("%2By", "Ay"), ("k", "A")])
    func `the wrong key differs in its first character only`(key: String, wrong: String) throws {
        let webhook = try ExaminedWebhook("\(Self.host)/f?code=\(key)", key: nil)
        #expect(webhook.address(showing: .wrong).target == "/f?code=\(wrong)")
    }

    @Test(arguments: [
        ("https://a.example/", nil), ("https://a.example/?code=a", "b"),
        ("https://a.example/?code=a&code=b", nil),
        ("https://a.example/?code=", nil), ("https://a.example/", ""), ("a.example", "k"),
        ("ftp://a.example/", "k"),
        ("https://a.example/#x", "k"),
    ])
    func `no key, two keys and what is no URL are refused`(url: String, key: String?) {
        #expect(throws: UsageError.self) { try ExaminedWebhook(url, key: key) }
    }

    @Test(arguments: [
        "localhost", "127.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1",
        "100.64.0.1",
        "0.0.0.0", "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "allocator", "a.local", "A.INTERNAL",
    ])
    func `DPS cannot reach a private address`(host: String) {
        #expect(Reachability.isPrivate(host))
    }

    @Test(arguments: [
        "allocator.example.com", "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2001:db8::1",
        "::ffff:8.8.8.8",
        "fd.example.com", "fe:80::1", "1.2.3.256", "local.example",
    ])
    func `DPS may reach any other`(host: String) {
        #expect(!Reachability.isPrivate(host))
    }
}
