// What Linux knows of a file's pages and Swift's Glibc module does not import.
#ifndef CPAGING_SHIM_H
#define CPAGING_SHIM_H

#include <errno.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

// Whether the byte at `offset` can be read without waiting for the disk: 1 or 0; -1 where the file system cannot say.
// preadv2(2) with RWF_NOWAIT (8), which fails with EAGAIN where the page is not in memory.
static inline int cpaging_is_resident(int file, long long offset) {
  char byte;
  struct iovec part = {&byte, 1};
  long got = syscall(SYS_preadv2, file, &part, 1, (long)offset, (long)(offset >> 31 >> 1), 8);
  if (got >= 0) return 1;
  return errno == EAGAIN ? 0 : -1;
}

#endif
