/* A disk that refuses what was written to it: preloaded into a process, no fsync of a file whose path has REFUSED_PATH in it
   succeeds. As on a network disk without room, which takes writes and says so only then. */

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int fsync(int file) {
    char link[32], path[4096];
    const char *refused = getenv("REFUSED_PATH");
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    if (refused && strstr(path, refused)) {
        errno = EDQUOT;
        return -1;
    }
    return syscall(SYS_fsync, file);
}
