#pragma once

namespace partita {

// OpenBLAS's calls in this thread use this thread alone as long as it lives; OpenMP's setting of the thread, which may
// be anybody's, is as before afterwards.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  const int before_;
};

}  // namespace partita
