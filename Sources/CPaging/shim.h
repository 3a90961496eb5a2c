// What Linux knows of a file's pages and Swift's Glibc module does not import.
#ifndef CPAGING_SHIM_H
#define CPAGING_SHIM_H

#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

// Reads what lies from `offset` on into `parts` stretches of `length` bytes, at most 64, each `stride` bytes behind the one
// before: preadv2(2). With `resident`, what is in memory and no more (RWF_NOWAIT, 8): EAGAIN where nothing is, and
// EOPNOTSUPP where the file system cannot say.
static inline long cpaging_read_parts(
    int file, char *bytes, int parts, unsigned long length, unsigned long stride, long long offset, int resident) {
  struct iovec list[64];
  if (parts > 64) parts = 64;
  for (int part = 0; part < parts; part++) {
    list[part].iov_base = bytes + stride * part;
    list[part].iov_len = length;
  }
  return syscall(SYS_preadv2, file, list, parts, (long)offset, (long)(offset >> 31 >> 1), resident ? 8 : 0);
}

#endif
