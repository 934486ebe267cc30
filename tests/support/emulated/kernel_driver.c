// Runs a kernel that it is linked with, on a processor that this machine emulates. FILE holds 64-bit integers: the
// kernel's number, its tasks, bytes of scratch, the number of buffers and the bytes of each; then what is in them,
// which is written again after the run.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void KernelFn(void* const* buffers, int64_t begin, int64_t end, void* scratch);
extern KernelFn* const kernels[];

static void* aligned(int64_t bytes) { return aligned_alloc(64, (size_t)(bytes + 127) / 64 * 64); }

int main(int argc, char** argv) {
  FILE* file = argc == 2 ? fopen(argv[1], "r+b") : NULL;
  int64_t head[4], bytes[64];
  void* buffers[64];
  if (file == NULL || fread(head, sizeof(head), 1, file) != 1 || head[3] > 64) return 2;
  if (fread(bytes, 8, (size_t)head[3], file) != (size_t)head[3]) return 2;
  for (int64_t i = 0; i < head[3]; ++i) {
    buffers[i] = aligned(bytes[i]);
    if (buffers[i] == NULL || fread(buffers[i], 1, (size_t)bytes[i], file) != (size_t)bytes[i]) return 2;
  }
  kernels[head[0]](buffers, 0, head[1], aligned(head[2]));
  fseek(file, (long)(sizeof(head) + 8 * (size_t)head[3]), SEEK_SET);
  for (int64_t i = 0; i < head[3]; ++i)
    if (fwrite(buffers[i], 1, (size_t)bytes[i], file) != (size_t)bytes[i]) return 2;
  return fclose(file) == 0 ? 0 : 2;
}
