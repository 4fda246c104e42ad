#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static socklen_t length_of(const struct sockaddr *address) {
    return address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

int linux_accept(int listener, void *peer) {
    socklen_t length = sizeof(struct sockaddr_storage);
    return accept4(listener, peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int linux_stream_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int linux_bind(int descriptor, const void *address) { return bind(descriptor, address, length_of(address)); }

int linux_connect(int descriptor, const void *address) {
    return connect(descriptor, address, length_of(address));
}

int linux_local_address(int descriptor, void *address) {
    socklen_t length = sizeof(struct sockaddr_storage);
    return getsockname(descriptor, address, &length);
}

int linux_set_option(int descriptor, int level, int name, int value) {
    return setsockopt(descriptor, level, name, &value, sizeof value);
}

int linux_reset_on_close(int descriptor) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    return setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

ptrdiff_t linux_send(int descriptor, const void *bytes, size_t count, int more) {
    return send(descriptor, bytes, count, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
}

int linux_is_unknown_name(int code) { return code == EAI_NONAME || code == EAI_NODATA; }

int linux_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int linux_pipe(int *reading, int *writing) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    *reading = ends[0];
    *writing = ends[1];
    return 0;
}
