import Allocation

/// Certificates that OpenSSL made, valid from 2026-11-24 to 2126: a device's with a P-256 key and its authority, and the same with
/// RSA. The devices' common name is `breakroom499-contoso-tstrsd-007`.
enum IssuedCertificate: String, CaseIterable {
    case device = """
        MIIBvjCCAWOgAwIBAgIUAOtgoYqRkHm7u94GeeE0p3Nm2pIwCgYIKoZIzj0EAwIwKjEQMA4GA1UECgwHQ29udG9zbzEWMBQGA1UE\
        AwwNQ29udG9zbyBlYyBDQTAgFw0yNjExMjQxNjE0NDNaGA8yMTI2MTAzMTE2MTQ0M1owKjEoMCYGA1UEAwwfYnJlYWtyb29tNDk5\
        LWNvbnRvc28tdHN0cnNkLTAwNzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOr31aa3x1YqXula84RExTkra5UstlgJEM3wDrS4\
        LL0N7n0thQFOdzzJCP8ghjrswF6EGIBS42/HLQCPjygTGWWjZTBjMAwGA1UdEwEB/wQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwIw\
        HQYDVR0OBBYEFPzu5zjiif0US19NC5dferwVKEWGMB8GA1UdIwQYMBaAFCZvGQCIOqkYptiqCCCNfgxzF0cAMAoGCCqGSM49BAMC\
        A0kAMEYCIQDASmPdb95AEpATHnrEOCQSuLUUkeF8o2j4ryCtwPRq6AIhAN5bbdwPIOypiyhqflLo1bYsCTl9/tW8e6CNmVOK8Cva
        """
    case authority = """
        MIIBqjCCAVGgAwIBAgIURzfqC0gVbylc3x8p32glzQp8pZQwCgYIKoZIzj0EAwIwKjEQMA4GA1UECgwHQ29udG9zbzEWMBQGA1UE\
        AwwNQ29udG9zbyBlYyBDQTAgFw0yNjExMjQxNjEzMjdaGA8yMTI2MTAzMTE2MTMyN1owKjEQMA4GA1UECgwHQ29udG9zbzEWMBQG\
        A1UEAwwNQ29udG9zbyBlYyBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKUxBhtUq9m0cVmMWwTgH5pbMxkveEI65ST3WUCD\
        0z3cxHG1vpz6B39QXiZ6p16nOgOJ7i+C5A2iL9VMuirCPqqjUzBRMB0GA1UdDgQWBBQmbxkAiDqpGKbYqgggjX4McxdHADAfBgNV\
        HSMEGDAWgBQmbxkAiDqpGKbYqgggjX4McxdHADAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIFPpCklSnmHMRbuO\
        vaMK00FlZEFoXu8lElp8gznKAcszAiA6ZtWC4ORUol5vMKwYn315uRHecHFOfQB8NobykpA6dA==
        """
    case deviceWithRSA = """
        MIIC3jCCAcYCFDQAwbfWCFRXCtTqupBvFrLF8dVMMA0GCSqGSIb3DQEBCwUAMCsxEDAOBgNVBAoMB0NvbnRvc28xFzAVBgNVBAMM\
        DkNvbnRvc28gcnNhIENBMCAXDTI2MTEyNDE2MTMyN1oYDzIxMjYxMDMxMTYxMzI3WjAqMSgwJgYDVQQDDB9icmVha3Jvb200OTkt\
        Y29udG9zby10c3Ryc2QtMDA3MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7n7wU8ejPd4RWtBySK7jkCEPDpweugr7\
        mdqYgvxPgO1LWuy7E2tMtYWqmN4ZPUyd9l2bkZkeJa+/EIbRwj9i8RIhOwm3a1qbpO9B/6Lj+pPV8WuZjhnle/xO2inAfd07ql+k\
        O3wT6ijUMQl/yPsJ0EOdqn75xhQfe5OCrumz6ieLgOgqTuNf7ga7RhDeQFzbdpHpNMPgzGb6KdTvlpGINySXZP5UYTsXANaH9fPI\
        FgulQPTFnsXjkrux8lvhxZkt3us4ExxB00RBsxbn/8QlWQ+bA9CEUr/6k8xIsQxcjuYvUGaITzGwOghWU2x5hm2R+5N/o1fti3OE\
        jFV4+sI+6QIDAQABMA0GCSqGSIb3DQEBCwUAA4IBAQAFQR/qOf5bJIzWFB0cl7UzAIcAa49THGJ3qBXd68TSdRdAgthfnayAiKMy\
        X4e8sjoU4vg2O3jm/xuXjdHAVTw//HaCBfe9MqKAy3BKv9fRDjkaPWBHSBv6475wcebzQB08hp/1vxLEbvQTmoueXCjuMvKdjV71\
        Zv0M8sxPucS+r0AeiOkMbvkHT/aSIREL7JpfDMJ8xR8hwDeIc+oEeW47XA0E90nh6oeLWqzjXSL6drqmiHyebRuGscVfPUrKntDG\
        i2CEfacj8F6pEZ1cL83KnlmTVvC4kSu0B7Yy4LvmH5qvuGt6oBpfZe7QiDL4wpB2tT568YT72Cu6esoih+AV
        """
    case authorityWithRSA = """
        MIIDOTCCAiGgAwIBAgIUVXxt1hrglvLESE6tSZSzkJuGYGkwDQYJKoZIhvcNAQELBQAwKzEQMA4GA1UECgwHQ29udG9zbzEXMBUG\
        A1UEAwwOQ29udG9zbyByc2EgQ0EwIBcNMjYxMTI0MTYxMzI3WhgPMjEyNjEwMzExNjEzMjdaMCsxEDAOBgNVBAoMB0NvbnRvc28x\
        FzAVBgNVBAMMDkNvbnRvc28gcnNhIENBMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAq8GxKnBmnKqH94fXS/aDE08n\
        cj8OGfYs8hYIkU/OefwqKsKp29fDQr9LDko2603Pbt52sH3QRvRc3G88yfaeu7RZQrI+wVaa+/rG++Bh6kFWMnwRqdumX+yKb/Lp\
        lkgZ7LHzItTNU6d3JDK+lKQfogwEBxvryjlP4b554Z/XbhTPMb8lkRYzcCaqR+OpuBJ9N3m38nE9EEOvYlGIVsxyXuWcv5jyxpS5\
        z3iUh17xQAynyh8w1It1qs8tsLAJEXzxJBbOV00mA4cw15FXOO4B8/NU3yFeVoBMPD187LTHA3kYdSX0QF9iI7DrTqMGcWIeB5A6\
        koQDgQUr33unMznmbwIDAQABo1MwUTAdBgNVHQ4EFgQUruUKlzjpn21nkKnNr1bdfKHO6IowHwYDVR0jBBgwFoAUruUKlzjpn21n\
        kKnNr1bdfKHO6IowDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEACxcJCDTZFZPtKwd3VUq1S6ajB25TLyC2on5z\
        LDwI1b0gvN61FWHu1uHBd4Kmr2bHXT59CvA2/T6EV+XoSlot7iHRG07r1t0xvrS73kvr4hud6DLZyIEo7TSbimJuu5+CHMZzHzZt\
        /K4WiAZbv/1OrfLrgd78UiwB9P9zbuyYga02v7twu8twQn1+z1TnYP354zgwj5oMBTUnhs227OyC5xdp0Yc4wv+wH1o3yt5Nuog9\
        +HngwEv4R+nHUfTrvsD4QANXoVfdpcb+9moGuGLxt/yPQ4t+/cY4BLE414r08LYXtGxq7+yv5A6MV1kGXrdBh3B2bRTF1DGto5yN\
        z1yUvg==
        """

    /// Base64 of the DER.
    var base64: String { rawValue }

    var der: [UInt8] { Base64.standard.decode(base64) ?? [] }

    /// With lines of 64 characters (RFC 7468 §2).
    var pem: String {
        var lines: [Substring] = []
        var rest = base64[...]
        while !rest.isEmpty {
            lines.append(rest.prefix(64))
            rest = rest.dropFirst(64)
        }
        return "-----BEGIN CERTIFICATE-----\n" + lines.joined(separator: "\n")
            + "\n-----END CERTIFICATE-----\n"
    }
}
