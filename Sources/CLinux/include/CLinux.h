/// The Linux system calls that Swift's Glibc module leaves out, or imports with types that are hard to call.
///
/// <sys/socket.h> is left out on purpose: without _GNU_SOURCE it declares less than Swift's Glibc module does,
/// and hides the rest from whoever imports both; with it, the two disagree about fd_set. So addresses are
/// passed as pointers to a sockaddr_storage, and the calls are in CLinux.c.
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

/// accept4(2) without blocking, not inherited by child processes; the peer's address is written to `peer`.
int linux_accept(int listener, void *peer);

/// socket(2) for TCP, without blocking, not inherited by child processes.
int linux_stream_socket(int family);

/// bind(2).
int linux_bind(int descriptor, const void *address);

/// connect(2).
int linux_connect(int descriptor, const void *address);

/// getsockname(2).
int linux_local_address(int descriptor, void *address);

/// setsockopt(2) for the options that are a plain int.
int linux_set_option(int descriptor, int level, int name, int value);

/// Has close(2) reset the connection and drop what is not sent yet (SO_LINGER with no time).
int linux_reset_on_close(int descriptor);

/// send(2) that answers EPIPE instead of raising SIGPIPE; `more` says that further bytes follow at once.
ptrdiff_t linux_send(int descriptor, const void *bytes, size_t count, int more);

/// Whether an error of getaddrinfo(3) says that the name does not exist, or has no address.
int linux_is_unknown_name(int code);

/// memfd_create(2), not inherited by child processes.
int linux_memory_file(const char *name);

/// pipe2(2), not inherited by child processes.
int linux_pipe(int *reading, int *writing);

/// Adds a descriptor to an epoll set; its events come back with the descriptor as `data.fd`.
static inline int linux_epoll_add(int epoll, int descriptor, unsigned events) {
    struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

/// Changes what is waited for; also reports again what is ready by now.
static inline int linux_epoll_change(int epoll, int descriptor, unsigned events) {
    struct epoll_event event = {.events = events, .data = {.fd = descriptor}};
    return epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event);
}

enum {
    LINUX_READABLE = EPOLLIN,
    LINUX_WRITABLE = EPOLLOUT,
    LINUX_PEER_CLOSED = EPOLLRDHUP,
    LINUX_BROKEN = EPOLLERR | EPOLLHUP,
};

/// Every event of a connection, edge-triggered (epoll(7)).
static inline unsigned linux_connection_events(void) { return EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET; }

/// A wake-up by eventfd, edge-triggered, so that the eventfd need not be read.
static inline unsigned linux_wakeup_events(void) { return EPOLLIN | EPOLLET; }

#endif
