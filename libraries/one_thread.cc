#include "libraries/one_thread.h"

#include <omp.h>

#include <mutex>

extern "C" {
void openblas_set_num_threads(int count);
int openblas_get_parallel();
}

namespace partita {
namespace {

// Programs are linked with whatever variant of the shared library the system's alternatives name: the one without
// threads keeps its memory for one caller at a time.
bool isSerial() {
  static const bool kSerial = [] {
    openblas_set_num_threads(1);
    return openblas_get_parallel() == 0;
  }();
  return kSerial;
}

std::mutex& callers() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

OneThread::OneThread() : before_(omp_get_max_threads()) {
  if (isSerial()) callers().lock();
  omp_set_num_threads(1);
}

OneThread::~OneThread() {
  omp_set_num_threads(before_);
  if (isSerial()) callers().unlock();
}

}  // namespace partita
